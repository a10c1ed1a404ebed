// What a page may weigh, and how often it may ask.

import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { attribute, classes, elements } from './site.mjs';

const KIB = 1024;
const MAX_STYLE_BYTES = 20 * KIB;
const MAX_SCRIPT_BYTES = 12 * KIB; // the search page's scripts hold its index, and have a bound of their own
const MAX_PAGE_BYTES = 100 * KIB;
const MAX_PAGE_BYTES_SENT = 30 * KIB; // as a server sends it, with gzip
const MAX_REQUESTS = 3; // the page, its styles, and the logo

/** The files that a browser asks for to show a page; the author's own pictures in a text are not counted. */
function parts(page) {
  const pictures = new Set(page.elements.filter((element) => classes(element).includes('text')).flatMap((text) => [...elements(text)]));
  const found = { styles: new Set(), scripts: new Set(), others: new Set() };
  for (const element of page.elements) {
    const rel = attribute(element, 'rel') ?? '';
    if (element.tagName === 'link' && rel === 'stylesheet') found.styles.add(attribute(element, 'href'));
    else if (element.tagName === 'link' && /icon|preload|manifest/.test(rel)) found.others.add(attribute(element, 'href'));
    else if (element.tagName === 'script') found.scripts.add(attribute(element, 'src'));
    else if (attribute(element, 'src') !== undefined && !pictures.has(element)) found.others.add(attribute(element, 'src'));
  }
  return found;
}

/** Every page is small, with all that it loads, and loads little. */
export async function testBudgets(report, site) {
  const read = new Map();
  const weigh = (file) => {
    if (!read.has(file)) {
      const bytes = fs.readFileSync(path.join(site.root, file));
      read.set(file, { raw: bytes.length, sent: gzipSync(bytes).length });
    }
    return read.get(file);
  };
  await report.test('pages are small, and ask for little', (complain) => {
    for (const page of site.pages) {
      const { styles, scripts, others } = parts(page);
      const resolve = (address) => site.resolve(page.file, address, { folders: true }).file;
      const sheets = [...styles].map(resolve);
      const ours = page.kind === 'search' ? [] : [...scripts].map(resolve);
      const sum = (files, what) => files.reduce((total, file) => total + weigh(file)[what], 0);
      const limits = [
        ['bytes of styles', sum(sheets, 'raw'), MAX_STYLE_BYTES],
        ['bytes of scripts', sum(ours, 'raw'), MAX_SCRIPT_BYTES],
        ['bytes in all', sum([page.file, ...sheets, ...ours], 'raw'), MAX_PAGE_BYTES],
        ['bytes with gzip', sum([page.file, ...sheets, ...ours], 'sent'), MAX_PAGE_BYTES_SENT],
        ['requests', 1 + styles.size + scripts.size + others.size, MAX_REQUESTS + (['search', 'register'].includes(page.kind) ? scripts.size : 0)],
      ];
      for (const [what, has, may] of limits) if (has > may) complain(`${page.file}: ${has} ${what}, ${may} at most`);
      if (sheets.length === 0) complain(`${page.file} has no styles`);
    }
  });
}
