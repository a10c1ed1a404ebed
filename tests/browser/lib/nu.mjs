// The Nu HTML checker, the W3C's own: over every page in one run of Java.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
const AT_ONCE = 1000; // files: a command line has its limits

/** What the checker has to say of some files: the file, the line and the words of each message. */
function messages(files) {
  const found = [];
  for (let next = 0; next < files.length; next += AT_ONCE) {
    const options = ['-XX:+UseSerialGC', '-Xss4m', '-jar', JAR, '--format', 'json', '--exit-zero-always'];
    const run = spawnSync('java', [...options, ...files.slice(next, next + AT_ONCE)], { encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (run.error) throw new Error(`the Nu checker needs Java (Debian's default-jre-headless): ${run.error.message}`);
    const from = run.stderr.search(/\{"(version|messages)"/);
    if (from < 0) throw new Error(`the Nu checker gave no answer: ${run.stderr.slice(0, 300)}`);
    for (const { type, subType, url, lastLine, message } of JSON.parse(run.stderr.slice(from)).messages) {
      if (type === 'non-document-error') throw new Error(`the Nu checker failed: ${message}`);
      found.push({ file: url && fileURLToPath(url), line: lastLine, message: `${subType ?? type}: ${message}` });
    }
  }
  return found;
}

/** Every page is HTML as it should be, without an error or a warning; a page that is not is seen to be told of. */
export async function testConformance(report, site) {
  await report.test('every page conforms to HTML', (complain) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frontsheet-nu-'));
    try {
      const wrong = path.join(folder, 'wrong.html');
      fs.writeFileSync(wrong, '<!doctype html><html lang="en"><title>Wrong</title><p><p id="a" id="b"></h1>');
      const pages = site.pages.map(({ file }) => path.join(site.root, file));
      const [ofWrong, ofPages] = [[], []];
      for (const message of messages([wrong, ...pages])) (message.file === wrong ? ofWrong : ofPages).push(message);
      if (ofWrong.length === 0) complain('the checker found nothing wrong with a wrong page');
      for (const { file, line, message } of ofPages) complain(`${file && path.relative(site.root, file)}:${line}: ${message}`);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
}
