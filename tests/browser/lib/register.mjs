// The register as a reader uses it: sorted, filtered, on a day long after it was made, and without scripts.

import { open } from './chromium.mjs';
import { axe } from './looks.mjs';
import { attribute } from './site.mjs';

const WIDE = { width: 1280, height: 900 };
const DAY = 864e5;

const titles = (page) => page.locator('table.register').first().locator('tbody th').allInnerTexts();
const shown = (page) => page.locator('table.register tbody tr:visible').count();
const tags = (page) => page.locator('table.register tr[data-due]').evaluateAll((rows) => rows.map((row) => [row.dataset.due, row.querySelector('[data-status] .tag').dataset.tag]));

/** The page with every document of each portal. */
export async function testRegister(report, browser, server, site) {
  for (const portal of site.portals) {
    const file = `${portal.folder}register/index.html`;
    const found = site.byFile.get(file);
    const form = found?.elements.find((element) => attribute(element, 'id') === 'register-filter');
    // A register of nothing has no table.
    if (!form || !found.elements.some(({ tagName }) => tagName === 'table')) continue;
    const address = server.origin + found.address;
    const asOf = Date.parse(attribute(form, 'data-as-of'));
    const windowDays = Number(attribute(form, 'data-window'));
    const visit = async (days, options = {}) => {
      const tab = await open(browser, { viewport: WIDE, ...options });
      await tab.page.clock.setFixedTime(asOf + days * DAY + DAY / 2);
      await tab.page.goto(address);
      return tab;
    };

    await report.test(`${file}: the columns sort both ways, by keyboard`, async (complain) => {
      const { page, close } = await visit(0);
      const before = await titles(page);
      const button = page.locator('table.register thead button').first();
      const sorted = [];
      for (const direction of ['ascending', 'descending']) {
        await button.focus();
        await page.keyboard.press('Enter');
        if ((await page.locator('table.register th').first().getAttribute('aria-sort')) !== direction) complain(`aria-sort is not ${direction}`);
        const after = await titles(page);
        sorted.push(after);
        if ([...after].sort().join() !== [...before].sort().join()) complain('a row is lost');
      }
      const [up, down] = sorted;
      if (new Set(up).size === up.length) {
        if (up.join() !== [...down].reverse().join()) complain(`up ${up.join(', ')}; down ${down.join(', ')}`);
        // Where letters alone decide, that is the order of the page.
        const plain = up.filter((title) => /^[a-z]+$/i.test(title.split(/\s/)[0]));
        const firsts = plain.map((title) => title.split(/\s/)[0].toLowerCase());
        if (firsts.join() !== [...firsts].sort().join()) complain(`not by title: ${plain.join(', ')}`);
      }
      await axe(page, complain);
      await close();
    });

    await report.test(`${file}: the filter shows what fits, and says how many`, async (complain) => {
      const { page, close } = await visit(0);
      const all = await shown(page);
      const [title] = await titles(page);
      const word = title.split(/\s/)[0];
      await page.fill('#register-words', word.toUpperCase());
      const fits = await shown(page);
      if (fits === 0 || fits > all) complain(`${fits} of ${all} fit "${word}"`);
      for (const text of await page.locator('table.register tbody tr:visible').allInnerTexts()) {
        if (!text.toLowerCase().includes(word.toLowerCase())) complain(`${text} is shown for "${word}"`);
      }
      if (!(await page.locator('#register-found').innerText()).includes(String(fits))) complain('the number is not said');
      await page.fill('#register-words', 'no such words');
      if ((await shown(page)) !== 0) complain('nothing fits, and something is shown');
      await page.fill('#register-words', '');
      if ((await shown(page)) !== all) complain('not all come back');
      await close();
    });

    await report.test(`${file}: a status that has aged is told anew, and that it is`, async (complain) => {
      const made = await visit(0);
      const before = await tags(made.page);
      const said = await made.page.locator('#register-day').innerText();
      await made.close();
      for (const days of [-1, 1, windowDays, 4000]) {
        const { page, close } = await visit(days);
        for (const [index, [due, code]] of (await tags(page)).entries()) {
          const left = (Date.parse(due) - asOf) / DAY - Math.max(days, 0);
          const expected = days < 0 ? before[index][1] : left < 0 ? 'overdue' : left <= windowDays ? 'due' : 'current';
          if (code !== expected) complain(`${days} days later ${due} is ${code}`);
        }
        const isFresh = (await page.locator('#register-day').innerText()) !== said;
        if (isFresh !== days > 0) complain(`${days} days later the page ${isFresh ? 'says' : 'does not say'} that it has aged`);
        await close();
      }
    });

    await report.test(`${file}: whole and in order without scripts`, async (complain) => {
      const scripted = await visit(0);
      const plain = await open(browser, { viewport: WIDE, javaScriptEnabled: false });
      await plain.page.goto(address);
      if ((await titles(plain.page)).join() !== (await titles(scripted.page)).join()) complain('the rows differ');
      if (await plain.page.locator('#register-filter').isVisible()) complain('there is a filter that does nothing');
      await plain.close();
      await scripted.close();
    });
  }
}
