// Uses `frontsheet serve` in Chromium as an author does: edits and sees, breaks and mends, and everything in the bar.
//
//     node preview.mjs PROGRAM
//
// PROGRAM is the program. The last line is `N passed, N failed`; the exit code is 0 only when nothing failed.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch, open } from './lib/chromium.mjs';
import { axe } from './lib/looks.mjs';
import { Report } from './lib/report.mjs';

const DAY = '2026-11-23';
const DOGS = 'content/policies/dogs.md';
const WIDE = { width: 1280, height: 900 };

const [program] = process.argv.slice(2).map((argument) => path.resolve(argument));
if (!program) {
  console.error('usage: node preview.mjs PROGRAM');
  process.exit(2);
}

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'frontsheet-preview-'));
const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const lineOf = (file, words) => `${file}, line ${read(file).split('\n').findIndex((line) => line.includes(words)) + 1}`;

/** Writes as a careful editor does: into a new file, which takes the old one's place. */
function save(file, text) {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, `${file}.tmp`), text);
  fs.renameSync(path.join(root, `${file}.tmp`), path.join(root, file));
}

const front = (title, more) => `+++\ntitle = "${title}"\nstatus = "approved"\nowner = "Head of Governance"\napproved = 2026-01-12\napproved_by = "Trust Board"\n${more}+++\n`;
const dogs = (version, rule) => `${front('Dogs', `version = "${version}"\neffective = ${version === '1.0' ? '2026-02-01' : '2026-03-01'}\nnext_review = 2026-05-01\n`)}Read this first.\n\n## Dogs\n${rule}\n\n{% include "lead" %}\n\n## Where\n| Place | Dogs |\n|---|---|\n| Hall | no |\n| Field | [on a lead](https://example.org/lead) |\n\n- Never indoors\n- Never alone\n\n${Array.from({ length: 30 }, (_, number) => `Paragraph ${number + 1} of a long policy.\n`).join('\n')}\n## Last\nThe last words.\n`;

function writePortal() {
  save('content/trust.toml', 'name = "Fenland Learning Trust"\n[school_defaults]\nname = "the school"\n');
  save('content/pages/accessibility.md', '+++\ntitle = "Accessibility"\n+++\nAsk us.\n');
  save('content/schools/ashby/school.toml', 'name = "Ashby Primary School"\n');
  save('content/partials/lead.md', 'The lead is short.\n');
  save(DOGS, dogs('1.0', 'Dogs stay outside.'));
  execFileSync(program, ['release', 'dogs', '--root', root, '--as-of', '2026-03-02'], { stdio: 'ignore' });
  save(DOGS, dogs('1.1', 'Dogs stay at home.'));
  save('content/schools/ashby/policies/dogs.md', '+++\nversion = "1.1-a"\n+++\n## Our dog {after=dogs}\nOurs is called Rex.\n');
  save('content/policies/birds.md', '+++\ntitle = "Birds"\n+++\n## Birds\nBirds: [click here](https://example.org/).\n');
  save('content/policies/parking.md', `${front('Parking', 'version = "1.0"\neffective = 2031-09-01\nnext_review = 2032-01-11\n')}## Parking\nPark here.\n`);
}

async function serve() {
  const child = spawn(program, ['serve', '--root', root, '--port', '0', '--as-of', DAY], { stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(String(data)));
    child.once('exit', () => reject(new Error('the preview has ended')));
  });
  const origin = line.match(/http:\/\/[^/]*/)[0];
  while ((await fetch(origin)).status === 503) await new Promise((resolve) => { setTimeout(resolve, 50); });
  return { origin, end: () => child.kill() };
}

/** A tab at an address, when the bar has its facts. */
async function visit(browser, address, options = {}) {
  const tab = await open(browser, { viewport: WIDE, permissions: ['clipboard-read', 'clipboard-write'], ...options });
  const { page } = tab;
  const bar = page.getByRole('complementary', { name: 'Preview' });
  const button = (name) => bar.getByRole('button', { name, exact: typeof name === 'string' });
  // The icon that browsers ask for by themselves is nothing of ours.
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await page.goto(address);
  const ready = () => bar.getByText('Shown as of').waitFor({ state: 'attached' });
  await ready();
  // What is left half-way when a page is shown anew is no trouble; nor is what axe tries.
  const peace = (complain) => tab.trouble.filter((line) => !line.includes('ERR_ABORTED')).forEach(complain);
  return { ...tab, bar, button, ready, peace, place: bar.getByRole('status') };
}

const words = async (locator, expected, complain) => {
  await locator.filter({ hasText: expected }).first().waitFor({ timeout: 10_000 }).catch(async () => complain(`"${await locator.allTextContents()}" is not "${expected}"`));
};

/** What the bar does with a page's facts, on a screen of any size. */
async function testBar(report, browser, origin) {
  const address = `${origin}/schools/ashby/policies/dogs/`;
  await report.test('the bar tells how a page stands', async (complain) => {
    const { page, bar, button, peace, close } = await visit(browser, address);
    await words(bar.getByRole('list', { name: 'This page' }), 'Review overdue', complain);
    await button('Preview').click();
    for (const expected of ['Ashby Primary School: the trust’s text with 1 change of the school’s', 'content/partials/lead.md', 'Version 1.0, released on 2 March 2026; the text has changed since', 'frontsheet release dogs --school ashby']) await words(bar, expected, complain);
    await page.goto(`${origin}/policies/birds/`);
    await words(bar, 'Draft', complain);
    await words(bar, '1 warning', complain);
    await words(bar.locator('pre'), 'vague-link', complain);
    await words(bar, 'Not released yet', complain);
    await page.goto(`${origin}/policies/parking/`);
    await words(bar, 'No warnings of this page', complain);
    await page.goto(`${origin}/register/`);
    await words(bar, 'The program makes this page', complain);
    peace(complain);
    await close();
  });
  for (const [name, viewport] of [['wide', WIDE], ['narrow', { width: 320, height: 640 }], ['low', { width: 320, height: 256 }]]) {
    await report.test(`the bar has room and covers nothing, ${name}`, async (complain) => {
      const { page, bar, button, close } = await visit(browser, address, { viewport });
      const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      const covered = () => page.evaluate(() => {
        scrollTo(0, document.documentElement.scrollHeight);
        const end = [...document.querySelectorAll('body > :not(.frontsheet-bar):not(script)')].at(-1).getBoundingClientRect().bottom;
        return Math.round(end - document.querySelector('.frontsheet-bar').getBoundingClientRect().top);
      });
      await words(bar, 'Review overdue', complain);
      if (await isTooWide()) complain('the page is too wide');
      if ((await covered()) > 0) complain(`the bar covers ${await covered()} px of the end`);
      await axe(page, complain, { isCovered: true });
      await button('Preview').click();
      if (await isTooWide()) complain('the page is too wide with the bar open');
      if ((await bar.boundingBox()).height > viewport.height * 0.71 && name !== 'low') complain('the open bar takes the whole screen');
      await axe(page, complain, { isCovered: true });
      await close();
    });
  }
  await report.test('no paper has the bar, and no theme can hide it', async (complain) => {
    save('themes/default/assets/style.css', `${fs.readFileSync(path.join(import.meta.dirname, '../../themes/default/assets/style.css'))}\naside, button, .row, ul, p { display: none; }\n`);
    const { page, bar, button, close } = await visit(browser, address);
    await page.waitForFunction(() => getComputedStyle(document.querySelector('main p')).display === 'none').catch(() => complain('the theme was not taken'));
    if (!(await button('Preview').isVisible())) complain('the theme hides the bar');
    await page.emulateMedia({ media: 'print' });
    if (await bar.isVisible()) complain('the bar is on paper');
    fs.rmSync(path.join(root, 'themes'), { recursive: true });
    await close();
  });
}

/** The bar from the keyboard, and what holds for the tab. */
async function testKeyboard(report, browser, origin) {
  await report.test('the bar by keyboard', async (complain) => {
    const { page, bar, button, ready, close } = await visit(browser, `${origin}/policies/dogs/`);
    const isFocused = (locator) => locator.evaluate((element) => element.getRootNode().activeElement === element).catch(() => false);
    const outlined = (locator) => locator.evaluate((element) => getComputedStyle(element).outlineStyle !== 'none' && parseFloat(getComputedStyle(element).outlineWidth) >= 2);
    for (let stop = 0; stop < 80 && !(await isFocused(button('Preview'))); stop += 1) await page.keyboard.press('Tab');
    if (!(await isFocused(button('Preview')))) complain('the Tab key does not lead to the bar');
    if (!(await outlined(button('Preview')))) complain('no outline on the button');
    await page.keyboard.press('Enter');
    if ((await button('Preview').getAttribute('aria-expanded')) !== 'true') complain('Enter does not open it');
    await page.keyboard.press('Escape');
    if ((await button('Preview').getAttribute('aria-expanded')) !== 'false') complain('Escape does not close it');
    for (let stop = 0; stop < 8 && !(await isFocused(button('Hide the preview bar'))); stop += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    if (!(await isFocused(button(/^Preview bar/)))) complain('what is hidden leaves the keyboard nowhere');
    await page.reload();
    await button(/^Preview bar/).waitFor();
    if (await button('Hide the preview bar').isVisible()) complain('it does not stay hidden');
    await button(/^Preview bar/).click();
    await page.reload();
    await ready();
    if (!(await bar.getByText('Shown as of').isVisible())) complain('it does not stay shown');
    await close();
  });
}

/** Where a paragraph was written. */
async function testSources(report, browser, origin) {
  await report.test('each paragraph has its file and line', async (complain) => {
    const { page, button, place, peace, close } = await visit(browser, `${origin}/schools/ashby/policies/dogs/`);
    await button('Where is it written?').click();
    await words(place, 'Click a paragraph', complain);
    for (const [shown, file, written] of [
      ['Dogs stay at home.', DOGS, 'Dogs stay at home.'],
      ['The lead is short.', 'content/partials/lead.md', 'The lead is short.'],
      ['Ours is called Rex.', 'content/schools/ashby/policies/dogs.md', 'Ours is called Rex.'],
      ['Never alone', DOGS, '- Never alone'],
      ['Hall', DOGS, '| Hall'],
      ['on a lead', DOGS, '| Field'],
      ['The last words.', DOGS, 'The last words.'],
    ]) {
      await page.locator('#policy-text').getByText(shown, { exact: true }).first().click();
      await words(place, lineOf(file, written), complain);
    }
    await page.getByRole('heading', { name: 'Where' }).click();
    await words(place, lineOf(DOGS, '## Where'), complain);
    await page.locator('[data-field=version]').click();
    await words(place, lineOf('content/schools/ashby/policies/dogs.md', 'version ='), complain);
    await page.locator('[data-field=owner]').click();
    await words(place, lineOf(DOGS, 'owner ='), complain);
    if (!page.url().startsWith(origin)) complain('a link was followed');
    await button('Copy the place').click();
    await words(place, 'Copied: ', complain);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    if (copied !== lineOf(DOGS, 'owner =').replace(', line ', ':')) complain(`"${copied}" was copied`);
    peace(complain);
    await axe(page, complain, { isCovered: true });
    await close();
  });
  await report.test('each paragraph by keyboard', async (complain) => {
    const { page, button, place, close } = await visit(browser, `${origin}/policies/dogs/`);
    await button('Where is it written?').focus();
    await page.keyboard.press('Enter');
    await words(place, lineOf(DOGS, 'title ='), complain);
    await page.getByText('Read this first.').focus();
    await words(place, lineOf(DOGS, 'Read this first.'), complain);
    await page.keyboard.press('ArrowDown');
    await words(place, lineOf(DOGS, '## Dogs'), complain);
    await page.keyboard.press('ArrowDown');
    await words(place, lineOf(DOGS, 'Dogs stay at home.'), complain);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    if (outline === 'none') complain('what is chosen cannot be seen');
    await page.keyboard.press('Enter');
    await words(place, `Copied: ${DOGS}:`, complain);
    // It stays on when the page is shown anew.
    save(DOGS, read(DOGS).replace('Read this first.', 'Read this\n\nfirst.'));
    await page.getByText('first.', { exact: true }).waitFor();
    await words(place, 'Click a paragraph', complain);
    await page.getByText('first.', { exact: true }).click();
    await words(place, lineOf(DOGS, 'first.'), complain);
    await page.keyboard.press('Escape');
    if (await place.isVisible()) complain('Escape does not end it');
    if (await page.locator('.frontsheet-part').count()) complain('something is left in the page');
    save(DOGS, read(DOGS).replace('Read this\n\nfirst.', 'Read this first.'));
    await close();
  });
}

/** Another day. */
async function testDays(report, browser, origin) {
  await report.test('the site as of another day', async (complain) => {
    const { page, bar, button, peace, close } = await visit(browser, `${origin}/policies/parking/`);
    const other = await visit(browser, `${origin}/register/`);
    await words(bar, 'Not yet in force', complain);
    await button('Preview').click();
    await bar.getByLabel('Day').fill('2031-09-01');
    await button('Show').click();
    await words(bar, 'Shown as of 1 September 2031', complain);
    await words(bar.getByRole('list', { name: 'This page' }), 'In force', complain);
    await words(other.bar, 'Shown as of 1 September 2031', complain);
    await words(other.page.locator('main'), '1 September 2031', complain);
    peace(complain);
    await axe(page, complain, { isCovered: true });
    await bar.getByLabel('Day').fill('');
    await button('Show').click();
    await words(bar.getByRole('alert'), 'Choose a day first', complain);
    // A browser without a picker lets anything be typed.
    await bar.getByLabel('Day').evaluate((input) => { input.type = 'text'; });
    await bar.getByLabel('Day').fill('31 February 2031');
    await button('Show').click();
    await words(bar.getByRole('alert'), 'February 2031 ends on the 28th', complain);
    await words(bar, 'Shown as of 1 September 2031', complain);
    await button(/^Back to 23 November 2026$/).click();
    await words(bar.getByRole('list', { name: 'This page' }), 'Not yet in force', complain);
    if (await button(/^Back to/).isVisible()) complain('there is a way back to where we are');
    await close();
    await other.close();
  });
}

/** What has changed since the last release. */
async function testSince(report, browser, origin) {
  await report.test('what has changed since the last release', async (complain) => {
    const { page, bar, button, peace, close } = await visit(browser, `${origin}/policies/dogs/`);
    await button('Preview').click();
    await words(bar, 'the text has changed since', complain);
    await bar.getByRole('link', { name: 'See what has changed since the last release' }).click();
    await words(page.locator('h1'), 'Dogs: what has changed since version 1.0', complain);
    await words(page.locator('main del'), 'outside', complain);
    await words(page.locator('main ins'), 'home', complain);
    peace(complain);
    await axe(page, complain, { isCovered: true });
    save(DOGS, read(DOGS).replace('at home', 'in the garden'));
    await words(page.locator('main ins'), 'garden', complain);
    save(DOGS, read(DOGS).replace('in the garden', 'at home'));
    await words(page.locator('main ins'), 'home', complain);
    await page.getByRole('link', { name: 'Back to the page' }).click();
    await words(page.locator('h1'), 'Dogs', complain);
    await close();
  });
}

/** Edit, see; break, see what is wrong and the page as it was; mend, and it is gone. */
async function testSaving(report, browser, origin) {
  await report.test('what is saved is seen, where the reader was', async (complain) => {
    const { page, close } = await visit(browser, `${origin}/policies/dogs/`);
    await page.getByText('Paragraph 20 of').scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    save(DOGS, read(DOGS).replace('Paragraph 20 of', 'Paragraph twenty of'));
    await page.getByText('Paragraph twenty of').waitFor();
    // A browser goes back to where the reader was only once the page is whole.
    await page.waitForFunction((there) => Math.abs(scrollY - there) <= 100, before, { timeout: 5000 }).catch(() => {});
    const after = await page.evaluate(() => scrollY);
    if (before < 100 || Math.abs(after - before) > 100) complain(`it was at ${before} and is at ${after}`);
    save(DOGS, read(DOGS).replace('Paragraph twenty of', 'Paragraph 20 of'));
    await close();
  });
  await report.test('what is wrong is told over the last good page, and gone when mended', async (complain) => {
    const { page, bar, peace, close } = await visit(browser, `${origin}/policies/dogs/`);
    const panel = page.getByRole('alert', { name: 'What is wrong' });
    const good = read(DOGS);
    save(DOGS, good.replace('Dogs stay at home.', 'Dogs stay {{ trust.nmae }}.'));
    await words(panel, 'did you mean', complain);
    await words(panel, lineOf(DOGS, 'nmae').replace(', line ', ':'), complain);
    await words(bar, 'As it was before the error', complain);
    if (!(await page.getByText('Dogs stay at home.').isVisible())) complain('the last good page has gone');
    const [above, below] = [await panel.boundingBox(), await bar.boundingBox()];
    if (above.y + above.height > below.y + 1) complain('the panel lies over the bar');
    peace(complain);
    await axe(page, complain, { isCovered: true });
    await page.getByRole('button', { name: 'Put away until it changes' }).click();
    if (await panel.isVisible()) complain('the panel cannot be put away');
    save(DOGS, good.replace('Dogs stay at home.', 'Dogs stay {{ trust.naem }}.'));
    await panel.waitFor();
    save(DOGS, good);
    await panel.waitFor({ state: 'detached' }).catch(() => complain('the panel stays'));
    await close();
  });
  await report.test('an answer that comes late hides nothing that is newer', async (complain) => {
    const { page, close } = await visit(browser, `${origin}/policies/dogs/`);
    const panel = page.getByRole('alert', { name: 'What is wrong' });
    let [held, late] = [false, null];
    await page.route('**/state.json*', async (route) => {
      if (held) return route.continue();
      held = true;
      const answer = await route.fetch();
      late = () => route.fulfill({ response: answer });
      return undefined;
    });
    const [birds, good] = [read('content/policies/birds.md'), read(DOGS)];
    save('content/policies/birds.md', `${birds}\nBirds are free.\n`);
    while (!late) await new Promise((resolve) => { setTimeout(resolve, 20); });
    save(DOGS, good.replace('Dogs stay at home.', 'Dogs stay {{ trust.nmae }}.'));
    await words(panel, 'did you mean', complain);
    await late();
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    if (!(await panel.isVisible())) complain('the panel has gone');
    save(DOGS, good);
    await panel.waitFor({ state: 'detached' }).catch(() => complain('the panel stays'));
    save('content/policies/birds.md', birds);
    await close();
  });
}

const report = new Report();
writePortal();
const preview = await serve();
const browser = await launch();
try {
  for (const test of [testBar, testKeyboard, testSources, testDays, testSince, testSaving]) {
    await report.group(test.name.slice(4).toLowerCase(), () => test(report, browser, preview.origin));
  }
} finally {
  await browser.close();
  preview.end();
  fs.rmSync(root, { recursive: true });
}
report.close();
