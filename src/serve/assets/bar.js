// The preview's bar: what is known of this page, and the day as of which it is shown. It is never part of a built site.
(function () {
  'use strict';
  var token = document.currentScript.dataset.token;
  var own = '/_frontsheet/';
  var known = null;   // the number of the state that the bar tells of
  var state = null;
  var facts = null;
  var parts = {};     // the elements of the bar that change

  function make(name, words, attributes) {
    var element = document.createElement(name);
    if (words) element.textContent = words;
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }

  function button(words, action, attributes) {
    var element = make('button', words, Object.assign({ type: 'button' }, attributes));
    element.addEventListener('click', action);
    return element;
  }

  // What the reader last did with the bar holds for this tab.
  function remember(key, value) {
    try { sessionStorage.setItem('frontsheet-' + key, value); } catch (error) { /* Then it holds for this page. */ }
  }

  function remembered(key) {
    try { return sessionStorage.getItem('frontsheet-' + key); } catch (error) { return null; }
  }

  function address(name, more) {
    var of = location.pathname;
    // The page of what has changed is about another.
    if (of.indexOf(own) === 0) of = new URLSearchParams(location.search).get('page') || '/';
    return own + name + '?token=' + token + '&page=' + encodeURIComponent(of) + (more || '');
  }

  function read(name) {
    return fetch(address(name), { cache: 'no-store' }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  function count(number, word) {
    return number + ' ' + word + (number === 1 ? '' : 's');
  }

  var host = make('div');
  host.className = 'frontsheet-bar';
  var shadow = host.attachShadow({ mode: 'open' });

  function build() {
    var style = make('link', '', { rel: 'stylesheet', href: own + 'bar.css' });
    // The page may be in another language.
    parts.bar = make('aside', '', { 'aria-label': 'Preview', lang: 'en-GB', hidden: '' });
    // Nothing is shown before it can be shown as it should be.
    style.addEventListener('load', function () { parts.bar.hidden = false; });

    parts.more = button('Preview', function () { show(mode() === 'open' ? 'row' : 'open'); }, { 'aria-controls': 'more', class: 'more' });
    parts.tags = make('ul', '', { class: 'tags', 'aria-label': 'This page' });
    parts.asOf = make('span', '', { class: 'as-of' });
    parts.back = button('', function () { choose(''); }, { class: 'back' });
    parts.sources = button('Where is it written?', function (event) { window.frontsheetSources.turn(event.detail === 0); }, { 'aria-pressed': 'false' });
    parts.away = button('Hide', function () { show('away'); parts.again.focus(); }, { 'aria-label': 'Hide the preview bar' });
    parts.row = make('div', '', { class: 'row' });
    parts.row.append(parts.more, parts.tags, parts.asOf, parts.back, parts.sources, parts.away);

    parts.place = make('p', '', { class: 'place', role: 'status' });
    parts.copy = button('Copy', function () { window.frontsheetSources.copy(); }, { 'aria-label': 'Copy the place' });
    parts.placeRow = make('div', '', { class: 'place-row', hidden: '' });
    parts.placeRow.append(parts.place, parts.copy);

    parts.details = make('div', '', { class: 'details', id: 'more' });
    parts.page = make('section');
    parts.details.append(parts.page, dayForm(), parts.warnings = make('section'));

    parts.again = button('Preview bar', function () { show('row'); parts.more.focus(); }, { class: 'again' });
    parts.bar.append(parts.placeRow, parts.details, parts.row, parts.again);
    shadow.append(style, parts.bar);
    document.body.append(host);
    new ResizeObserver(function () {
      document.documentElement.style.setProperty('--frontsheet-bar', host.offsetHeight + 'px');
    }).observe(host);
    shadow.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || mode() !== 'open') return;
      // One thing at a time: the next Escape is for the paragraphs.
      event.stopPropagation();
      show('row');
      parts.more.focus();
    });
    show(mode());
  }

  function dayForm() {
    var section = make('section');
    var form = make('form', '', { class: 'day' });
    parts.day = make('input', '', { type: 'date', id: 'day', required: '' });
    parts.dayFault = make('p', '', { class: 'fault', role: 'alert' });
    parts.dayNote = make('p', '', { class: 'note' });
    form.append(make('label', 'Day', { for: 'day' }), parts.day, make('button', 'Show', { type: 'submit' }));
    // What is no day is for the server to say, in words.
    form.noValidate = true;
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      if (parts.day.value) choose(parts.day.value);
      else parts.dayFault.textContent = 'Choose a day first: this is not one.';
    });
    section.append(make('h2', 'Show the site as of another day'), form, parts.dayFault, parts.dayNote);
    return section;
  }

  function mode() {
    return remembered('bar') || 'row';
  }

  function show(how) {
    remember('bar', how);
    parts.bar.dataset.mode = how;
    parts.more.setAttribute('aria-expanded', String(how === 'open'));
    parts.details.hidden = how !== 'open';
    parts.row.hidden = how === 'away';
    parts.again.hidden = how !== 'away';
    if (how === 'away' && window.frontsheetSources) window.frontsheetSources.end();
  }

  // Another day, for all tabs; none for the usual one.
  function choose(day) {
    parts.dayFault.textContent = '';
    parts.asOf.textContent = 'Making the site as of that day …';
    fetch(own + 'day?token=' + token + '&day=' + encodeURIComponent(day), { method: 'POST' }).then(function (answer) {
      return answer.text().then(function (words) {
        if (answer.ok) return;
        parts.dayFault.textContent = words.trim();
        tellDay();
      });
    }).catch(function () {
      parts.dayFault.textContent = 'The preview has ended.';
      tellDay();
    });
  }

  function tellDay() {
    var days = state && state.days;
    parts.back.hidden = !(days && days.is_chosen);
    parts.asOf.textContent = days ? 'Shown as of ' + days.words : '';
    parts.asOf.classList.toggle('chosen', Boolean(days && days.is_chosen));
    if (!days) return;
    parts.back.textContent = 'Back to ' + days.usual_words;
    if (shadow.activeElement !== parts.day) parts.day.value = days.iso;
    parts.dayNote.textContent = 'The day holds for all tabs of this preview until it ends. Nothing is written: a build goes by its own day.';
  }

  function tellPage() {
    parts.tags.replaceChildren();
    parts.page.replaceChildren(make('h2', facts ? facts.title : 'This page'));
    var tag = function (words, mood) { parts.tags.append(make('li', words, { 'data-mood': mood })); };
    if (facts) facts.tags.forEach(function (it) { tag(it.words, it.mood); });
    if (state.stale) tag('As it was before the error', 'bad');
    var list = make('dl');
    var line = function (label, words) {
      var group = make('div');
      var value = make('dd');
      value.append(words);
      group.append(make('dt', label), value);
      list.append(group);
    };
    if (facts) {
      facts.lines.forEach(function (it) { line(it.label, it.words); });
      if (facts.files.length) {
        var files = make('ul');
        facts.files.forEach(function (file) { var item = make('li'); item.append(make('code', file)); files.append(item); });
        line('Written in', files);
      }
    }
    if (list.children.length) parts.page.append(list);
    else parts.page.append(make('p', 'The program makes this page; it is no one’s text.'));
    if (facts && facts.has_release) {
      var link = make('a', 'See what has changed since the last release', { href: address('since/') });
      var way = make('p');
      way.append(link);
      parts.page.append(way);
    }
    tellWarnings(tag);
  }

  function tellWarnings(tag) {
    var here = facts ? facts.warnings : [];
    var printed = here.map(function (fault) { return fault.printed; });
    var others = state.faults.filter(function (fault) { return fault.severity === 'warning' && printed.indexOf(fault.printed) < 0; });
    if (here.length) tag(count(here.length, 'warning'), 'mind');
    parts.again.textContent = 'Preview bar' + (here.length ? ': ' + count(here.length, 'warning') : '');
    var list = function (faults) {
      var list = make('ol');
      faults.forEach(function (fault) { var item = make('li'); item.append(make('pre', fault.printed)); list.append(item); });
      return list;
    };
    parts.warnings.replaceChildren(make('h2', here.length ? 'Warnings of this page' : 'No warnings of this page'));
    if (here.length) parts.warnings.append(list(here));
    if (others.length) {
      var details = make('details');
      details.append(make('summary', count(others.length, 'warning') + ' elsewhere'), list(others));
      parts.warnings.append(details);
    }
  }

  function ask() {
    if (!state || document.hidden || known === state.number) return;
    var number = state.number;
    known = number;
    read('bar.json').then(function (answer) {
      facts = answer;
      if (state.number === number) tellPage();
    }).catch(function () {
      known = null;
      facts = null;
      tellPage();
    });
    window.frontsheetSources.renew();
  }

  document.addEventListener('frontsheet-state', function (event) {
    state = event.detail;
    tellDay();
    ask();
  });
  document.addEventListener('visibilitychange', ask);

  // What sources.js needs of the bar.
  window.frontsheetBar = { parts: parts, read: read, remember: remember, remembered: remembered, host: host };
  build();
})();
