// The system's Chromium, without a network.

import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of NAMES) {
      const file = path.join(folder, name);
      if (folder && fs.existsSync(file)) return file;
    }
  }
  throw new Error(`no Chromium on PATH (${NAMES.join(', ')}): install it, or name it in CHROMIUM`);
}

export function launch() {
  return chromium.launch({
    executablePath: findChromium(),
    chromiumSandbox: false,
    args: [
      '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/** A fresh page. What it complains of itself, in its console or by a request that fails, goes to `trouble`. */
export async function open(browser, options) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const trouble = [];
  page.on('console', (message) => {
    // What did not load is told below, with its address, and without the answer 404 that a wrong address should get.
    if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) trouble.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => trouble.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => trouble.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) trouble.push(`${response.url()}: ${response.status()}`);
  });
  return { page, trouble, close: () => context.close() };
}
