// Whether the published stylesheets mean to a browser what their authors wrote.

import fs from 'node:fs';
import path from 'node:path';
import { open } from './chromium.mjs';

const THEMES = path.join(import.meta.dirname, '../../../themes');

/** The rules of a theme's stylesheet, as a browser reads them, are those of the published one, then the brand's. */
export async function testSqueezing(report, browser, site) {
  await report.test('the published styles are the rules that were written', async (complain) => {
    const { page, close } = await open(browser, {});
    const rules = (css) => page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      // A value with var() in it is kept as typed, where white space after a comma means nothing.
      return [...sheet.cssRules].map(({ cssText }) => (cssText.includes('var(') ? cssText.replace(/,\s+/g, ',') : cssText));
    }, css);
    const sources = [];
    for (const theme of fs.readdirSync(THEMES)) {
      const written = await rules(fs.readFileSync(path.join(THEMES, theme, 'assets/style.css'), 'utf8'));
      if (written.length < 100) complain(`${theme}: only ${written.length} rules were written`);
      sources.push({ theme, written, shown: false });
    }
    for (const file of [...site.files].filter((name) => /(^|\/)assets\/style(-[0-9a-f]{6})?\.css$/.test(name))) {
      const published = await rules(site.read(file));
      // The theme is the one that the colours at the sheet's beginning are of.
      const source = sources.find(({ written }) => written[0] === published[0]);
      if (!source) {
        complain(`${file} begins as no theme does: "${published[0]}"`);
        continue;
      }
      source.shown = true;
      const { written } = source;
      const differs = written.findIndex((rule, index) => rule !== published[index]);
      if (differs >= 0) complain(`${file}: "${written[differs]}" has become "${published[differs]}"`);
      const brand = published.slice(written.length);
      if (!brand.every((rule) => rule.startsWith(':root { --brand:')) || brand.length > 1) complain(`${file} ends with ${brand.join(' ')}`);
    }
    if (!sources.some(({ shown }) => shown)) complain('no theme is shown');
    await close();
  });
}
