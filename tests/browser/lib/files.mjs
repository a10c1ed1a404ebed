// What can be told from the files alone, of every page of the site.

import { attribute, classes, elements, words } from './site.mjs';

const ADDRESSES = { a: ['href'], area: ['href'], link: ['href'], img: ['src'], source: ['src'], script: ['src'], iframe: ['src'] };

function addresses(page) {
  const found = [];
  for (const element of page.elements) {
    for (const name of ADDRESSES[element.tagName] ?? []) {
      const value = attribute(element, name);
      if (value !== undefined) found.push(value);
    }
    if (element.tagName === 'meta' && attribute(element, 'http-equiv') === 'refresh') {
      found.push(attribute(element, 'content').replace(/^\d+;\s*url=/, ''));
    }
  }
  return found;
}

/** Every link, image and fragment of every page leads somewhere, on a server or from disk. */
export async function testLinks(report, site, { folders }) {
  const where = folders ? 'on a server' : 'from disk';
  await report.test(`every link and fragment leads somewhere, ${where}`, (complain) => {
    let followed = 0;
    for (const page of site.pages) {
      const seen = new Set();
      for (const address of addresses(page)) {
        if (seen.has(address) || /^(mailto|tel):/.test(address)) continue;
        seen.add(address);
        if (address === '' || address === '#' || /^(javascript|file|data):/.test(address)) {
          complain(`${page.file}: "${address}" is no address`);
          continue;
        }
        const target = site.resolve(page.file, address, { folders });
        if (!target) continue;
        followed += 1;
        if (!site.files.has(target.file)) complain(`${page.file}: ${address}: there is no ${target.file}`);
        else if (target.fragment && !site.byFile.get(target.file)?.ids.includes(target.fragment)) {
          complain(`${page.file}: ${address}: ${target.file} has no id "${target.fragment}"`);
        }
      }
    }
    if (followed < site.pages.length) complain(`only ${followed} links in ${site.pages.length} pages`);
  });
}

export async function testFiles(report, site) {
  const { pages } = site;
  const readable = pages.filter((page) => page.kind !== 'redirect');
  const test = (name, check, of = pages) => report.test(name, (complain) => {
    if (of.length === 0) complain('the site has no such page');
    for (const page of of) check(page, (what) => complain(`${page.file}: ${what}`));
  });

  await report.test('titles are unique over the whole site', (complain) => {
    const owner = new Map();
    for (const page of pages) {
      if (page.title === '') complain(`${page.file}: no title`);
      if (owner.has(page.title)) complain(`${page.file}: "${page.title}" is the title of ${owner.get(page.title)} too`);
      owner.set(page.title, page.file);
    }
  });
  await test('a page has its kind, its language, and one main', (page, complain) => {
    if (!page.kind) complain('no data-kind');
    if (!/^[a-z]{2,3}(-|$)/.test(page.lang ?? '')) complain(`lang is "${page.lang}"`);
    if (page.elements.filter(({ tagName }) => tagName === 'main').length !== 1) complain('not one main');
  });
  await test('a page has one level-1 heading, and no level is skipped', (page, complain) => {
    let level = 0;
    let ones = 0;
    for (const element of page.elements) {
      if (!/^h[1-6]$/.test(element.tagName)) continue;
      const next = Number(element.tagName[1]);
      if (next === 1) ones += 1;
      if (next > level + 1) complain(`<${element.tagName}> "${words(element)}" follows level ${level}`);
      if (words(element) === '') complain(`an empty <${element.tagName}>`);
      level = next;
    }
    if (ones !== 1) complain(`${ones} level-1 headings`);
  });
  await test('no id stands twice in a page', (page, complain) => {
    const twice = page.ids.filter((id, index) => page.ids.indexOf(id) !== index);
    if (twice.length > 0) complain(twice.join(', '));
  });
  await test('every table has headers that say what they head, and a name', (page, complain) => {
    for (const table of page.elements.filter(({ tagName }) => tagName === 'table')) {
      const parts = [...elements(table)];
      const headers = parts.filter(({ tagName }) => tagName === 'th');
      if (headers.length === 0) complain('a table without headers');
      for (const header of headers) if (!attribute(header, 'scope')) complain(`"${words(header)}" has no scope`);
      const caption = parts.find(({ tagName }) => tagName === 'caption');
      const named = ['aria-label', 'aria-labelledby'].some((name) => attribute(table, name));
      if (!named && (!caption || words(caption) === '')) complain(`the table of "${words(headers[0] ?? table)}" has no name`);
    }
  });
  await test('every image says what it shows, or that it shows nothing', (page, complain) => {
    for (const image of page.elements.filter(({ tagName }) => tagName === 'img')) {
      if (attribute(image, 'alt') === undefined) complain(`${attribute(image, 'src')} has no alt`);
    }
  });
  await test('nothing in a page needs an exception to the content policy', (page, complain) => {
    for (const element of page.elements) {
      if (element.tagName === 'style') complain('a <style>');
      if (element.tagName === 'script' && attribute(element, 'src') === undefined) complain('a <script> of its own');
      for (const { name } of element.attrs) if (name === 'style' || name.startsWith('on')) complain(`${element.tagName} ${name}="…"`);
    }
  });
  await test('a policy opens with its front sheet', (page, complain) => {
    const sheet = page.elements.find((element) => attribute(element, 'id') === 'document-control');
    const title = page.elements.find(({ tagName }) => tagName === 'h1');
    const text = page.elements.find((element) => classes(element).includes('text'));
    if (!sheet) return complain('no front sheet');
    const order = [title, sheet, text].map((element) => page.elements.indexOf(element));
    if (order.some((place, index) => index > 0 && place < order[index - 1])) complain('title, front sheet and text are not in that order');
    const fields = [...elements(sheet)].filter((element) => attribute(element, 'data-field') !== undefined);
    if (fields.length === 0) complain('a front sheet without fields');
    for (const field of fields) if (words(field) === '') complain(`${attribute(field, 'data-field')} is blank`);
  }, pages.filter(({ kind }) => kind === 'policy'));
  await test('a redirect says where it leads, in words as well', (page, complain) => {
    const refresh = page.elements.find((element) => attribute(element, 'http-equiv') === 'refresh');
    const target = attribute(refresh, 'content').replace(/^0; url=/, '');
    const links = [...elements(page.main)].filter((element) => element.tagName === 'a');
    if (!links.some((link) => attribute(link, 'href') === target)) complain(`no link to ${target}`);
  }, pages.filter(({ kind }) => kind === 'redirect'));
  await test('the sitemap names every page that readers are meant to find', ({ folder, base }, complain) => {
    const listed = new Set([...site.read(`${folder}sitemap.xml`).matchAll(/<loc>([^<]+)<\/loc>/g)]
      .map(([, address]) => site.resolve('index.html', address.replaceAll('&amp;', '&'), { folders: true })?.file));
    if (listed.has(undefined)) complain(`an address outside ${base}`);
    for (const file of listed) if (file && !site.files.has(file)) complain(`there is no ${file}`);
    for (const page of readable) {
      const hidden = page.elements.some((element) => attribute(element, 'name') === 'robots');
      if (site.portal(page.file)?.folder === folder && !hidden && !listed.has(page.file)) complain(`${page.file} is not listed`);
    }
  }, site.portals.map((portal) => ({ ...portal, file: `${portal.folder}sitemap.xml` })));
}
