// Looks at the sample's pages in Chromium, one by one, and walks through the site as a reader does.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { open } from './chromium.mjs';
import { forcedColours, stillness, withoutImages, withoutStyles } from './lacks.mjs';
import { axe, keyboard, moreContrast, print } from './looks.mjs';
import { room } from './room.mjs';
import { answer } from './server.mjs';
import { attribute } from './site.mjs';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

const mainText = (page) => page.evaluate(() => document.querySelector('main').innerText);

/**
 * Everything that is asked of every page. `reply` stands in for the server where it is given: it answers a request, or
 * leaves it to the server.
 */
async function testPage(report, browser, name, address, reply) {
  const visit = async (tab, without = []) => {
    if (reply || without.length > 0) {
      await tab.unrouteAll();
      await tab.route('**/*', (route) => {
        if (without.includes(route.request().resourceType())) return route.abort();
        return reply ? reply(route) : route.continue();
      });
    }
    await tab.goto(address);
  };
  const test = (what, body) => report.test(`${name}: ${what}`, body);

  const wide = await open(browser, { viewport: WIDE, colorScheme: 'light' });
  await visit(wide.page);
  const text = await mainText(wide.page);
  const kind = await wide.page.evaluate(() => document.body.dataset.kind);
  await test('loads in peace under the content policy', (complain) => wide.trouble.forEach(complain));
  await test('keyboard', (complain) => keyboard(wide.page, complain));
  await test('axe, wide', (complain) => axe(wide.page, complain));
  await test('more contrast', (complain) => moreContrast(wide.page, complain));
  await test('forced colours', (complain) => forcedColours(wide.page, complain));
  await test('nothing moves', (complain) => stillness(wide.page, complain));
  await test('room on a wide screen', (complain) => room(wide.page, complain));
  await test('on paper', (complain) => print(wide.page, complain));
  await wide.close();

  const narrow = await open(browser, { viewport: NARROW, colorScheme: 'light' });
  await visit(narrow.page);
  await test('room on a narrow screen', (complain) => room(narrow.page, complain));
  await test('axe, narrow', (complain) => axe(narrow.page, complain));
  await narrow.close();

  const plain = await open(browser, { viewport: WIDE, javaScriptEnabled: false });
  await visit(plain.page, ['image']);
  // The search and the register have more with scripts than without: search.mjs and register.mjs look at both.
  const expected = ['search', 'register'].includes(kind) ? await mainText(plain.page) : text;
  await test('the same words without scripts', async (complain) => {
    if ((await mainText(plain.page)) !== expected) complain('the words differ');
  });
  await test('without images', (complain) => withoutImages(plain.page, complain));
  await visit(plain.page, ['stylesheet']);
  await test('without styles', (complain) => withoutStyles(plain.page, expected, complain));
  await plain.close();
}

/** Tests `pages` a few at a time: most of a page's time goes in waiting. */
export async function testPages(report, browser, server, pages, atOnce) {
  const left = [...pages];
  const worker = async () => {
    for (let page = left.shift(); page; page = left.shift()) {
      await testPage(report, browser, page.file, server.origin + page.address);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** The page for a wrong address, at the address where the site will be published, and answered from the folder. */
export async function testNotFound(report, browser, site) {
  for (const { folder, base } of site.portals) {
    const root = path.join(site.root, folder);
    await testPage(report, browser, `${folder}404.html`, `${base}no/such/page/`, (route) => {
      const url = route.request().url();
      return url.startsWith(base) ? route.fulfill(answer(root, `/${url.slice(base.length)}`)) : route.abort();
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
  await testPage(report, browser, redirect.file, server.origin + redirect.address, async (route) => {
    if (!route.request().isNavigationRequest()) return route.continue();
    const response = await route.fetch();
    return route.fulfill({ response, body: (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '') });
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
