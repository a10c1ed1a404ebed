// A plain web server on the loopback interface, as strict as the strictest host: a path is a file, or a folder with an
// index.html, and every page comes with a content policy that allows nothing but the site's own scripts, styles and images.

import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

export const CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'";

const TYPES = {
  '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.html': 'text/html; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.jpg': 'image/jpeg', '.txt': 'text/plain; charset=utf-8', '.json': 'application/json', '.xml': 'application/xml',
  '.csv': 'text/csv; charset=utf-8', '.ics': 'text/calendar; charset=utf-8', '.pdf': 'application/pdf',
};

/** The answer to a request for `address`, which begins with `/`, from the folder `root`. */
export function answer(root, address) {
  const top = path.resolve(root);
  let file = path.join(top, decodeURIComponent(address.replace(/[?#].*$/, '')));
  if (file.endsWith(path.sep)) file = path.join(file, 'index.html');
  const found = file.startsWith(top + path.sep) && fs.statSync(file, { throwIfNoEntry: false })?.isFile();
  const missing = path.join(top, '404.html');
  const shown = found ? file : missing;
  return {
    status: found ? 200 : 404,
    headers: { 'content-type': TYPES[path.extname(shown)] ?? 'application/octet-stream', 'content-security-policy': CONTENT_POLICY },
    body: found || fs.existsSync(missing) ? fs.readFileSync(shown) : Buffer.from('not found'),
  };
}

export async function serve(root) {
  const server = http.createServer((request, response) => {
    if (request.url === '/favicon.ico') return response.writeHead(204).end();
    const { status, headers, body } = answer(root, request.url);
    return response.writeHead(status, headers).end(body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((closed) => {
      server.closeAllConnections();
      server.close(closed);
    }),
  };
}
