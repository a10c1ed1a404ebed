// Looks at a built site: at all of its files, and at a sample of its pages in Chromium.
//
//     node run.mjs SITE [SITE-FROM-DISK]
//
// SITE is what `frontsheet build` wrote; SITE-FROM-DISK what `frontsheet build --links file` wrote. The last line is
// `N passed, N failed`; the exit code is 0 only when nothing failed.

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { testBudgets } from './lib/budgets.mjs';
import { launch } from './lib/chromium.mjs';
import { testFiles, testLinks } from './lib/files.mjs';
import { testConformance } from './lib/nu.mjs';
import { testFromDisk, testNotFound, testPages, testRedirect } from './lib/pages.mjs';
import { testRegister } from './lib/register.mjs';
import { Report } from './lib/report.mjs';
import { sample } from './lib/sample.mjs';
import { testHostile, testSearch } from './lib/search.mjs';
import { serve } from './lib/server.mjs';
import { Site } from './lib/site.mjs';
import { testSqueezing } from './lib/styles.mjs';
import { testVersions } from './lib/versions.mjs';

const AT_ONCE = 2;

const [folder, fromDisk] = process.argv.slice(2).map((argument) => path.resolve(argument));
if (!folder) {
  console.error('usage: node run.mjs SITE [SITE-FROM-DISK]');
  process.exit(2);
}
execFileSync('pdftotext', ['-v'], { stdio: 'ignore' }); // here, so that it is missed at once

const report = new Report();
const site = new Site(folder);
const disk = fromDisk && new Site(fromDisk);

await report.group(`files of ${site.pages.length} pages`, async () => {
  await testFiles(report, site);
  await testBudgets(report, site);
  await testConformance(report, site);
  await testLinks(report, site, { folders: true });
  if (disk) await testLinks(report, disk, { folders: false });
});

const browser = await launch();
const server = await serve(site.root);
try {
  await report.group('styles', () => testSqueezing(report, browser, site));
  const pages = sample(site);
  await report.group(`${pages.length} pages in Chromium ${browser.version()}`, () => testPages(report, browser, server, pages, AT_ONCE));
  await report.group('wrong and old addresses', async () => {
    await testNotFound(report, browser, site);
    await testRedirect(report, browser, server, site);
  });
  if (site.pages.some(({ kind }) => kind === 'version')) await report.group('versions', () => testVersions(report, browser, server, site));
  if (disk) await report.group('search', () => testSearch(report, browser, server, site, disk));
  await report.group('register', () => testRegister(report, browser, server, site));
  if (site.files.has('hostile/index.html')) await report.group('hostile titles', () => testHostile(report, browser, server, site));
  if (disk) await report.group('from disk', () => testFromDisk(report, browser, disk));
} finally {
  await browser.close();
  await server.close();
}
report.close();
