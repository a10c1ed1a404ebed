// Whether the published stylesheet means to a browser what its author wrote.

import fs from 'node:fs';
import path from 'node:path';
import { open } from './chromium.mjs';

const SOURCE = path.join(import.meta.dirname, '../../../themes/default/assets/style.css');

/** The rules of the default theme's stylesheet, as a browser reads them, are those of the published one, then the brand's. */
export async function testSqueezing(report, browser, site) {
  await report.test('the published styles are the rules that were written', async (complain) => {
    const { page, close } = await open(browser, {});
    const rules = (css) => page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      // A value with var() in it is kept as typed, where white space after a comma means nothing.
      return [...sheet.cssRules].map((rule) => rule.cssText.replace(/,\s+/g, ','));
    }, css);
    const written = await rules(fs.readFileSync(SOURCE, 'utf8'));
    if (written.length < 100) complain(`only ${written.length} rules were written`);
    for (const file of [...site.files].filter((name) => /(^|\/)assets\/style(-[0-9a-f]{6})?\.css$/.test(name))) {
      const published = await rules(site.read(file));
      const differs = written.findIndex((rule, index) => rule !== published[index]);
      if (differs >= 0) complain(`${file}: "${written[differs]}" has become "${published[differs]}"`);
      const brand = published.slice(written.length);
      if (!brand.every((rule) => rule.startsWith(':root { --brand:')) || brand.length > 1) complain(`${file} ends with ${brand.join(' ')}`);
    }
    await close();
  });
}
