// The search as a reader uses it: from a server under the strictest content policy and from disk, by keyboard, with other
// letters than the author's, without scripts, and with titles that would like to be more than text.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { open } from './chromium.mjs';
import { axe } from './looks.mjs';
import { room } from './room.mjs';
import { attribute, elements, words } from './site.mjs';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };
const MOST_TITLES = 10;

const status = (page) => page.locator('#search-status').textContent();
const links = (page) => page.locator('#search-results h3 a').evaluateAll((all) => all.map((link) => ({ words: link.textContent, href: link.href })));

/** Waits until what was asked has been answered. */
async function answered(page, query) {
  await page.waitForFunction((query) => document.getElementById('search-status').textContent.includes(`“${query}”`), query);
  return status(page);
}

async function ask(page, query) {
  await page.fill('#search-words', query);
  return answered(page, query);
}

/** Policies that a home lists, and a section of each: what a search must find. */
function questions(site, portal) {
  const listed = new Set();
  const home = site.byFile.get(`${portal.folder}index.html`);
  for (const link of elements(home.main)) {
    const target = link.tagName === 'a' && site.resolve(home.file, attribute(link, 'href'), { folders: true })?.file;
    if (target && site.byFile.get(target)?.kind === 'policy') listed.add(target);
  }
  return [...listed].map((file) => {
    const page = site.byFile.get(file);
    const title = words(page.elements.find(({ tagName }) => tagName === 'h1'));
    const heading = [...elements(page.main)].find((element) => element.tagName === 'h2' && attribute(element, 'id') && !/document-control|local/.test(attribute(element, 'id')));
    return { file, address: page.address, title, id: heading && attribute(heading, 'id') };
  });
}

/** Everything that a portal's search is asked at one address of it. `address` is the search page; `of` a page's URL. */
async function testOne(report, browser, name, { address, of, asked, onServer }) {
  const { page, trouble, close } = await open(browser, { viewport: WIDE, colorScheme: 'light' });
  const visit = async (query = '') => {
    await page.goto(address + query);
    await page.waitForSelector('#search:not([hidden])');
  };

  await report.test(`${name}: a policy is found by its title, and first`, async (complain) => {
    await visit();
    for (const { title, file } of asked.slice(0, MOST_TITLES)) {
      await ask(page, title);
      const [first] = await links(page);
      if (first?.href !== of(file)) complain(`"${title}" finds "${first?.words}" at ${first?.href}`);
    }
  });
  await report.test(`${name}: results say how many, lead to sections, and are announced`, async (complain) => {
    const { title } = asked[0];
    const said = await ask(page, title.split(' ')[0]);
    const count = Number(said.match(/\d+/)?.[0]);
    const shown = await page.locator('#search-results > li').count();
    if (count < shown || (count <= 20 && count !== shown)) complain(`it says "${said}" and shows ${shown}`);
    if ((await page.locator('#search-status').getAttribute('role')) !== 'status') complain('it is not announced');
    if ((await page.locator('#search-results mark').count()) === 0) complain('no word is marked');
    const section = (await links(page)).find(({ href }) => href.includes('#'));
    if (!section) return complain('no result leads to a section');
    await page.goto(section.href);
    const id = decodeURIComponent(new URL(section.href).hash.slice(1));
    const heading = page.locator(`[id="${id}"]`);
    if (!(await heading.count())) return complain(`${section.href} leads to no section`);
    if (!(await heading.evaluate((element) => element.getBoundingClientRect().top < innerHeight))) complain('the section is not in sight');
    if (!section.words.endsWith((await heading.innerText()).replace(/^[\d.\s]+/, '').trim())) complain(`"${section.words}" leads to "${await heading.innerText()}"`);
  });
  await report.test(`${name}: accents, capitals and a slip of the finger make no difference`, async (complain) => {
    await visit();
    const { title } = asked.reduce((best, next) => (Math.max(...next.title.split(' ').map((word) => word.length)) > Math.max(...best.title.split(' ').map((word) => word.length)) ? next : best));
    const word = title.split(/\W+/).reduce((best, next) => (next.length > best.length ? next : best));
    const plain = await ask(page, word);
    const fancy = word.toUpperCase().replaceAll('A', 'Â').replaceAll('E', 'é').replaceAll('I', 'ï');
    if ((await ask(page, fancy)).match(/\d+/)?.[0] !== plain.match(/\d+/)?.[0]) complain(`${fancy}: ${await status(page)}, ${word}: ${plain}`);
    const slip = word.slice(0, 3) + word.slice(4);
    await ask(page, slip);
    const meant = page.locator('#search-help a').first();
    if (!(await meant.textContent().catch(() => '')).includes(word.toLowerCase())) complain(`${slip} does not lead to ${word}`);
    await meant.click();
    await answered(page, word.toLowerCase());
    if ((await links(page)).length === 0) complain('what was meant is not found');
  });
  await report.test(`${name}: where nothing is found it says what to try`, async (complain) => {
    await ask(page, 'xqzzyx');
    if ((await links(page)).length > 0) complain('something is found');
    if ((await page.locator('#search-help').innerText()).trim() === '') complain('no advice');
    if (!(await page.locator('#a-to-z').isVisible())) complain('the list from A to Z is not there');
    await page.fill('#search-words', '');
    await page.waitForFunction(() => document.getElementById('search-status').textContent === '');
    if (await page.locator('#search-found').isVisible()) complain('an empty question has an answer');
  });
  await report.test(`${name}: one school's search stays in that school`, async (complain) => {
    const schools = await page.locator('#search-school option').evaluateAll((all) => all.slice(1).map(({ value, textContent }) => ({ value, name: textContent })));
    if (schools.length === 0) return;
    const { value, name: school } = schools.at(-1);
    const [word] = asked[0].title.split(' ');
    await visit(`?q=${encodeURIComponent(word)}&school=${value}`);
    const said = await answered(page, word);
    if (!said.includes(school)) complain(`it says "${said}"`);
    for (const { href } of await links(page)) {
      const isTrusts = asked.some(({ file }) => href.startsWith(of(file)));
      if (!href.includes(`/schools/${value}/`) && !isTrusts) complain(`${href} is not of ${value}`);
    }
    await page.selectOption('#search-school', '');
    await page.waitForFunction((said) => document.getElementById('search-status').textContent !== said, said);
    if (onServer && page.url().includes('school=')) complain(`the address is still ${page.url()}`);
  });
  await report.test(`${name}: by keyboard alone, there and back`, async (complain) => {
    await visit();
    const [first, second] = [asked[0].title, asked.at(-1).title];
    await page.locator('h1').click();
    while (!(await page.evaluate(() => document.activeElement.id === 'search-words'))) await page.keyboard.press('Tab');
    await page.keyboard.type(first);
    await page.keyboard.press('Enter');
    await answered(page, first);
    if (new URL(page.url()).searchParams.get('q') !== first) complain(`the address is ${page.url()}`);
    if (onServer && !(await page.evaluate(() => document.activeElement.id === 'search-words'))) complain('the reader is no longer in the box');
    await page.fill('#search-words', second);
    await page.press('#search-words', 'Enter');
    await answered(page, second);
    const [result] = await links(page);
    let stops = 0;
    while (!(await page.evaluate(() => document.activeElement.closest('#search-results')))) {
      await page.keyboard.press('Tab');
      stops += 1;
      if (stops > 40) return complain('the Tab key does not lead to the results');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(result.href);
    await page.goBack();
    await answered(page, second);
    if ((await page.inputValue('#search-words')) !== second) complain('the box is empty after going back');
    while (new URL(page.url()).searchParams.get('q') !== first) {
      const before = page.url();
      await page.goBack();
      if (page.url() === before) break;
    }
    await answered(page, first).catch(() => complain(`going back shows "${page.url()}"`));
  });
  await report.test(`${name}: from a home's box`, async (complain) => {
    await page.goto(of(asked[0].home));
    await page.fill('.search input[name=q]', asked[0].title);
    await page.press('.search input[name=q]', 'Enter');
    await page.waitForURL((url) => url.href.startsWith(address));
    await answered(page, asked[0].title);
    if ((await links(page)).length === 0) complain('nothing is found');
  });
  await report.test(`${name}: in peace`, (complain) => trouble.forEach(complain));
  await close();
}

/** With results on it the page is as it should be on any screen, by day and by night. */
async function testLooks(report, browser, name, address, query) {
  for (const viewport of [WIDE, NARROW]) {
    const { page, close } = await open(browser, { viewport, colorScheme: 'light' });
    await page.goto(`${address}?q=${encodeURIComponent(query)}`);
    await answered(page, query);
    await report.test(`${name}: axe with results, ${viewport.width} px`, (complain) => axe(page, complain));
    if (viewport === NARROW) await report.test(`${name}: results fit a narrow screen`, (complain) => room(page, complain));
    await close();
  }
}

/** Without scripts, or without the index, every policy is in the list; and no control is there that does nothing. */
async function testWithout(report, browser, name, address, { asked, of }) {
  await report.test(`${name}: without scripts there is the list from A to Z, and no dead control`, async (complain) => {
    const { page, trouble, close } = await open(browser, { viewport: WIDE, javaScriptEnabled: false });
    await page.goto(`${address}?q=dogs`);
    for (const control of await page.locator('input, select, button').all()) if (await control.isVisible()) complain(`${await control.evaluate((element) => element.outerHTML)} does nothing`);
    if (!(await page.locator('#search-without').isVisible())) complain('it does not say why there is no search');
    const hrefs = new Set(await page.locator('#a-to-z a').evaluateAll((all) => all.map(({ href }) => href)));
    for (const { file } of asked) if (!hrefs.has(of(file))) complain(`${file} is not in the list`);
    trouble.forEach(complain);
    await close();
  });
  await report.test(`${name}: an index that cannot be loaded is said, and the list is there`, async (complain) => {
    const { page, close } = await open(browser, { viewport: WIDE });
    await page.route('**/search-index.js', (route) => route.abort());
    await page.goto(`${address}?q=dogs`);
    await page.waitForFunction(() => document.getElementById('search-status').textContent !== '').catch(() => complain('it says nothing'));
    if (!(await page.locator('#a-to-z').isVisible())) complain('there is no list');
    await page.unroute('**/search-index.js');
    await ask(page, asked[0].title).catch(() => complain('it does not try again'));
    await close();
  });
}

/** Searches every portal of the site, and the first from disk. */
export async function testSearch(report, browser, server, site, disk) {
  for (const portal of site.portals) {
    const name = `${portal.folder}search`;
    const of = (file) => server.origin + site.byFile.get(file).address;
    const asked = questions(site, portal).map((question) => ({ ...question, home: `${portal.folder}index.html` }));
    const address = of(`${portal.folder}search/index.html`);
    await testOne(report, browser, name, { address, of, asked, onServer: true });
    if (portal === site.portals[0]) await testLooks(report, browser, name, address, asked[0].title.split(' ')[0]);
    await testWithout(report, browser, name, address, { asked, of });
  }
  const portal = disk.portals[0];
  const of = (file) => pathToFileURL(path.join(disk.root, file)).href;
  const asked = questions(disk, portal).map((question) => ({ ...question, home: `${portal.folder}index.html` }));
  await testOne(report, browser, 'search from disk', { address: of(`${portal.folder}search/index.html`), of, asked, onServer: false });
}

/** Titles, names and questions that would like to be markup are text: the fixture's portal `hostile`. */
export async function testHostile(report, browser, server, site) {
  await report.test('a title, a name or a question is never more than text', async (complain) => {
    const { page, trouble, close } = await open(browser, { viewport: WIDE });
    await page.goto(`${server.origin}/hostile/search/`);
    for (const query of ['<img src=x onerror=globalThis.struck=1>', '</script><script>globalThis.struck=1</script>', 'struck', '"onerror globalThis"', '\u2028 __proto__ constructor']) {
      await ask(page, query.trim());
      const made = await page.evaluate(() => ({ struck: globalThis.struck, images: document.querySelectorAll('main img, main script').length }));
      if (made.struck || made.images > 0) complain(`${query} became more than text`);
    }
    await ask(page, 'struck');
    const shown = await page.locator('#search-results').innerText();
    for (const text of ['<img src=x onerror=globalThis.struck=1>', '</script><script>globalThis.struck=1</script>', '<b>Ashby</b>']) {
      if (!shown.includes(text)) complain(`the results do not show ${text}: ${shown}`);
    }
    if (site.read('hostile/assets/search-index.js').includes('<')) complain('the index holds a <');
    trouble.forEach(complain);
    await close();
  });
}
