// What a page has to be, on whatever screen, for whatever reader. Each of these looks at a page that is open already.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const MOST_TAB_STOPS = 60;

/**
 * axe-core finds nothing wrong, and nothing that it cannot decide, by day and by night. Of a page that is covered in part
 * by a bar of the preview, axe judges the words below that bar elsewhere: those of the bar it judges here.
 */
export async function axe(page, complain, { isCovered = false } = {}) {
  await page.evaluate(AXE);
  const width = page.viewportSize().width;
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const { violations, incomplete, passes } = await page.evaluate((values) => globalThis.axe.run(document, {
      runOnly: { type: 'tag', values },
      rules: { 'target-size': { enabled: true } },
      resultTypes: ['violations', 'incomplete'],
    }), RULES);
    if (passes.length < 10) complain(`axe applied only ${passes.length} rules`);
    // What is only a sign, such as the box of a task, is not read as text, and axe does not judge its contrast.
    const isSign = ({ any }) => any[0]?.data?.messageKey === 'nonBmp';
    // What a narrow screen cuts off until its table is pushed sideways, axe judges on the wide one.
    const isCutOff = ({ any }) => any[0]?.data?.messageKey === 'elmPartiallyObscured' && any[0].relatedNodes.every(({ html }) => html.includes('class="table-scroll"'));
    const isBelowBar = ({ any, target }) => isCovered && /Obscur|bgOverlap/.test(any[0]?.data?.messageKey) && typeof target[0] === 'string';
    const undecided = incomplete.map(({ id, nodes }) => ({ id, nodes: nodes.filter((node) => !isSign(node) && !isCutOff(node) && !isBelowBar(node)) }));
    for (const { id, nodes } of [...violations, ...undecided.filter(({ nodes }) => nodes.length > 0)]) {
      complain(`${id}, ${width} px, ${colorScheme}: ${nodes.slice(0, 3).map(({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`).join('; ')}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Who asks the system for more contrast gets seven to one everywhere, by day and by night. */
export async function moreContrast(page, complain) {
  await page.evaluate(AXE);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, contrast: 'more' });
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } }));
    for (const { nodes } of violations) complain(`${colorScheme}: ${nodes.slice(0, 3).map(({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`).join('; ')}`);
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
}

/** The skip link comes first and works; every stop of the Tab key can be seen, and is not covered. */
export async function keyboard(page, complain) {
  const focused = () => page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    globalThis.stops ??= new Map();
    if (!globalThis.stops.has(element)) globalThis.stops.set(element, globalThis.stops.size);
    const { left, top, width, height } = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const onTop = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8]].some(([x, y]) => {
      const hit = document.elementFromPoint(left + width * x, top + height * y);
      return hit && (hit === element || element.contains(hit));
    });
    return {
      stop: globalThis.stops.get(element),
      name: `<${element.tagName.toLowerCase()}> "${element.textContent.trim().slice(0, 40)}"`,
      skips: element.classList.contains('skip-link'),
      inMain: document.querySelector('main').contains(element),
      beforeMain: Boolean(document.querySelector('main').compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING),
      outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      onTop,
    };
  });
  await page.keyboard.press('Tab');
  const first = await focused();
  if (!first?.skips) complain(`the first stop is ${first?.name}`);
  else if (!first.onTop) complain('the skip link cannot be seen');
  let last = -1;
  for (let stop = 0; stop < MOST_TAB_STOPS; stop += 1) {
    const now = await focused();
    if (!now || now.stop < last) break;
    if (now.stop === last) complain(`the Tab key does not leave ${now.name}`);
    if (!now.outlined) complain(`no outline on ${now.name}`);
    if (!now.onTop) complain(`${now.name} is covered`);
    last = now.stop;
    await page.keyboard.press('Tab');
  }
  await page.focus('.skip-link');
  await page.keyboard.press('Enter');
  if (!(await focused())?.inMain) complain('the skip link does not lead to the main part');
  await page.keyboard.press('Tab');
  if ((await focused())?.beforeMain) complain('after the skip link the Tab key is still before the main part');
}

const A4 = { width: 658, height: 956 }; // less the margins of @page, in CSS pixels

/**
 * On paper there is no navigation, no pale ink, nothing off the sheet; a policy's front sheet is page one, and the text begins
 * on a new page. (A long version history may run on to page two.)
 */
export async function print(page, complain) {
  await page.setViewportSize(A4);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const paper = await page.evaluate(() => {
    const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
    const luminance = (colour) => {
      const [r, g, b] = colour.match(/[\d.]+/g).map((part) => Number(part) / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const inked = [...document.body.querySelectorAll('*')]
      .filter((element) => shown(element) && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    const sheet = document.querySelector('.document-control');
    const value = (field) => {
      const cell = sheet?.querySelector(`tr:not([data-state]) > [data-field="${field}"]`);
      return cell ? [cell.textContent] : [];
    };
    return {
      navigation: [...document.querySelectorAll('nav, .skip-link, footer')].filter(shown).map((element) => element.className || element.tagName),
      pale: inked.filter((element) => 1.05 / (luminance(getComputedStyle(element).color) + 0.05) < 4.5).map((element) => element.className || element.tagName),
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      h1: shown(document.querySelector('h1')),
      ...document.documentElement.dataset,
      sheet: sheet && {
        shown: shown(sheet),
        breaks: getComputedStyle(sheet).breakAfter,
        words: [...sheet.querySelectorAll('h2, .sheet :is(caption, th)')].map((element) => element.textContent.trim().split(/\s/)[0]),
        carried: [...value('version'), ...value('approved')],
        next: document.querySelector('.text p')?.textContent.trim().slice(0, 30),
      },
    };
  });
  for (const name of paper.navigation) complain(`${name} is printed`);
  for (const name of paper.pale.slice(0, 3)) complain(`${name} is too pale for paper`);
  if (paper.wide > 1) complain(`${paper.wide} px wider than the sheet`);
  if (!paper.h1) complain('the title is not printed');
  const sheets = await printed(page);
  if (sheets.length === 0) complain('no page came out');
  const close = (text) => text.normalize('NFKC').replace(/\s+/g, '');
  for (const [index, text] of sheets.entries()) {
    if (!text.includes(close(paper.running))) complain(`page ${index + 1} does not say "${paper.running}"`);
    if (!text.includes(close(`${paper.page} ${index + 1} ${paper.of} ${sheets.length}`))) complain(`page ${index + 1} has no number`);
  }
  if (!paper.sheet) return;
  if (!paper.sheet.shown) complain('the front sheet is not printed');
  if (paper.sheet.breaks !== 'page') complain('the front sheet does not end its page');
  for (const word of paper.sheet.words) if (!sheets[0]?.includes(close(word))) complain(`"${word}" of the front sheet is not on page one`);
  if (paper.sheet.next && sheets[0]?.includes(close(paper.sheet.next))) complain('the text begins on page one');
  for (const value of paper.sheet.carried) if (!close(paper.running).includes(close(value))) complain(`the head of the page leaves out ${value}`);
}

/** The words of each printed page, without white space. */
async function printed(page) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frontsheet-print-'));
  try {
    const file = path.join(folder, 'page.pdf');
    await page.pdf({ path: file, preferCSSPageSize: true });
    const text = execFileSync('pdftotext', ['-enc', 'UTF-8', file, '-'], { encoding: 'utf8' });
    return text.split('\f').slice(0, -1).map((sheet) => sheet.normalize('NFKC').replace(/\s+/g, ''));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
