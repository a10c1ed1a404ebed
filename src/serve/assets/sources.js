// Shows where each paragraph of a page was written. It is never part of a built site.
(function () {
  'use strict';
  var bar = window.frontsheetBar;
  var ELEMENTS = 'h1, h2, h3, h4, h5, h6, p, li, tr, pre, dt, dd, hr, caption';
  // What the program adds to a text between its parts.
  var OURS = '.for-whom, .origin-note, .alert-title, .footnote-back';
  var places = new Map(); // element -> its place
  var borrowed = [];      // elements that cannot be focused by themselves
  var isOn = false;
  var chosen = null;

  // Counts the elements of the page off against the parts of its text. Headings and footnotes have ids to go by; where
  // something else on the way does not fit, what follows is known by its heading only.
  function find(sources) {
    var found = new Map();
    var told = function (file, line, isNear) { return { file: sources.files[file], line: line, isNear: Boolean(isNear) }; };
    var byId = new Map();
    sources.parts.forEach(function (part, index) { if (part[1]) byId.set(part[1], index); });
    var at = 0, heading = null, isLost = false;
    document.querySelectorAll(':is([data-source], .footnotes) :is(' + ELEMENTS + ')').forEach(function (element) {
      if (element.matches(OURS)) return;
      if (element.id && byId.has(element.id)) {
        at = byId.get(element.id);
        heading = sources.parts[at];
        isLost = false;
      }
      var part = sources.parts[at];
      var kind = /^H[1-6]$/.test(element.tagName) ? 'h' : element.tagName.toLowerCase();
      if (!isLost && part && part[0] === kind && (!part[1] || part[1] === element.id)) {
        found.set(element, told(part[2], part[3]));
        at += 1;
      } else {
        isLost = true;
        if (heading) found.set(element, told(heading[2], heading[3], true));
      }
    });
    var rows = new Map(sources.rows.map(function (row) { return [row[0], row]; }));
    document.querySelectorAll('[data-document-control] [data-field]').forEach(function (cell) {
      var row = rows.get(cell.dataset.field);
      if (row) found.set(cell.closest('tr') || cell, told(row[1], row[2]));
    });
    var title = document.querySelector('main h1');
    if (title && rows.has('title')) found.set(title, told(rows.get('title')[1], rows.get('title')[2]));
    var isBefore = function (one, other) { return one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING; };
    return new Map(Array.from(found).sort(function (one, other) { return isBefore(one[0], other[0]) ? -1 : 1; }));
  }

  function said(place) {
    return (place.isNear ? 'Below ' : '') + place.file + ', line ' + place.line;
  }

  function say(words, canCopy) {
    bar.parts.place.textContent = words;
    bar.parts.copy.hidden = !canCopy;
    bar.parts.placeRow.hidden = false;
  }

  function choose(element) {
    chosen = places.get(element);
    // One at a time is on the way of the tab key; the arrow keys lead to the others.
    borrowed.forEach(function (other) { other.tabIndex = other === element ? 0 : -1; });
    say(said(chosen), true);
  }

  function mark() {
    places.forEach(function (place, element) {
      element.classList.add('frontsheet-part');
      if (!element.hasAttribute('tabindex')) {
        element.tabIndex = borrowed.length ? -1 : 0;
        borrowed.push(element);
      }
    });
  }

  function unmark() {
    places.forEach(function (place, element) { element.classList.remove('frontsheet-part'); });
    borrowed.forEach(function (element) { element.removeAttribute('tabindex'); });
    borrowed = [];
  }

  function begin(byKeyboard) {
    isOn = true;
    bar.remember('sources', 'on');
    bar.parts.sources.setAttribute('aria-pressed', 'true');
    return bar.read('sources.json').then(function (sources) {
      if (!isOn) return;
      unmark();
      places = sources ? find(sources) : new Map();
      document.documentElement.classList.add('frontsheet-sources');
      mark();
      if (places.size === 0) say('The program makes this page; there is no line of a text to show.', false);
      else say('Click a paragraph, a heading or a row, or go there with the arrow keys. Enter copies the place, Escape ends this.', false);
      var inView = Array.from(places.keys()).find(function (element) { return element.getBoundingClientRect().top >= 0; });
      if (byKeyboard && inView) inView.focus();
    }).catch(function () {
      say('Where things are written cannot be told just now.', false);
    });
  }

  function end() {
    if (!isOn) return;
    isOn = false;
    chosen = null;
    bar.remember('sources', 'off');
    bar.parts.sources.setAttribute('aria-pressed', 'false');
    bar.parts.placeRow.hidden = true;
    document.documentElement.classList.remove('frontsheet-sources');
    unmark();
    places = new Map();
  }

  function copy() {
    if (!chosen) return;
    var place = chosen;
    var words = place.file + ':' + place.line;
    navigator.clipboard.writeText(words).then(function () {
      say('Copied: ' + words, true);
    }, function () {
      say('Copy it from here: ' + words, true);
    });
  }

  function partOf(event) {
    var element = event.target.closest && event.target.closest('.frontsheet-part');
    return isOn && places.has(element) ? element : null;
  }

  document.addEventListener('click', function (event) {
    var part = partOf(event);
    if (!part) return;
    // A link in it would lead away.
    event.preventDefault();
    event.stopPropagation();
    part.focus({ preventScroll: true });
    choose(part);
  }, true);

  document.addEventListener('focusin', function (event) {
    if (isOn && places.has(event.target)) choose(event.target);
  });

  document.addEventListener('keydown', function (event) {
    if (!isOn || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') {
      var wasInText = places.has(document.activeElement);
      end();
      if (wasInText) bar.parts.sources.focus();
      return;
    }
    if (!places.has(event.target)) return;
    var all = Array.from(places.keys());
    var at = all.indexOf(event.target);
    var next = { ArrowDown: all[at + 1], ArrowUp: all[at - 1] }[event.key];
    if (next) next.focus();
    if (event.key === 'Enter') copy();
    if (next || event.key === 'Enter') event.preventDefault();
  });

  window.frontsheetSources = {
    turn: function (byKeyboard) { if (isOn) end(); else begin(byKeyboard); },
    end: end,
    copy: copy,
    renew: function () { if (isOn || bar.remembered('sources') === 'on') begin(false); },
  };
})();
