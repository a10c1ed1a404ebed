// Which pages the browser looks at: as few as show everything that the site has.

import { attribute, classes, elements } from './site.mjs';

/** What a page shows, in words that are the same wherever it is shown. */
function traits(page, folder) {
  const found = new Set([`${folder}${page.kind}`]);
  const sheets = page.elements.filter((element) => classes(element).includes('sheet')).length;
  if (sheets > 0) found.add(`${sheets} tables in the front sheet`);
  for (const element of page.elements) {
    for (const name of classes(element)) found.add(`.${name}`);
    for (const name of ['role', 'data-tag', 'data-state', 'data-origin', 'data-origin-row', 'scope']) {
      const value = attribute(element, name);
      if (value !== undefined) found.add(`${name}=${value}`);
    }
    if (element.tagName === 'td') for (const part of elements(element)) found.add(`td ${part.tagName}`);
    if (element.tagName === 'tr') found.add(`${element.childNodes.filter(({ tagName }) => tagName).length} columns`);
  }
  for (const element of elements(page.main)) found.add(`main ${element.tagName}`);
  return found;
}

/** The pages to look at, the richest first: every kind of page of every portal, and every trait of any page. */
export function sample(site) {
  const candidates = site.pages
    .filter(({ kind }) => kind !== 'redirect' && kind !== 'not-found')
    .map((page) => ({ page, traits: traits(page, site.portal(page.file)?.folder ?? '') }));
  const wanted = new Set(candidates.flatMap((candidate) => [...candidate.traits]));
  const chosen = [];
  while (wanted.size > 0) {
    const gain = (candidate) => [...candidate.traits].filter((trait) => wanted.has(trait)).length;
    const best = candidates.reduce((best, next) => (gain(next) > gain(best) ? next : best));
    for (const trait of best.traits) wanted.delete(trait);
    chosen.push(best.page);
  }
  return chosen;
}
