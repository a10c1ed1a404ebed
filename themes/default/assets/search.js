// The search. It reads the index that the build wrote (src/search tells what is in it), finds passages as the reader types,
// and shows them as text: nothing that it prints is ever taken for HTML. The index is loaded with the first question.
(function () {
  'use strict';

  const form = document.getElementById('search');
  const input = document.getElementById('search-words');
  const select = document.getElementById('search-school');
  const section = document.getElementById('search-found');
  const status = document.getElementById('search-status');
  const help = document.getElementById('search-help');
  const list = document.getElementById('search-results');
  const more = document.getElementById('search-more');
  const letters = document.getElementById('a-to-z');
  const pageTitle = document.title;

  const AT_ONCE = 20; // results shown before "more"
  const EXCERPT = 220; // letters
  const PAUSE = 250; // milliseconds without a key before a search
  const WEIGHTS = [1, 1.6, 5]; // of a word that stands once in the text, more often, in the heading
  const [SHARED_POLICY, OWN_POLICY, PAGE, HOME] = [1, 2, 3, 4];
  const TRUST = 0;

  // What is printed stands on the page, in its language.
  const say = (word, values = {}) => form.dataset[word].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const sayNumber = (word, values) => say(`${word}-${values.count}` in form.dataset ? `${word}-${values.count}` : `${word}Other`, values);
  const english = document.documentElement.lang.startsWith('en');

  // Words: as src/search/words.rs takes them apart.

  const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ł: 'l', þ: 'th', ς: 'σ' };
  const APOSTROPHES = /['’‘ʼ`′]/gu;
  const HYPHENS = /[-‐]/u;
  const CHUNK = /[\p{Alphabetic}\p{M}\p{N}'’‘ʼ`′\-‐‑\u00AD\u200B-\u200D]+/gu; // in text as written
  const BETWEEN = /[^\p{Alphabetic}\p{N}'’‘ʼ`′\-‐]/u; // in folded text

  function fold(text) {
    const small = text.normalize('NFKD').replace(/[\p{M}\u00AD\u200B-\u200D\uFEFF]/gu, '').toLowerCase();
    return small.replace(/[ßæœøđðħıłþς]/gu, (letter) => LETTERS[letter]);
  }

  const parts = (chunk) => chunk.split(HYPHENS).map((part) => part.replace(APOSTROPHES, '').slice(0, 40)).filter(Boolean);
  const spoken = (text) => fold(text).split(BETWEEN).flatMap(parts);
  const optional = new Set(spoken(form.dataset.optional));

  /** What a text asks for: terms, each with the ways to spell it, a way being words that must all be there. */
  function termsOf(text) {
    const terms = [];
    let number = [];
    const endNumber = () => {
      const digits = number.join('');
      if (number.length > 1 && digits.length >= 9 && digits.length <= 15) terms.splice(-number.length, number.length, { ways: [[digits], number] });
      number = [];
    };
    for (const chunk of fold(text).split(BETWEEN)) {
      const words = parts(chunk);
      if (words.length !== 1 || !/^[0-9]+$/.test(words[0])) endNumber();
      else number.push(words[0]);
      if (words.length === 1) terms.push({ ways: [words] });
      if (words.length > 1) terms.push({ ways: [[words.join('').slice(0, 40)], words] });
    }
    endNumber();
    return terms;
  }

  /** Other forms of an English word. What merely goes on (dog, dogs) is found as a beginning. */
  function forms(word) {
    if (!english || word.length < 4) return [];
    const other = [];
    const cut = (count, ...endings) => endings.forEach((ending) => other.push(word.slice(0, -count) + ending));
    if (word.endsWith('ies')) cut(3, 'y', 'ied', 'ying');
    else if (/(s|x|z|ch|sh)es$/.test(word)) cut(2, '');
    if (/[^s]s$/.test(word)) cut(1, '');
    if (/[^aeiou]y$/.test(word)) cut(1, 'ies', 'ied');
    if (word.endsWith('e')) cut(1, 'ing');
    if (word.length > 5 && word.endsWith('ing')) cut(3, '', 'e', 'ed', 'es');
    if (word.length > 4 && word.endsWith('ied')) cut(3, 'y', 'ies', 'ying');
    else if (word.length > 4 && word.endsWith('ed')) cut(2, '', 'e', 'ing');
    return other;
  }

  // The index

  let index;

  function load(address) {
    return new Promise((loaded, failed) => {
      const script = document.createElement('script');
      script.src = address;
      script.onload = loaded;
      script.onerror = () => {
        script.remove();
        failed(new Error(address));
      };
      document.head.append(script);
    });
  }

  /** The index, once it is there. One that could not be loaded is asked for again with the next search. */
  function ready() {
    index ??= load(form.dataset.index).then(() => read(globalThis.frontsheetSearch));
    index.catch(() => { index = undefined; });
    return index;
  }

  const DIGITS = '!#$%&\'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}';
  const BASE = 45;
  const digitOf = new Map([...DIGITS].map((digit, value) => [digit, value]));

  /** A list of passages, each with how the word stands in it. */
  function listed(text) {
    const found = [];
    let passage = 0;
    let [number, unit] = [0, 1];
    for (const character of text) {
      const digit = digitOf.get(character);
      number += (digit % BASE) * unit;
      unit *= BASE;
      if (digit >= BASE) continue;
      passage += Math.floor(number / 3);
      found.push([passage, number % 3]);
      [number, unit] = [0, 1];
    }
    return found;
  }

  function read(written) {
    const { places, files, sets, texts } = written;
    const words = [];
    for (const word of written.words.split(' ')) words.push((words.at(-1) ?? '').slice(0, parseInt(word[0], 36)) + word.slice(1));
    const hits = written.hits.split(' ');
    const passages = [];
    const inFile = files.map(() => 0);
    const documents = written.documents.map(([kind, slug, file, title, own]) => {
      const document = { kind, slug, title };
      for (const [id, heading, set, local] of own) {
        passages.push({ document, id, heading, set: sets[set], local, file, at: inFile[file]++ });
      }
      return document;
    });
    const columns = written.columns.map(([values, which, gaps]) => ({ values, which, gaps: listed(gaps) }));
    // A school's name asks for that school's copies, so it is no value to be looked for in them.
    const names = places.map(([name]) => new Set(spoken(name)));
    const values = new Map();
    columns.forEach((column) => column.values.forEach((value, number) => {
      const at = new Set(column.which.flatMap((which, place) => (which === number && places[place][0] !== value ? [place] : [])));
      if (at.size === 0) return;
      for (const { ways } of termsOf(value)) {
        for (const word of new Set(ways.flat())) {
          if (!values.has(word)) values.set(word, []);
          values.get(word).push({ column, places: at });
        }
      }
    }));
    return { places, files, texts, words, hits, passages, documents, columns, names, values };
  }

  const isIn = (set, place) => ((parseInt(set[place >> 2], 16) >> (place & 3)) & 1) === 1;

  /** A text with a place's values in it. */
  const filled = (index, text, place) => text.replace(/[\u{F0000}-\u{10FFFD}]/gu, (gap) => {
    const column = index.columns[gap.codePointAt(0) - 0xF0000];
    return column?.values[column.which[place]] ?? '';
  });

  /** The texts of a file; nothing where they cannot be had, or are of another day than the index. */
  function textsOf(index, file) {
    const [name, digest] = index.files[file];
    const kept = () => (index.texts[name]?.[0] === digest ? index.texts[name][1] : undefined);
    if (kept()) return Promise.resolve(kept());
    const folder = form.dataset.index.replace(/[^/]*$/, '');
    return load(`${folder}search/${name}.js?${digest}`).then(kept, () => undefined);
  }

  // Finding

  /** The words of the index that a word asks for, each with how well it fits. */
  function wordsFor(index, word, isUnfinished) {
    const found = new Map();
    const from = (text) => {
      let [low, high] = [0, index.words.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (index.words[middle] < text) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const mayGoOn = word.length > 2 || (isUnfinished && word.length > 1);
    for (let at = from(word); index.words[at]?.startsWith(word); at += 1) {
      const isWhole = index.words[at] === word;
      if (isWhole || mayGoOn) found.set(at, isWhole ? 1 : 0.2 + (0.6 * word.length) / index.words[at].length);
    }
    for (const form of forms(word)) {
      const at = from(form);
      if (index.words[at] === form) found.set(at, Math.max(found.get(at) ?? 0, 0.9));
    }
    return found;
  }

  /** The passages that a word is in: how much that counts, whether it heads them, and in which places if not in all. */
  function hitsOfWord(index, word, isUnfinished) {
    const found = new Map();
    const add = (hits, fit, places) => {
      for (const [passage, rank] of hits) {
        const score = fit * WEIGHTS[rank] * Math.log(1 + index.passages.length / hits.length);
        const known = found.get(passage);
        if (!known) found.set(passage, { score, heads: rank === 2, places });
        else {
          known.score = Math.max(known.score, score);
          known.heads ||= rank === 2;
          known.places = known.places && places && new Set([...known.places, ...places]);
        }
      }
    };
    for (const [at, fit] of wordsFor(index, word, isUnfinished)) add(listed(index.hits[at]), fit, null);
    for (const [value, where] of index.values) {
      if (value !== word && !(word.length > 2 && value.startsWith(word))) continue;
      for (const { column, places } of where) add(column.gaps, value === word ? 1 : 0.5, places);
    }
    return found;
  }

  const both = (a, b) => (a && b ? new Set([...a].filter((place) => b.has(place))) : a ?? b);

  function hitsOfTerm(index, term, isUnfinished) {
    const found = new Map();
    for (const way of term.ways) {
      const [first, ...rest] = way.map((word) => hitsOfWord(index, word, isUnfinished));
      for (const [passage, hit] of first) {
        const others = rest.map((hits) => hits.get(passage));
        if (others.includes(undefined)) continue;
        const places = others.reduce((places, other) => both(places, other.places), hit.places);
        const known = found.get(passage);
        if (!known || known.score < hit.score) found.set(passage, { ...hit, places });
      }
    }
    return found;
  }

  /** Schools that a word names, where it does not name many. */
  function named(index, term) {
    const found = new Set();
    index.names.forEach((words, place) => {
      const isMeant = term.ways[0].some((word) => words.has(word) || (word.length > 3 && [...words].some((name) => name.startsWith(word))));
      if (place !== TRUST && isMeant) found.add(place);
    });
    return found.size > 0 && found.size <= Math.max(2, index.places.length / 10) ? found : null;
  }

  /** Every passage with the terms in it, the best first; `all` tells whether each has all of them. */
  function find(index, terms, only, isUnfinished) {
    const asked = terms.map((term, number) => {
      const hits = hitsOfTerm(index, term, isUnfinished && number === terms.length - 1);
      const titles = new Map();
      for (const [passage, hit] of hits) {
        const { id, document } = index.passages[passage];
        if (id === '' && hit.heads) titles.set(document, hit);
      }
      const isOptional = optional.has(term.ways[0].join(' '));
      return { hits, titles, isOptional, names: named(index, term) };
    });
    if (asked.every(({ isOptional }) => isOptional)) asked.forEach((term) => { term.isOptional = false; });
    const wanted = asked.filter(({ isOptional }) => !isOptional);
    const found = [];
    let all = 0;
    for (const number of new Set(wanted.flatMap(({ hits }) => [...hits.keys()]))) {
      const passage = index.passages[number];
      let [score, has, places, isNamed] = [0, 0, null, false];
      for (const term of asked) {
        const own = term.hits.get(number);
        const title = own ? undefined : term.titles.get(passage.document);
        const hit = own ?? title;
        if (term.isOptional) {
          score += own?.heads ? own.score : 0;
        } else if (hit || term.names) {
          has += 1;
          score += own ? own.score : (title?.score ?? 0) * 0.15;
          places = both(places, hit ? hit.places : term.names);
          isNamed ||= Boolean(term.names);
        }
      }
      const holds = (place) => isIn(passage.set, place) && (!places || places.has(place));
      const where = only === null ? index.places.map((_, place) => place).filter(holds) : [only].filter(holds);
      if (where.length === 0) continue;
      if (passage.document.kind === HOME) score *= isNamed ? 2 : 0.2;
      if (passage.id === '') score *= 1.2;
      all = Math.max(all, has);
      found.push({ passage, number, score, has, where });
    }
    const best = found.filter(({ has }) => all < wanted.length || has === wanted.length);
    best.sort((a, b) => b.has - a.has || b.score - a.score || a.number - b.number);
    return { results: best, all: all === wanted.length, wanted: terms.filter((_, number) => !asked[number].isOptional) };
  }

  /** One result for each section, though copies have it in other words, and a school's additions are passages by themselves. */
  function together(results, only) {
    const found = new Map();
    for (const result of results) {
      const { passage: { document, id, local }, where } = result;
      const isOneSchools = only === null && (local || document.kind === OWN_POLICY);
      const key = [document.kind, document.slug, id, ...(isOneSchools ? [where[0]] : [])].join(' ');
      const known = found.get(key);
      if (!known) found.set(key, { ...result, others: [] });
      else if (known.where[0] === where[0]) continue;
      else if (where[0] > known.where[0]) known.others.push(result);
      else found.set(key, { ...result, others: [known, ...known.others] });
    }
    return [...found.values()];
  }

  /** The word of the index that a word was meant to be, where no such word is there. */
  function meant(index, word) {
    if (word.length < 4 || /\d/.test(word) || wordsFor(index, word, true).size > 0 || [...index.values.keys()].some((value) => value.startsWith(word))) return null;
    const most = word.length > 6 ? 2 : 1;
    let [best, steps, uses] = [null, most + 1, 0];
    index.words.forEach((known, at) => {
      if (Math.abs(known.length - word.length) > most || known.length < 3) return;
      const apart = distance(word, known, most);
      const size = index.hits[at].length;
      if (apart < steps || (apart === steps && size > uses)) [best, steps, uses] = [known, apart, size];
    });
    return steps <= most ? best : null;
  }

  /** How many letters must be put in, taken out, changed or swapped with the next to come from one word to another. */
  function distance(from, to, most) {
    let rows = [[], Array.from({ length: to.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= from.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= to.length; j += 1) {
        const same = from[i - 1] === to[j - 1];
        row[j] = Math.min(rows[1][j] + 1, row[j - 1] + 1, rows[1][j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) row[j] = Math.min(row[j], rows[0][j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      rows = [rows[1], row];
    }
    return rows[1][to.length];
  }

  // Showing

  const root = form.dataset.root.replace(/[^/]*$/, '');
  const leaf = form.dataset.root.slice(root.length);

  function addressOf(index, { document: { kind, slug }, id }, place) {
    const [, below] = index.places[kind === SHARED_POLICY ? TRUST : place];
    const path = kind === PAGE ? `${slug}/` : kind === HOME ? below : `${below}policies/${slug}/`;
    return root + path + leaf + (id && `#${encodeURIComponent(id)}`);
  }

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  /** Which of the terms a written word is. */
  const termOf = (terms, word) => {
    const folded = parts(fold(word));
    const spellings = [...folded, folded.join('')];
    return terms.findIndex(({ ways }) => ways.some((way) => way.some((asked) => spellings.some((spelling) => (
      spelling === asked || (asked.length > 2 && spelling.startsWith(asked)) || forms(asked).includes(spelling)
    )))));
  };

  /** A text as nodes, with the words that were asked for marked. */
  function marked(terms, text) {
    const nodes = [];
    let from = 0;
    for (const { 0: word, index: at } of text.matchAll(CHUNK)) {
      if (termOf(terms, word) < 0) continue;
      nodes.push(text.slice(from, at), element('mark', '', word));
      from = at + word.length;
    }
    nodes.push(text.slice(from));
    return nodes;
  }

  /** The stretch of a text with the most of the terms in it. */
  function excerpt(terms, text) {
    const found = [...text.matchAll(CHUNK)].map(({ 0: word, index: at }) => ({ at, term: termOf(terms, word) })).filter(({ term }) => term >= 0);
    const worth = ({ at }) => new Set(found.filter((other) => other.at >= at && other.at < at + EXCERPT - 60).map(({ term }) => term)).size;
    const best = found.reduce((best, next) => (best && worth(best) >= worth(next) ? best : next), undefined);
    let from = Math.max(0, (best?.at ?? 0) - 60);
    if (from > 0) {
      // Begin with the sentence or line, or else with a word.
      const sentence = text.slice(from, best.at).search(/(?<=[.!?]\s|\n)\S/);
      from += Math.max(0, sentence >= 0 ? sentence : text.slice(from, best.at).search(/(?<=\s)\S/));
    }
    let to = Math.min(text.length, from + EXCERPT);
    if (to < text.length) to = Math.max(text.lastIndexOf(' ', to), text.lastIndexOf('\n', to), best?.at ?? 0, from + EXCERPT / 2);
    const lines = text.slice(from, to).trim().replace(/([.,:;!?])?\n/g, (_, mark) => (mark ? `${mark} ` : ' · '));
    return `${from > 0 ? '… ' : ''}${lines}${to < text.length ? ' …' : ''}`;
  }

  /** Whose copy a result is in, and where else such a section is. */
  function whose(index, { passage, where, others }) {
    const { kind } = passage.document;
    const [first] = where;
    const school = index.places[first][0];
    if (kind === PAGE) return [say('page')];
    if (kind === HOME) return [say('home')];
    if (kind === OWN_POLICY) return [say('own', { school })];
    if (passage.local) return [say('local', { school })];
    const isTrusts = first === TRUST || kind === SHARED_POLICY;
    const links = [[passage, isTrusts ? [] : where.slice(1)], ...others.map((other) => [other.passage, other.where])]
      .flatMap(([passage, places]) => places.map((place) => {
        const link = element('a', '', index.places[place][0]);
        link.href = addressOf(index, passage, place);
        return link;
      }));
    const more = links.length > 4 ? [say('others', { count: links.splice(3).length })] : [];
    const label = isTrusts ? say('trust') : say('copy', { school });
    const also = links.length > 0 && isTrusts ? [` · ${say('otherwise')} `] : [' · '];
    const nodes = [...links, ...more].flatMap((node, at) => [...(at === 0 ? also : [' · ']), node]);
    return [label, ...nodes];
  }

  function shown(index, terms, result, texts) {
    const { passage, where: [place] } = result;
    const title = filled(index, passage.document.title, place);
    const heading = filled(index, passage.heading, place);
    const link = element('a', '', ...marked(terms, heading ? `${title}: ${heading}` : title));
    link.href = addressOf(index, passage, place);
    const item = element('li', '', element('h3', '', link), element('p', 'entry-origin', ...whose(index, result)));
    const text = texts && excerpt(terms, filled(index, texts[passage.at], place));
    if (text) item.append(element('p', 'excerpt', ...marked(terms, text)));
    return item;
  }

  // Asking

  let asking = 0;

  function announce(text) {
    status.textContent = text;
  }

  function clear() {
    asking += 1;
    announce('');
    help.replaceChildren();
    list.replaceChildren();
    more.hidden = true;
    section.hidden = true;
    letters.hidden = false;
    document.title = pageTitle;
  }

  /** Leaves the results that hold every phrase in quotation marks, in these words and this order. */
  async function withPhrases(index, results, phrases) {
    if (phrases.length === 0) return results;
    const kept = await Promise.all(results.map(async (result) => {
      const { passage, where: [place] } = result;
      const texts = await textsOf(index, passage.file);
      const said = [passage.document.title, passage.heading, texts?.[passage.at] ?? ''].map((text) => ` ${spoken(filled(index, text, place)).join(' ')} `);
      return phrases.every((phrase) => said.some((text) => text.includes(` ${phrase} `)));
    }));
    return results.filter((_, number) => kept[number]);
  }

  async function ask() {
    const query = input.value.trim();
    const terms = termsOf(query);
    if (terms.length === 0) return clear();
    asking += 1;
    const mine = asking;
    let index;
    try {
      index = await ready();
    } catch {
      if (mine !== asking) return;
      clear();
      section.hidden = false;
      announce(say('failed'));
      return;
    }
    if (mine !== asking) return;
    const only = select?.selectedIndex > 0 ? select.selectedIndex : null;
    const phrases = [...query.matchAll(/["“”]([^"“”]+)["“”]/g)].map(([, phrase]) => spoken(phrase).join(' ')).filter((phrase) => phrase.includes(' '));
    const { results: every, all, wanted } = find(index, terms, only, !/\s$/.test(input.value));
    const results = together(all ? await withPhrases(index, every, phrases) : every, only);
    const first = results.slice(0, AT_ONCE);
    const texts = await Promise.all(first.map(({ passage }) => textsOf(index, passage.file)));
    if (mine !== asking) return;
    section.hidden = false;
    letters.hidden = true;
    document.title = `${query} - ${pageTitle}`;
    list.replaceChildren(...first.map((result, number) => shown(index, wanted, result, texts[number])));
    more.hidden = results.length <= AT_ONCE;
    more.onclick = () => showMore(index, wanted, results);
    tell(index, query, terms, results, all && results.length > 0, only);
  }

  async function showMore(index, terms, results) {
    const from = list.children.length;
    const next = results.slice(from, from + AT_ONCE);
    const texts = await Promise.all(next.map(({ passage }) => textsOf(index, passage.file)));
    if (list.children.length !== from) return;
    list.append(...next.map((result, number) => shown(index, terms, result, texts[number])));
    more.hidden = list.children.length >= results.length;
    list.children[from].querySelector('a').focus();
  }

  /** Says what was found, and where that is little, what to try. */
  function tell(index, query, terms, results, all, only) {
    const school = only === null ? '' : index.places[only][0];
    const values = { count: results.length, query, school };
    if (all) announce(sayNumber(school ? 'found_in' : 'found', values));
    else announce([say(school ? 'none_in' : 'none', values), ...(results.length > 0 ? [say('some')] : [])].join(' '));
    help.replaceChildren();
    if (all) return;
    let better = query;
    for (const { ways } of terms) {
      const word = ways[0].join('');
      const near = meant(index, word);
      if (near) better = better.replace(CHUNK, (chunk) => (parts(fold(chunk)).join('') === word ? near : chunk));
    }
    const tries = (words, terms, place) => {
      const link = element('a', '', words);
      link.href = addressFor(terms, place);
      link.addEventListener('click', (event) => {
        event.preventDefault();
        input.value = terms;
        if (select) select.value = place;
        keep('push');
        ask();
        input.focus();
      });
      help.append(element('li', '', link));
    };
    if (better !== query) tries(say('meant', { query: better }), better, select?.value ?? '');
    if (school) tries(say('everywhere', { query }), query, '');
    if (results.length === 0) help.append(element('li', '', say('try')));
    letters.hidden = results.length > 0;
  }

  // The address says what was asked, so that it can be kept, sent, and gone back to.

  function addressFor(query, school) {
    const asked = new URLSearchParams();
    if (query) asked.set('q', query);
    if (query && school) asked.set('school', school);
    return asked.size > 0 ? `?${asked}` : location.pathname.replace(/.*\//, '') || './';
  }

  /** Browsers refuse this to pages from disk: there the address changes with the form's own submission alone. */
  function keep(how) {
    const address = addressFor(input.value.trim(), select?.value ?? '');
    if (new URL(address, location.href).search === location.search) return true;
    try {
      history[`${how}State`](null, '', address);
      return true;
    } catch {
      return false;
    }
  }

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    if (asked.has('q') || input.value === '') input.value = asked.get('q') ?? '';
    if (select) select.value = asked.get('school') ?? '';
    if (select && select.selectedIndex < 0) select.value = '';
    ask();
  }

  let pause;
  input.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      keep('replace');
      ask();
    }, PAUSE);
  });
  input.addEventListener('focus', () => ready().catch(() => {}), { once: true });
  select?.addEventListener('change', () => {
    keep('push');
    ask();
  });
  form.addEventListener('submit', (event) => {
    clearTimeout(pause);
    if (!keep('push')) return;
    event.preventDefault();
    if (matchMedia('(pointer: coarse)').matches) input.blur();
    ask();
  });
  addEventListener('popstate', () => {
    input.value = '';
    readAddress();
  });

  form.hidden = false;
  document.getElementById('search-without').hidden = true;
  readAddress();
})();
