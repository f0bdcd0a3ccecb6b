/* The page Explore: a question (time, view, filters, group) that stands in the URL, its heatmap and its table. */
(() => {
  'use strict';
  const scruffy = window.scruffy;
  const { el, length, count, time } = scruffy;

  const MINUTE = 60000;
  const RANGES = {
    '15m': { words: '15 min', last: '15 minutes', ms: 15 * MINUTE },
    '1h': { words: '1 h', last: 'hour', ms: 60 * MINUTE },
    '6h': { words: '6 h', last: '6 hours', ms: 360 * MINUTE },
    '24h': { words: '24 h', last: '24 hours', ms: 1440 * MINUTE },
    '7d': { words: '7 days', last: '7 days', ms: 7 * 1440 * MINUTE },
  };
  const VIEWS = {
    web: { words: 'Web requests', filters: [['span.kind', '=', 'server']] },
    sql: { words: 'SQL', filters: [['db.system', 'exists', '']] },
    origin: { words: 'Origin fetches', filters: [['name', '=', 'origin fetch']] },
    all: { words: 'Everything', filters: [] },
  };
  const OPS = {
    '=': 'is', '!=': 'is not', '>': '>', '>=': '≥', '<': '<', '<=': '≤',
    contains: 'contains', exists: 'is there', 'does-not-exist': 'is not there',
  };
  const WITHOUT_VALUE = ['exists', 'does-not-exist'];
  const COLUMNS = ['name', 'span.kind', 'service.name', 'error', 'duration_ms', 'http.route', 'http.method', 'http.status_code']
    .concat(['db.statement', 'db.operation', 'db.system', 'db.statement_count', 'jpa.relation', 'station', 'feed']);
  const GROUPS = ['name', 'http.route', 'http.status_code', 'span.kind', 'jpa.relation', 'db.statement', 'db.operation', 'error']
    .concat(['station', 'feed', 'service.name']);
  const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
  const CALCULATIONS = ['COUNT', 'P50', 'P95', 'P99', 'MAX'];

  const page = document.getElementById('explore');
  if (!page) return;
  const part = (id) => document.getElementById(id);
  const zone = page.dataset.zone;
  let asked = 0;
  let answer = null;
  let state = read();

  function read() {
    const url = new URLSearchParams(location.search);
    const filters = url.getAll('f').map((text) => {
      const [column, op, ...value] = text.split('|');
      return { column, op, value: value.join('|') };
    });
    const from = Date.parse(url.get('from'));
    const to = Date.parse(url.get('to'));
    const fixed = Number.isFinite(from) && Number.isFinite(to) && to > from;
    return {
      range: RANGES[url.get('range')] ? url.get('range') : '1h',
      from: fixed ? from : null,
      to: fixed ? to : null,
      view: VIEWS[url.get('view')] ? url.get('view') : 'web',
      filters: filters.filter((filter) => filter.column && OPS[filter.op]),
      by: url.has('by') ? url.get('by') : 'name',
      sort: url.get('sort') || 'COUNT',
      live: url.get('live') !== 'off',
    };
  }

  function write(replace) {
    const url = new URLSearchParams(location.search);
    ['range', 'from', 'to', 'view', 'f', 'by', 'sort', 'live'].forEach((key) => url.delete(key));
    if (state.from !== null) {
      url.set('from', new Date(state.from).toISOString());
      url.set('to', new Date(state.to).toISOString());
    }
    if (state.range !== '1h') url.set('range', state.range);
    if (state.view !== 'web') url.set('view', state.view);
    state.filters.forEach((filter) => url.append('f', [filter.column, filter.op, filter.value].join('|')));
    if (state.by !== 'name') url.set('by', state.by);
    if (state.sort !== 'COUNT') url.set('sort', state.sort);
    if (!state.live) url.set('live', 'off');
    const text = url.toString();
    history[replace ? 'replaceState' : 'pushState'](null, '', location.pathname + (text ? '?' + text : ''));
  }

  function change(what) {
    state = { ...state, ...what };
    write(false);
    draw();
    run();
  }

  const heatmap = new scruffy.Heatmap(part('heatmap-frame'), {
    zone,
    open: (trace) => location.assign(traceUrl(trace)),
    zoom: (from, to) => {
      const least = Math.max(to - from, 30000);
      const middle = (from + to) / 2;
      change({ from: Math.round(middle - least / 2), to: Math.round(middle + least / 2) });
    },
    back: () => change({ from: null, to: null }),
  });
  scruffy.heatmap = heatmap;

  function traceUrl(trace) {
    const kept = new URLSearchParams();
    const now = new URLSearchParams(location.search);
    ['station', 'feed'].forEach((key) => now.has(key) && kept.set(key, now.get(key)));
    kept.set('id', trace);
    return page.dataset.trace + '?' + kept;
  }

  function range() {
    let to = state.to;
    let from = state.from;
    const now = Date.now();
    if (from === null) {
      to = now;
      from = now - RANGES[state.range].ms;
    }
    const seconds = (to - from) / 1000;
    const step = STEPS.find((candidate) => seconds / candidate <= heatmap.room) || 86400;
    return { from: Math.floor(from / 1000 / step) * step, to: Math.ceil(to / 1000 / step) * step, step };
  }

  function typed(filter) {
    const value = filter.value;
    if (WITHOUT_VALUE.includes(filter.op)) return { column: filter.column, op: filter.op };
    const number = value.trim() !== '' && Number.isFinite(Number(value)) && filter.op !== 'contains';
    const truth = value === 'true' || value === 'false';
    return { column: filter.column, op: filter.op, value: number ? Number(value) : truth ? value === 'true' : value };
  }

  async function run() {
    const turn = ++asked;
    const { from, to, step } = range();
    const view = VIEWS[state.view].filters.map(([column, op, value]) => ({ column, op, value }));
    page.setAttribute('aria-busy', 'true');
    try {
      const found = await scruffy.ask(page.dataset.api + '/query', {
        from: new Date(from * 1000).toISOString(),
        to: new Date(to * 1000).toISOString(),
        calculations: [{ op: 'HEATMAP', column: 'duration_ms' }]
          .concat(CALCULATIONS.map((op) => (op === 'COUNT' ? { op } : { op, column: 'duration_ms' }))),
        filters: view.concat(state.filters).map(typed),
        breakdowns: state.by ? [state.by] : [],
        granularitySeconds: step,
        limit: 100,
      });
      if (turn !== asked) return;
      answer = found;
      show();
    } catch (failure) {
      if (turn === asked) refuse(failure);
    } finally {
      if (turn === asked) page.setAttribute('aria-busy', 'false');
    }
  }

  function show() {
    part('explore-failure').hidden = true;
    heatmap.zoomed = state.from !== null;
    heatmap.show(answer);
    const cells = heatmap.cells();
    part('heatmap').dataset.cells = String(cells.length);
    part('explore-waiting').hidden = true;
    showEmpty(cells.length === 0);
    showMeta();
    showCells(cells);
    showGroups();
  }

  function showEmpty(empty) {
    part('heatmap-empty').hidden = !empty;
    if (!empty) return;
    const span = state.from === null ? `in the last ${RANGES[state.range].last}` : 'in this stretch of time';
    const noun = { web: 'requests', sql: 'SQL statements', origin: 'origin fetches', all: 'events' }[state.view];
    const words = part('heatmap-empty-words');
    words.replaceChildren(`No ${noun} ${span}. `);
    if (state.filters.length > 0) {
      words.append(el('button', { type: 'button', class: 'x-link', onclick: () => change({ filters: [] }) }, 'Remove the filters'), '.');
    } else {
      words.append('Open ', el('a', { href: page.dataset.week }, 'the week'), ' or ', el('a', { href: page.dataset.onair }, 'On air'), ' to make some.');
    }
  }

  function showMeta() {
    part('explore-matched').textContent =
      `${count(answer.matched)} ${answer.matched === 1 ? 'event' : 'events'} matched, took ${length(answer.tookMs)},`;
    const dropped = part('explore-dropped');
    dropped.textContent = `${count(answer.dropped || 0)} dropped`;
    dropped.classList.toggle('x-warn', answer.dropped > 0);
    dropped.title = answer.dropped > 0
      ? 'Events that came faster than they could be stored since the start: the picture is not complete.'
      : 'Nothing was lost: every event since the start is stored.';
    const from = Date.parse(answer.from);
    const to = Date.parse(answer.to);
    const day = time.day(from, zone);
    const until = time.day(to, zone) === day ? '' : time.day(to, zone) + ', ';
    part('heatmap-time').textContent =
      `${day}, ${time.minute(from, zone)} – ${until}${time.minute(to, zone)} ${time.zone(to, zone)}, station time (${zone})`;
  }

  function showCells(cells) {
    const most = 200;
    const rows = cells.slice(0, most).map((cell) =>
      el('tr', {},
        el('td', {}, cell.when),
        el('td', { class: 'x-number' }, cell.took),
        el('td', { class: 'x-number' }, count(cell.count)),
        el('td', { class: 'x-number' }, cell.trace ? el('a', { href: traceUrl(cell.trace) }, length(cell.max)) : length(cell.max))));
    part('cells-rows').replaceChildren(...rows);
    part('cells-words').textContent =
      cells.length > most ? `The ${most} slowest of ${count(cells.length)} cells` : `${count(cells.length)} cells, slowest first`;
  }

  const keyOf = (op) => (op === 'COUNT' ? 'COUNT' : `${op}(duration_ms)`);

  function showGroups() {
    const heads = CALCULATIONS.map((op) => {
      const sorted = state.sort === op;
      const button = el('button', { type: 'button', class: 'x-sort', onclick: () => change({ sort: op }) },
        op === 'COUNT' ? 'Events' : op === 'MAX' ? 'Slowest' : op);
      return el('th', { scope: 'col', class: 'x-number', 'aria-sort': sorted ? 'descending' : 'none' }, button);
    });
    part('groups-head').replaceChildren(el('th', { scope: 'col' }, state.by || 'All events'), ...heads);
    const rows = [...(answer.rows || [])].sort((a, b) => (b.values[keyOf(state.sort)] || 0) - (a.values[keyOf(state.sort)] || 0));
    const filled = rows.filter((row) => row.values.COUNT > 0);
    part('groups-rows').replaceChildren(...filled.map(groupRow));
    part('groups-empty').hidden = filled.length > 0;
  }

  function groupRow(row) {
    const value = state.by ? row.group[state.by] : 'all of them';
    const missing = value === null || value === undefined || value === '';
    const words = missing ? '(not there)' : String(value);
    const filter = missing ? { column: state.by, op: 'does-not-exist', value: '' } : { column: state.by, op: '=', value: words };
    const name = state.by
      ? el('button', { type: 'button', class: 'x-value', title: `Show only ${state.by} = ${words}`, onclick: () => add(filter) }, words)
      : words;
    return el('tr', { 'data-group': words },
      el('th', { scope: 'row' }, name),
      ...CALCULATIONS.map((op) => {
        const number = row.values[keyOf(op)];
        return el('td', { class: 'x-number' }, op === 'COUNT' ? count(number) : length(number));
      }));
  }

  function refuse(failure) {
    part('explore-waiting').hidden = true;
    const box = part('explore-failure');
    box.hidden = false;
    part('explore-failure-words').textContent = failure.message;
  }

  function add(filter) {
    const there = state.filters.some((one) => one.column === filter.column && one.op === filter.op && one.value === filter.value);
    if (!there) change({ filters: [...state.filters, filter] });
  }

  /** Paints the question: which choices are made, which filters stand. */
  function draw() {
    choose('explore-range', RANGES, state.from === null ? state.range : '', (key) => change({ range: key, from: null, to: null }));
    choose('explore-view', VIEWS, state.view, (key) => change({ view: key }));
    part('explore-back').hidden = state.from === null;
    part('explore-back').textContent = `Back to the last ${RANGES[state.range].last}`;
    part('filters').replaceChildren(...state.filters.map((filter, i) => {
      const words = `${filter.column} ${OPS[filter.op]}${WITHOUT_VALUE.includes(filter.op) ? '' : ' ' + filter.value}`;
      return el('li', { class: 'x-chip' }, el('span', {}, words),
        el('button', {
          type: 'button', 'aria-label': `Remove the filter ${words}`,
          onclick: () => change({ filters: state.filters.filter((_, j) => j !== i) }),
        }, '×'));
    }));
    const by = part('explore-by');
    const known = GROUPS.includes(state.by) || !state.by ? GROUPS : [state.by, ...GROUPS];
    by.replaceChildren(el('option', { value: '' }, 'nothing'), ...known.map((name) => el('option', { value: name }, name)));
    by.value = state.by;
    part('explore-live').checked = state.live;
  }

  function choose(id, choices, chosen, pick) {
    part(id).replaceChildren(...Object.entries(choices).map(([key, choice]) =>
      el('button', { type: 'button', 'data-key': key, 'aria-pressed': String(key === chosen), onclick: () => pick(key) }, choice.words)));
  }

  part('explore-back').addEventListener('click', () => change({ from: null, to: null }));
  part('explore-again').addEventListener('click', run);
  part('explore-retry').addEventListener('click', run);
  part('explore-by').addEventListener('change', (event) => change({ by: event.target.value }));
  part('explore-live').addEventListener('change', (event) => change({ live: event.target.checked }));
  part('filter-columns').replaceChildren(...COLUMNS.map((name) => el('option', { value: name })));
  part('filter-op').replaceChildren(...Object.entries(OPS).map(([op, words]) => el('option', { value: op }, words)));
  const valueless = () => (part('filter-value').disabled = WITHOUT_VALUE.includes(part('filter-op').value));
  part('filter-op').addEventListener('change', valueless);
  const addTyped = () => {
    const column = part('filter-column').value.trim();
    const op = part('filter-op').value;
    const value = part('filter-value').value.trim();
    if (!column || (value === '' && !WITHOUT_VALUE.includes(op))) return;
    part('filter-column').value = '';
    part('filter-value').value = '';
    add({ column, op, value: WITHOUT_VALUE.includes(op) ? '' : value });
  };
  part('filter-add').addEventListener('click', addTyped);
  ['filter-column', 'filter-value'].forEach((id) =>
    part(id).addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      addTyped();
    }));
  window.addEventListener('popstate', () => {
    state = read();
    draw();
    run();
  });

  const busy = () => document.hidden || page.getAttribute('aria-busy') === 'true' || heatmap.drag || !part('heatmap-frame').querySelector('.heatmap-tip').hidden;
  setInterval(() => {
    if (state.live && state.from === null && !busy()) run();
  }, 10000);

  draw();
  run();
})();
