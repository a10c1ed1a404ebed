// Shows a page anew when it has changed, and what is wrong when something is. It is never part of a built site.
(function () {
  'use strict';
  var sent = document.currentScript.dataset; // of the page as it was sent
  var token = sent.token;
  var own = '/_frontsheet/';
  var known = new Map(); // address of a file of this page -> its digest
  var number = Number(sent.state) || null; // of the state that a page of the preview's own tells of
  var latest = 0;        // the number of the newest state that has been told
  var panel = null;
  var closed = '';       // the faults that the reader has put away

  // What has changed since then is seen at the first look.
  if (sent.known) known.set(location.pathname, sent.known);

  function plain(address) {
    var url = new URL(address, location.href);
    return url.origin === location.origin ? url.pathname : null;
  }

  function digest(path) {
    return fetch(path, { method: 'HEAD', cache: 'no-store' }).then(function (answer) {
      return answer.headers.get('ETag') || String(answer.status);
    });
  }

  // Calls `changed` when a file is no longer what it was at the last look.
  function look(path, changed) {
    return digest(path).then(function (now) {
      var before = known.get(path);
      known.set(path, now);
      if (before !== undefined && before !== now) changed();
    });
  }

  function lookAtAll() {
    // A page of the preview's own tells of the texts as they are: a new state is a new page.
    var itself = location.pathname.indexOf(own) === 0 ? [] : [look(location.pathname, function () { location.reload(); })];
    var looks = itself;
    var swap = function (element, name) {
      var path = plain(element[name]);
      if (path && path.indexOf(own) !== 0) {
        looks.push(look(path, function () { element[name] = path + '?' + Date.now(); }));
      }
    };
    document.querySelectorAll('link[rel="stylesheet"]').forEach(function (link) { swap(link, 'href'); });
    document.querySelectorAll('img').forEach(function (image) { swap(image, 'src'); });
    looks.push(fetch(own + 'state.json?token=' + token, { cache: 'no-store' }).then(function (answer) {
      return answer.json();
    }).then(function (state) {
      // One answer may overtake another: what is older than what has been told is not told.
      if (state.number < latest) return;
      latest = state.number;
      if (location.pathname.indexOf(own) === 0) {
        if (number !== null && number !== state.number) location.reload();
        number = state.number;
      }
      tell(state);
      document.dispatchEvent(new CustomEvent('frontsheet-state', { detail: state }));
    }));
    return Promise.all(looks).catch(function () { /* The preview has ended; the stream finds out when it is back. */ });
  }

  function make(name, words) {
    var element = document.createElement(name);
    if (words) element.textContent = words;
    return element;
  }

  function count(number, word) {
    return number + ' ' + word + (number === 1 ? '' : 's');
  }

  // Says what is wrong, in a panel at the foot of the page. What is only to be minded is for the bar to tell.
  function tell(state) {
    var errors = state.faults.filter(function (fault) { return fault.severity === 'error'; });
    var words = state.faults.map(function (fault) { return fault.printed; }).join('\n');
    if (panel) { panel.remove(); panel = null; }
    if (errors.length === 0 || words === closed) return;
    closed = '';
    panel = make('section');
    panel.className = 'frontsheet-panel';
    panel.lang = 'en-GB';
    panel.setAttribute('aria-label', 'What is wrong');
    var details = make('details');
    var summary = make('summary');
    panel.setAttribute('role', 'alert');
    details.open = true;
    summary.append(make('strong', count(errors.length, 'error')));
    summary.append(state.stale ? ': this page is shown as it was before.' : '');
    var warnings = state.faults.length - errors.length;
    if (warnings) summary.append(' ' + count(warnings, 'warning'));
    var list = make('ol');
    state.faults.forEach(function (fault) {
      var item = make('li');
      item.append(make('pre', fault.printed));
      list.append(item);
    });
    var away = make('button', 'Put away until it changes');
    away.type = 'button';
    away.addEventListener('click', function () { closed = words; panel.remove(); panel = null; });
    details.append(summary, list, away);
    panel.append(details);
    document.body.append(panel);
  }

  // Tabs of one browser share one stream: a browser opens only six connections to one place.
  var tabs = new BroadcastChannel('frontsheet-preview');
  tabs.onmessage = lookAtAll;
  function listen() {
    return new Promise(function () {
      var stream = new EventSource(own + 'changes?token=' + token);
      stream.onmessage = function (event) { tabs.postMessage(event.data); lookAtAll(); };
    });
  }
  if (navigator.locks) navigator.locks.request('frontsheet-preview', listen); else listen();
  lookAtAll();
})();
