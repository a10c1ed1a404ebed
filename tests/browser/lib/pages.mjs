// Looks at the sample's pages in Chromium, one by one, and walks through the site as a reader does.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { open } from './chromium.mjs';
import { axe, keyboard, print, reflow } from './looks.mjs';
import { answer } from './server.mjs';
import { attribute } from './site.mjs';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

const mainText = (page) => page.evaluate(() => document.querySelector('main').innerText);

/** Everything that is asked of every page. `visit` takes an open page there, or to what stands in its place. */
async function testPage(report, browser, name, visit) {
  const wide = await open(browser, { viewport: WIDE, colorScheme: 'light' });
  await visit(wide.page);
  const text = await mainText(wide.page);
  await report.test(`${name}: loads in peace under the content policy`, (complain) => wide.trouble.forEach(complain));
  await report.test(`${name}: keyboard`, (complain) => keyboard(wide.page, complain));
  await report.test(`${name}: axe, wide`, (complain) => axe(wide.page, complain));
  await report.test(`${name}: on paper`, (complain) => print(wide.page, complain));
  await wide.close();

  const narrow = await open(browser, { viewport: NARROW, colorScheme: 'light' });
  await visit(narrow.page);
  await report.test(`${name}: fits a narrow screen`, (complain) => reflow(narrow.page, complain));
  await report.test(`${name}: axe, narrow`, (complain) => axe(narrow.page, complain));
  await narrow.close();

  const plain = await open(browser, { viewport: WIDE, javaScriptEnabled: false });
  await visit(plain.page);
  await report.test(`${name}: the same words without scripts`, async (complain) => {
    if ((await mainText(plain.page)) !== text) complain('the words differ');
  });
  await plain.close();
}

/** Tests `pages` a few at a time: most of a page's time goes in waiting. */
export async function testPages(report, browser, server, pages, atOnce) {
  const left = [...pages];
  const worker = async () => {
    for (let page = left.shift(); page; page = left.shift()) {
      await testPage(report, browser, page.file, (tab) => tab.goto(server.origin + page.address));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** The page for a wrong address, at the address where the site will be published, and answered from the folder. */
export async function testNotFound(report, browser, site) {
  for (const { folder, base } of site.portals) {
    const root = path.join(site.root, folder);
    await testPage(report, browser, `${folder}404.html`, async (tab) => {
      await tab.route('**/*', (route) => {
        const url = route.request().url();
        return url.startsWith(base) ? route.fulfill(answer(root, `/${url.slice(base.length)}`)) : route.abort();
      });
      const response = await tab.goto(`${base}no/such/page/`);
      if (response.status() !== 404) throw new Error(`the answer is ${response.status()}`);
    });
  }
}

/** A redirect, as it looks to who does not follow it, and where it leads. */
export async function testRedirect(report, browser, server, site) {
  const redirect = site.pages.find(({ kind }) => kind === 'redirect');
  const refresh = redirect.elements.find((element) => attribute(element, 'http-equiv') === 'refresh');
  const target = site.resolve(redirect.file, attribute(refresh, 'content').replace(/^0; url=/, ''), { folders: true });
  await report.test(`${redirect.file}: leads on`, async (complain) => {
    const { page, close } = await open(browser, { viewport: WIDE });
    await page.goto(server.origin + redirect.address);
    const arrived = server.origin + site.byFile.get(target.file).address;
    await page.waitForURL((url) => url.href.startsWith(arrived)).catch(() => complain(`it leads to ${page.url()}`));
    await close();
  });
  await testPage(report, browser, redirect.file, async (tab) => {
    await tab.route(`**${redirect.address}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '') });
    });
    await tab.goto(server.origin + redirect.address);
  });
}

/** The copy for a memory stick opens from disk, with its styles, and its links work by clicking. */
export async function testFromDisk(report, browser, site) {
  const way = ['main .portals a', 'main .schools a', 'main .entry h3 a:not([href^="../../"])', 'nav.contents a', '.breadcrumb a'];
  await report.test('a site opens from disk, and its links work', async (complain) => {
    const { page, trouble, close } = await open(browser, { viewport: WIDE });
    await page.goto(pathToFileURL(path.join(site.root, 'index.html')).href);
    if (site.pages.every(({ kind }) => kind !== 'portals')) way.shift();
    for (const step of way) {
      const link = page.locator(step).first();
      const leads = await link.evaluate((element) => element.href);
      await link.click();
      await page.waitForURL(leads);
      if (!(await page.locator('h1').isVisible())) complain(`${page.url()} has no title`);
      if (!(await page.evaluate(() => getComputedStyle(document.body).maxWidth.endsWith('px')))) complain(`${page.url()} has no styles`);
    }
    trouble.forEach(complain);
    await close();
  });
}
