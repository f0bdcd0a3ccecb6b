/* Messages: searched, counted, put together by their patterns, told as they come, with what came around one. */
(() => {
  'use strict';
  const root = document.getElementById('logs');
  if (!root) return;
  const scruffy = window.scruffy;
  const { el, length, count, time } = scruffy;
  const { zone, api } = root.dataset;
  const part = (name) => document.getElementById('logs-' + name);

  const TABS = { messages: 'Messages', patterns: 'Patterns' };
  const MOST = 100;
  const AROUND = 10;
  const MOST_TOLD = 500;
  const SAID = 'logs.said';
  const AT = 'logs.at';
  const BARS = 120;
  const COLUMNS = ['body', 'message', 'name', 'exception.message'];
  const BESIDE = ['severity', 'severity_text', 'service.name', 'station'];
  const CHANGES = { NEW: 'new', GONE: 'gone', UP: 'more', DOWN: 'less', SAME: 'as before' };
  const DAY = 86400;

  let known = new Set();
  let turn = 0;
  let tail = null;
  let followed = ''; // what is listened for
  let listed = null; // the question that the messages answer
  const asking = new scruffy.Asking(part('question'), { zone, api, range: '1h', changed: read });
  const look = (from, to) => asking.set({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  const dark = new scruffy.Dark({ zone, api, avails: root.dataset.avails, station: root.dataset.station, zoom: look });

  const column = () => asking.get('in') || 'body';
  const tab = () => (TABS[asking.get('tab')] ? asking.get('tab') : 'messages');
  const columns = () => [...BESIDE.filter((name) => known.has(name)), column()];

  /** What none of them says is no column. */
  const shown = (found) => columns().filter((name) => name === column() || found.some((row) => (row.values[name] ?? '') !== ''));

  const words = () => asking.get('q').split(/\s+/).filter(Boolean);
  const anyCase = () => asking.get('case') === 'any' && words().length > 0;

  /** Whether a message says all the words, in whatever case. */
  function said() {
    const quoted = (text) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
    const message = `TO_LOWER(STRING($${quoted(column())}))`;
    return { name: SAID, expression: `AND(${words().map((word) => `CONTAINS(${message}, ${quoted(word.toLowerCase())})`).join(', ')})` };
  }

  /** As the address of Explore has them. */
  const written = () => [`${column()}|exists|`, ...(anyCase() ? [`${SAID}|=|true`] : words().map((word) => `${column()}|contains|${word}`))];

  const question = () => ({ ...asking.question(written().map((text) => scruffy.filters.typed(scruffy.filters.read(text)))), ...(anyCase() ? { calculated_fields: [said()] } : {}) });

  async function read() {
    const mine = ++turn;
    root.setAttribute('aria-busy', 'true');
    part('text').value = asking.get('q');
    part('case').checked = asking.get('case') === 'any';
    part('tab').replaceChildren(...Object.entries(TABS).map(([key, words]) =>
      el('button', { type: 'button', 'aria-pressed': String(key === tab()), onclick: () => asking.set({ tab: key === 'messages' ? '' : key }) }, words)));
    part('messages').hidden = tab() !== 'messages';
    part('patterns').hidden = tab() !== 'patterns';
    try {
      if (!known.has(column())) await learn();
      if (mine !== turn) return;
      part('explore').href = asking.explore(root.dataset.explore, { tab: 'events', col: columns(), f: written(), ...(anyCase() ? { made: `${said().name}|${said().expression}` } : {}) });
      if (!known.has(column())) throw Object.assign(new Error(), { none: true });
      await Promise.all([counts(mine), tab() === 'messages' ? messages(mine) : patterns(mine)]);
      if (mine === turn) part('failure').hidden = true;
    } catch (failure) {
      if (mine !== turn) return;
      part('failure').hidden = Boolean(failure.none);
      if (failure.none) nothing();
      else part('failure-words').textContent = failure.message;
    } finally {
      if (mine === turn) root.setAttribute('aria-busy', 'false');
    }
  }

  /** Asks which columns there are: what holds a message is offered, and what else is told of one. */
  async function learn() {
    const all = await scruffy.ask(api + '/datasets/__all__/columns');
    known = new Set(all.map((one) => one.name));
    const offered = [...new Set([...COLUMNS.filter((name, i) => i === 0 || known.has(name)), column()])];
    part('column').replaceChildren(...offered.map((name) => el('option', { value: name }, name)));
    part('column').value = column();
  }

  /** No event ever had such a message. */
  function nothing() {
    quiet();
    part('older').hidden = true;
    part('sum').textContent = '';
    part('bars').replaceChildren();
    part('axis').replaceChildren();
    part('steps').replaceChildren();
    part('table').replaceChildren();
    part('words').textContent = '';
    part('empty').hidden = false;
    part('empty').textContent = `No event has ${column()} yet. Logs come by OTLP to /v1/logs, or as lines of JSON to /api/v1/events/lines; which field holds the message can be chosen above.`;
    document.getElementById('patterns-rows').replaceChildren();
    document.getElementById('patterns-empty').hidden = false;
  }

  async function counts(mine) {
    const asked = question();
    const [from, to] = [Date.parse(asked.from), Date.parse(asked.to)];
    const step = Math.max(1, Math.ceil((to - from) / 1000 / BARS));
    const found = await scruffy.ask(api + '/query', { ...asked, calculations: [{ op: 'COUNT' }], granularity: step, include: ['series'] });
    if (mine !== turn) return;
    const counted = new Map(found.series.map((one) => [Date.parse(one.time), one.values.COUNT || 0]));
    const most = Math.max(1, ...counted.values());
    const times = Array.from({ length: Math.ceil((to - from) / 1000 / step) }, (_, i) => from + i * step * 1000);
    const at = (ms) => time.stamp(ms, zone, 'second');
    const about = (start) => ({ from: start, to: start + step * 1000, filters: asked.filters, calculated_fields: asked.calculated_fields });
    part('sum').textContent = `${count(found.matched)} ${found.matched === 1 ? 'message' : 'messages'}, ${asking.words()}, took ${length(found.tookMs)}`;
    part('bars').replaceChildren(...times.map((start) => {
      const events = counted.get(start) || 0;
      const bar = el('button', { type: 'button', tabindex: '-1', title: `${at(start)}: ${count(Math.round(events))}`,
        onclick: (event) => dark.offer({ x: event.clientX, y: event.clientY }, about(start)) }, el('i'));
      bar.firstElementChild.style.height = `${(events / most) * 100}%`;
      return bar;
    }));
    part('axis').replaceChildren(...[time.stamp(from, zone), `at most ${count(Math.round(most))} in ${length(step * 1000)}`, time.stamp(to, zone)].map((words) => el('span', {}, words)));
    part('steps').replaceChildren(...times.filter((start) => counted.get(start)).map((start) =>
      el('tr', {}, el('th', { scope: 'row' }, dark.button(at(start), () => about(start))), el('td', { class: 'x-number' }, count(Math.round(counted.get(start)))))));
  }

  const told = {
    zone,
    api,
    trace: (trace, span) => `${root.dataset.trace}?${new URLSearchParams({ id: trace, ...(span ? { span } : {}) })}`,
    filter: (filter) => asking.add(filter),
    group: (name) => location.assign(asking.explore(root.dataset.explore, { by: name })),
    more: (row) => [
      el('button', { type: 'button', class: 'x-link', onclick: () => around(row) }, 'Around it'),
      row.values['trace.trace_id'] ? el('a', { href: told.trace(row.values['trace.trace_id'], row.values['trace.span_id']) }, 'Trace') : null,
    ].filter(Boolean),
  };
  const rows = new scruffy.Rows(part('table'), told);
  const near = new scruffy.Rows(document.getElementById('context-table'), { ...told, more: null });

  async function messages(mine) {
    if (tail) {
      if (wanted() !== followed) listen();
      return;
    }
    listed = question();
    const found = await scruffy.events(api, listed, columns(), MOST);
    if (mine !== turn || tail) return; // they are listened to by now
    rows.show(found, shown(found));
    sayRows(found.length === MOST);
    part('empty').hidden = found.length > 0;
    part('empty').textContent = 'No messages like these in this time.';
  }

  function sayRows(more) {
    const { length: all } = rows.rows;
    part('words').textContent = all ? `${count(all)}, the latest first` : '';
    part('older').hidden = !more;
  }

  /** More of the same answer: what came before the oldest that is shown, below it. */
  async function older() {
    const mine = turn;
    const last = rows.rows[rows.rows.length - 1];
    const known = new Set(rows.rows.filter(({ at }) => at === last.at).map(({ values }) => JSON.stringify(values)));
    part('older').disabled = true;
    try {
      const before = await scruffy.events(api, {
        ...listed, to: new Date(Math.floor(last.at) + 1).toISOString(), filters: [...listed.filters, { column: AT, op: '<=', value: last.at / 1000 }],
        calculated_fields: [...(listed.calculated_fields || []), { name: AT, expression: 'EVENT_TIMESTAMP()' }],
      }, columns(), MOST);
      if (mine !== turn || tail) return;
      const found = before.filter(({ at, values }) => at !== last.at || !known.has(JSON.stringify(values)));
      rows.rows.push(...found);
      rows.table.tBodies[0].append(...found.map((row) => rows.row(row)));
      sayRows(before.length === MOST && found.length > 0);
    } catch (failure) {
      part('words').textContent = failure.message;
    } finally {
      part('older').disabled = false;
    }
  }

  /** What the same program said just before a message and just after it. */
  async function around(row) {
    const words = document.getElementById('context-words');
    const service = row.values['service.name'];
    const same = service ? [{ column: 'service.name', op: '=', value: service }] : [];
    const asked = (from, to) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), filters: [{ column: column(), op: 'exists' }, ...same] });
    document.getElementById('logs-context').showModal();
    words.textContent = 'Reading …';
    try {
      const at = Math.floor(row.at);
      const [before, after] = await Promise.all([
        scruffy.events(api, asked(at - DAY * 1000, at + 1), columns(), AROUND + 1),
        scruffy.events(api, asked(at + 1, at + DAY * 1000), columns(), AROUND, true)]);
      near.show([...after, ...before], shown([...after, ...before]));
      const mine = near.table.tBodies[0].rows[after.length];
      if (mine) mine.classList.add('g-this');
      words.textContent = `${service ? `Of ${service}: ` : ''}${count(after.length)} after it, ${count(Math.max(0, before.length - 1))} before it, the latest first`;
    } catch (failure) {
      words.textContent = failure.message;
    }
  }

  // ---- patterns -----------------------------------------------------------------------------------------------------

  async function patterns(mine) {
    const asked = question();
    const range = Math.round((Date.parse(asked.to) - Date.parse(asked.from)) / 1000);
    const offset = { before: range, day: DAY, week: 7 * DAY }[asking.get('than')];
    document.getElementById('logs-compare').value = offset ? asking.get('than') : '';
    const found = await scruffy.ask(api + '/logs/patterns', { ...asked, column: column(), limit: 200, ...(offset ? { compare_time_offset_seconds: offset } : {}) });
    if (mine !== turn) return;
    document.querySelectorAll('#logs-patterns [data-compared]').forEach((head) => (head.hidden = !offset));
    document.getElementById('patterns-rows').replaceChildren(...found.patterns.map((pattern) => patternRow(pattern, Boolean(offset))));
    document.getElementById('patterns-empty').hidden = found.patterns.length > 0;
    document.getElementById('patterns-words').textContent = `${count(found.total)} ${found.total === 1 ? 'pattern' : 'patterns'}${found.leftOut ? `, ${count(found.leftOut)} messages in none of them` : ''}`;
  }

  function patternRow(pattern, compared) {
    const words = pattern.pattern.split('<*>').flatMap((piece, i) => (i ? [el('mark', { class: 'g-hole' }, '…'), piece] : [piece]));
    const fixed = pattern.pattern.split('<*>').map((piece) => piece.trim()).sort((a, b) => b.length - a.length)[0];
    return el('tr', { 'data-change': compared ? pattern.change : null },
      el('th', { scope: 'row' }, el('button', { type: 'button', class: 'x-value', title: 'Show its messages', onclick: () => asking.set({ q: '', tab: '', f: [...new URLSearchParams(location.search).getAll('f'), `${column()}|contains|${fixed}`] }) }, ...words),
        pattern.example === pattern.pattern ? null : el('small', { class: 'l-service' }, pattern.example)),
      el('td', { class: 'x-number' }, count(pattern.count)),
      compared ? el('td', { class: 'x-number' }, count(pattern.before)) : null,
      compared ? el('td', {}, el('span', { class: 'g-change', 'data-change': pattern.change }, CHANGES[pattern.change])) : null);
  }

  // ---- as they come -------------------------------------------------------------------------------------------------

  const wanted = () => JSON.stringify([heard(), anyCase() ? words() : []]);
  const heard = () => question().filters.filter((filter) => filter.column !== SAID); // who listens makes no columns: the case is looked at here
  const isMeant = (message) => !anyCase() || words().every((word) => String(message).toLowerCase().includes(word.toLowerCase()));

  function listen() {
    quiet();
    followed = wanted();
    tail = new EventSource(`${api}/events/tail?${new URLSearchParams({ filters: JSON.stringify(heard()) })}`);
    press(true);
    rows.show([], columns());
    let told = 0;
    const since = Date.now();
    part('empty').hidden = true;
    part('older').hidden = true;
    part('words').textContent = 'Connecting …';
    tail.onopen = () => (part('words').textContent = 'Listening: messages come here as they are kept');
    tail.onmessage = (message) => {
      const said = JSON.parse(message.data);
      if (said.missed) {
        part('words').textContent = `${count(said.missed)} messages came too fast to be shown`;
        return;
      }
      if (!isMeant(said.data[column()])) return;
      const lines = rows.table.tBodies[0];
      lines.prepend(rows.row({ at: Date.parse(said.time), values: said.data, count: said.data['meta.sample_rate'] || 1 }));
      if (lines.rows.length > MOST_TOLD) lines.rows[MOST_TOLD].remove();
      part('words').textContent = `Listening: ${count(++told)} since ${time.second(since, zone)} ${time.zone(since, zone)}`;
    };
    tail.onerror = () => (part('words').textContent = 'The connection broke off; listening again …');
  }

  function press(on) {
    part('tail').setAttribute('aria-pressed', String(on));
    part('tail').textContent = on ? 'Stop' : 'Live tail';
  }

  function quiet() {
    if (tail) tail.close();
    tail = null;
    press(false);
  }

  part('tail').addEventListener('click', () => {
    if (!tail) {
      listen();
      return;
    }
    quiet();
    read();
  });
  part('again').addEventListener('click', () => {
    known = new Set(); // there may be more by now
    read();
  });
  part('retry').addEventListener('click', read);
  part('older').addEventListener('click', older);
  part('case').addEventListener('change', (event) => asking.set({ case: event.target.checked ? 'any' : '', q: part('text').value.trim() }));
  part('column').addEventListener('change', (event) => asking.set({ in: event.target.value === 'body' ? '' : event.target.value }));
  document.getElementById('logs-compare').addEventListener('change', (event) => asking.set({ than: event.target.value }));
  part('search').addEventListener('submit', (event) => {
    event.preventDefault();
    asking.set({ q: part('text').value.trim() });
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target.matches('input, select, textarea')) return;
    event.preventDefault();
    part('text').focus();
  });

  read();
})();
