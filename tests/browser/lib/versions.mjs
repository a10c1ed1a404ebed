// The versions of a policy as a reader goes through them, and what a reader needs who sees no colours, or reads on paper.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { open } from './chromium.mjs';
import { attribute } from './site.mjs';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

/** From a policy to its oldest version and back, by clicking, with scripts off and on a narrow screen. */
async function testWay(report, browser, server, policy) {
  await report.test(`${policy.file}: the way to an old version and back`, async (complain) => {
    const { page, close } = await open(browser, { viewport: NARROW, javaScriptEnabled: false });
    const kind = () => page.locator('body').getAttribute('data-kind');
    const arrived = async (expected) => {
      const found = await kind();
      if (found !== expected) complain(`${page.url()} is of the kind ${found}, and not ${expected}`);
    };
    await page.goto(server.origin + policy.address);
    await page.locator('a[href$="versions/"], a[href$="versions/index.html"]').last().click();
    await arrived('versions');
    await page.locator('[data-version] h2 a').last().click();
    await arrived('version');
    const banner = page.locator('.banner');
    const box = await banner.boundingBox();
    if (!box || box.y > NARROW.height) complain('what took its place is not on the first screen');
    if (!/\d{4}/.test(await banner.textContent())) complain('it does not say when');
    await page.locator('.ways a').first().click();
    await arrived('policy');
    await close();
  });
}

/** Every file beside a permanent page has the digest that the page gives. */
async function testDigests(report, site) {
  await report.test('every policy.md has the SHA-256 that its page gives', (complain) => {
    for (const page of site.pages.filter(({ kind }) => kind === 'version')) {
      const file = path.join(site.root, path.dirname(page.file), 'policy.md');
      const digest = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
      const given = page.elements.some((element) => element.tagName === 'code' && element.childNodes[0]?.value === digest);
      if (!given) complain(`${page.file} does not give ${digest}`);
    }
  });
}

/** Words put in and taken out are told apart by lines, on the screen, in forced colours and on paper; the list of sections leads to them. */
async function testChanges(report, browser, server, changes) {
  await report.test(`${changes.file}: changes without colour`, async (complain) => {
    const { page, close } = await open(browser, { viewport: WIDE, colorScheme: 'light' });
    await page.goto(server.origin + changes.address);
    const lines = () => page.evaluate(() => [...document.querySelectorAll('main :is(ins, del)')].map((element) => {
      const { textDecorationLine, borderInlineStartStyle } = getComputedStyle(element);
      const isWhole = element.classList.contains('whole');
      return { tag: element.tagName, isWhole, line: isWhole ? borderInlineStartStyle : textDecorationLine, said: !isWhole || element.previousElementSibling?.matches('.what-changed') || element.querySelector('.said') !== null };
    }));
    for (const media of [{}, { forcedColors: 'active' }, { forcedColors: 'none', media: 'print' }]) {
      await page.emulateMedia(media);
      for (const { tag, isWhole, line, said } of await lines()) {
        const wanted = isWhole ? { INS: 'solid', DEL: 'dashed' } : { INS: 'underline', DEL: 'line-through' };
        if (line !== wanted[tag]) complain(`<${tag.toLowerCase()}> has ${line} with ${JSON.stringify(media)}`);
        if (!said) complain(`a whole <${tag.toLowerCase()}> does not say in words what became of it`);
      }
      if (!(await page.locator('.local-sections').isVisible())) complain(`the list of sections is hidden with ${JSON.stringify(media)}`);
    }
    await page.emulateMedia({ media: 'screen' });
    for (const link of await page.locator('.local-sections a').all()) {
      const id = (await link.getAttribute('href')).slice(1);
      await link.click();
      const isHeading = await page.evaluate((id) => /^H[2-6]$/.test(document.getElementById(id)?.tagName), id);
      const top = (await page.locator(`[id="${id}"]`).boundingBox())?.y ?? -1;
      if (!isHeading || top < 0 || top > WIDE.height) complain(`the list leads to #${id}, which is no heading in sight`);
    }
    await close();
  });
}

/** One policy of each portal that has versions, every digest, and the richest page of changes. */
export async function testVersions(report, browser, server, site) {
  await testDigests(report, site);
  const listsOf = (folder) => site.pages.filter(({ file, kind }) => kind === 'versions' && file.startsWith(folder));
  for (const { folder } of site.portals) {
    const policies = listsOf(folder).map(({ file }) => site.byFile.get(file.replace(/versions\/index\.html$/, 'index.html')));
    const policy = policies.find((page) => page?.kind === 'policy');
    if (policy) await testWay(report, browser, server, policy);
  }
  const marks = (page) => page.elements.filter((element) => ['ins', 'del'].includes(element.tagName) || attribute(element, 'class') === 'said').length;
  const [richest] = site.pages.filter(({ kind }) => kind === 'changes').sort((a, b) => marks(b) - marks(a));
  if (richest) await testChanges(report, browser, server, richest);
}
