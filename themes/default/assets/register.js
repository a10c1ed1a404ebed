/* Sorts and filters the register's tables. On a page that was made on an earlier day it works the reviews' status out
   anew, and says so. Without it the tables are whole and in order. All that it prints is text, from the page's own words. */
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const form = $('register-filter');
  if (!form) return;
  const said = form.dataset;
  const state = $('register-state');
  const { lang } = document.documentElement;
  const tables = [...document.querySelectorAll('table.register')];
  const rows = tables.flatMap((table) => [...table.tBodies[0].rows]);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  const status = (row) => row.querySelector('[data-status]');

  function freshen() {
    const now = new Date();
    const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    if (!(today > Date.parse(said.asOf))) return;
    const tally = { overdue: 0, due: 0, current: 0 };
    for (const row of rows) {
      if (!row.dataset.due) continue;
      const days = (Date.parse(row.dataset.due) - today) / 864e5;
      const code = days < 0 ? 'overdue' : days <= said.window ? 'due' : 'current';
      tally[code] += 1;
      const cell = status(row);
      const tag = cell.querySelector('[data-tag]') ?? cell;
      cell.dataset.status = code;
      if (tag.dataset.tag) tag.dataset.tag = code;
      tag.textContent = state.querySelector(`[value=${code}]`).textContent;
    }
    if (document.querySelector('[data-whole]')) {
      for (const code in tally) document.querySelector(`[data-count=${code}]`).textContent = tally[code];
    }
    const day = now.toLocaleDateString(lang, { day: 'numeric', month: 'long', year: 'numeric' });
    $('register-day').append(` ${fill(said.fresh, { day })}`);
  }

  function filter() {
    const asked = fold($('register-words').value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const text = fold(row.textContent);
      const fits = asked.every((word) => text.includes(word)) && (!state.value || status(row).dataset.status === state.value);
      row.hidden = !fits;
      count += fits;
    }
    for (const table of tables) table.closest('.listed').hidden = !table.querySelector('tbody tr:not([hidden])');
    const isAsked = asked.length > 0 || state.value;
    $('register-found').textContent = isAsked ? fill(said.found, { count, all: rows.length }) : '';
  }

  function sort(table, index, head) {
    const down = head.getAttribute('aria-sort') === 'ascending';
    for (const cell of head.parentNode.cells) cell.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const key = ({ cells }) => cells[index].querySelector('time')?.dateTime ?? cells[index].textContent.trim();
    const order = (a, b) => {
      // What is not recorded comes last either way.
      if (!a || !b) return !a - !b;
      return a.localeCompare(b, lang, { numeric: true }) * (down ? -1 : 1);
    };
    const [body] = table.tBodies;
    body.append(...[...body.rows].sort((a, b) => order(key(a), key(b))));
  }

  freshen();
  for (const table of tables) {
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.textContent = head.textContent;
      button.onclick = () => sort(table, index, head);
      head.replaceChildren(button);
    });
  }
  form.onsubmit = () => false;
  form.oninput = filter;
  form.hidden = rows.length === 0;
  // A browser that goes back to a page fills its form in again.
  filter();
})();
