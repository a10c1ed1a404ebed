// A built site as files: every page parsed once, and where an address in it leads.

import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'parse5';

/** Every element below `node`, in the order of the page. */
export function* elements(node) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName) yield child;
    yield* elements(child);
  }
}

export function attribute(element, name) {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

export function classes(element) {
  return (attribute(element, 'class') ?? '').split(/\s+/).filter(Boolean);
}

/** The words of an element, with white space as a reader sees it. */
export function words(node) {
  const gather = (part) => (part.nodeName === '#text' ? part.value : (part.childNodes ?? []).map(gather).join(''));
  return gather(node).replace(/\s+/g, ' ').trim();
}

function readPage(root, file) {
  const bytes = fs.readFileSync(path.join(root, file));
  const all = [...elements(parse(bytes.toString('utf8')))];
  const first = (tag) => all.find((element) => element.tagName === tag);
  const body = first('body');
  return {
    file,
    bytes: bytes.length,
    elements: all,
    kind: attribute(body, 'data-kind'),
    title: first('title') ? words(first('title')) : '',
    lang: attribute(first('html'), 'lang'),
    running: attribute(first('html'), 'data-running'),
    main: first('main'),
    ids: all.map((element) => attribute(element, 'id')).filter((id) => id !== undefined),
    /** As a server gives it out. */
    address: `/${encodeURI(file.replace(/(^|\/)index\.html$/, '$1'))}`,
  };
}

/** A portal says in its 404 page, whose first link leads to its home, where it will be published. */
function portalOf(page) {
  const home = page.elements.map((element) => attribute(element, 'href')).find((href) => /^https?:/.test(href ?? ''));
  const folder = path.posix.dirname(page.file) === '.' ? '' : `${path.posix.dirname(page.file)}/`;
  return { folder, base: new URL(home.replace(/index\.html$/, '')).href };
}

export class Site {
  constructor(root) {
    this.root = root;
    this.files = new Set(
      fs.readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/')),
    );
    this.pages = [...this.files].filter((file) => file.endsWith('.html')).sort().map((file) => readPage(root, file));
    this.byFile = new Map(this.pages.map((page) => [page.file, page]));
    this.portals = this.pages.filter((page) => page.kind === 'not-found').map(portalOf);
  }

  /** The portal that a file belongs to; none for the list of portals. */
  portal(file) {
    return this.portals.find(({ folder }) => file.startsWith(folder));
  }

  read(file) {
    return fs.readFileSync(path.join(this.root, file), 'utf8');
  }

  /**
   * Where an address in `file` leads: `null` for another site, else `{ file, fragment }`, `file` being what the address
   * names, whether it is there or not. `folders` tells whether an address may end in `/`, as on a server.
   */
  resolve(file, address, { folders }) {
    // A 404 page is shown at any address of its server, so it means its server where the others mean the site.
    const isLost = this.byFile.get(file)?.kind === 'not-found';
    const here = isLost ? new URL('404.html', this.portal(file).base) : new URL(file, 'site:/root/');
    const url = new URL(address, here);
    let named;
    let onServer = folders;
    if (url.protocol === 'site:') {
      named = decodeURIComponent(url.pathname.slice('/root/'.length));
      if (!url.pathname.startsWith('/root/')) named = `above the site: ${url.pathname}`;
    } else {
      const portal = this.portals.find(({ base }) => url.href.startsWith(base));
      if (!portal) return null;
      onServer = true;
      named = portal.folder + decodeURIComponent(url.href.slice(portal.base.length).replace(/[?#].*$/, ''));
    }
    if (onServer && (named === '' || named.endsWith('/'))) named += 'index.html';
    return { file: named, fragment: decodeURIComponent(url.hash.slice(1)) };
  }
}
