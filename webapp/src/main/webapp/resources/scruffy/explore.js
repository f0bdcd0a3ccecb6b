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
  const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
  const CALCULATIONS = ['COUNT', 'P50|duration_ms', 'P95|duration_ms', 'P99|duration_ms', 'MAX|duration_ms'];
  const OPERATIONS = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX', 'P50', 'P75', 'P90', 'P95', 'P99', 'P999', 'CONCURRENCY']
    .concat(['RATE_AVG', 'RATE_SUM', 'RATE_MAX']);
  const OF_EVENTS = ['COUNT', 'CONCURRENCY'];
  const LIMIT = 100;
  const DRAWN = 6;
  const EARLIER = { 0: 'nothing', 3600: 'an hour before', 86400: 'the day before', 604800: 'the week before', 2419200: 'four weeks before' };

  const page = document.getElementById('explore');
  if (!page) return;
  const part = (id) => document.getElementById(id);
  const zone = page.dataset.zone;
  let asked = 0;
  let compared = 0;
  let offered = '';
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
      calculations: url.has('c') ? url.getAll('c').filter(Boolean) : CALCULATIONS,
      by: url.has('by') ? url.getAll('by').filter(Boolean) : ['name'],
      having: url.getAll('h').map((text) => text.split('|')).filter((having) => having.length === 3),
      compare: EARLIER[url.get('compare')] ? Number(url.get('compare')) : 0,
      limit: Math.min(1000, Math.max(1, Number(url.get('limit')) || LIMIT)),
      sort: url.get('sort') || 'COUNT',
      live: url.get('live') !== 'off',
      box: boxOf(url.get('box')),
    };
  }

  /** from,to,atLeast,below: milliseconds, of which the last two may be empty. */
  function boxOf(text) {
    const [from, to, atLeast, below] = (text || '').split(',').map((part) => (part === '' ? undefined : Number(part)));
    return to > from && !Number.isNaN(atLeast) && !Number.isNaN(below) ? { from, to, atLeast, below } : null;
  }

  function write(replace) {
    const url = new URLSearchParams(location.search);
    ['range', 'from', 'to', 'view', 'f', 'c', 'by', 'h', 'compare', 'limit', 'sort', 'live', 'box'].forEach((key) => url.delete(key));
    if (state.from !== null) {
      url.set('from', new Date(state.from).toISOString());
      url.set('to', new Date(state.to).toISOString());
    }
    if (state.range !== '1h') url.set('range', state.range);
    if (state.view !== 'web') url.set('view', state.view);
    state.filters.forEach((filter) => url.append('f', [filter.column, filter.op, filter.value].join('|')));
    if (state.calculations.join() !== CALCULATIONS.join()) state.calculations.forEach((one) => url.append('c', one));
    if (state.by.join() !== 'name') (state.by.length ? state.by : ['']).forEach((column) => url.append('by', column));
    state.having.forEach((having) => url.append('h', having.join('|')));
    if (state.compare) url.set('compare', state.compare);
    if (state.limit !== LIMIT) url.set('limit', state.limit);
    if (state.sort !== 'COUNT') url.set('sort', state.sort);
    if (!state.live) url.set('live', 'off');
    if (state.box) url.set('box', [state.box.from, state.box.to, state.box.atLeast ?? '', state.box.below ?? ''].join());
    const text = url.toString();
    history[replace ? 'replaceState' : 'pushState'](null, '', location.pathname + (text ? '?' + text : ''));
  }

  function change(what) {
    state = { ...state, ...what };
    write(false);
    draw();
    run();
    if ('filters' in what || 'view' in what) compare();
  }

  const heatmap = new scruffy.Heatmap(part('heatmap-frame'), {
    zone,
    open: (trace) => location.assign(traceUrl(trace)),
    select: (box) => {
      state = { ...state, box };
      write(false);
      compare();
    },
    back: () => change({ from: null, to: null }),
  });
  scruffy.heatmap = heatmap;

  const bubbleUp = new scruffy.BubbleUp(part('bubbleup'), {
    filter: (filter) => add({ column: filter.column, op: filter.op, value: String(filter.value ?? '') }),
    group: (column) => group(column),
    clear: () => heatmap.select(null),
    zoom: () => {
      const { from, to } = state.box;
      const least = Math.max(to - from, 30000);
      const middle = (from + to) / 2;
      change({ from: Math.round(middle - least / 2), to: Math.round(middle + least / 2) });
    },
  });

  /** Asks what tells the selected rectangle from the rest. */
  async function compare() {
    const turn = ++compared;
    const box = state.box;
    if (!box) {
      bubbleUp.hide();
      return;
    }
    bubbleUp.wait(`Selected: ${heatmap.said(box)}`);
    const iso = (at) => new Date(Math.round(at)).toISOString();
    const { from, to } = range();
    const [first, last] = [Math.min(from * 1000, box.from), Math.max(to * 1000, box.to)];
    try {
      const found = await scruffy.ask(page.dataset.api + '/bubbleup', {
        query: { from: iso(first), to: iso(last), filters: filters() },
        box: { column: 'duration_ms', from: iso(box.from), to: iso(box.to), atLeast: box.atLeast, below: box.below },
      });
      if (turn === compared) bubbleUp.show(found);
    } catch (failure) {
      if (turn === compared) bubbleUp.refuse(failure.message);
    }
  }

  /** What every query of the page is about. */
  function question(from, to) {
    return {
      from: new Date(from * 1000).toISOString(),
      to: new Date(to * 1000).toISOString(),
      filters: filters(),
      breakdowns: state.by,
      havings: state.having.filter(([label]) => shows(label)).map(([label, op, value]) => {
        const { op: how, column } = calculation(shows(label));
        return { calculate_op: how, ...(column ? { column } : {}), op, value: Number(value) };
      }),
      orders: sorted() ? [{ ...calculation(sorted()), order: 'descending' }] : [],
    };
  }

  const calculation = (text) => {
    const [op, column] = text.split('|');
    return column ? { op, column } : { op };
  };

  const labelOf = (text) => text.replace('|', '(') + (text.includes('|') ? ')' : '');

  const shows = (label) => state.calculations.find((one) => labelOf(one) === label);

  /** The calculation that groups are put in order by. */
  const sorted = () => shows(state.sort) || state.calculations[0];

  /** Takes a calculation away, and with it what is asked of it. */
  function hide(gone) {
    change({
      calculations: state.calculations.filter((one) => one !== gone),
      having: state.having.filter(([label]) => label !== labelOf(gone)),
    });
  }

  /** Draws the first groups step by step. */
  async function draws(turn, from, to, step) {
    const drawn = sorted();
    if (!drawn) return;
    try {
      const found = await scruffy.ask(page.dataset.api + '/query', {
        ...question(from, to), calculations: [calculation(drawn)], havings: [], granularitySeconds: step, limit: DRAWN, include: ['series'],
      });
      if (turn === asked) groups.draw(found, labelOf(drawn), state.by);
    } catch (failure) {
      if (turn === asked) refuse(failure);
    }
  }

  /** Says which filter alone keeps everything out. */
  async function explain(turn) {
    const { from, to } = range();
    const all = filters();
    const fixed = VIEWS[state.view].filters.length;
    for (let i = 0; i < state.filters.length && turn === asked; i++) {
      const without = all.filter((_, j) => j !== fixed + i);
      const found = await scruffy.ask(page.dataset.api + '/query', {
        ...question(from, to), filters: without, breakdowns: [], havings: [], orders: [], calculations: [{ op: 'COUNT' }],
      });
      if (turn === asked && found.matched > 0) {
        part('heatmap-empty-words').append(' ', el('button', {
          type: 'button', class: 'x-link', onclick: () => change({ filters: state.filters.filter((_, j) => j !== i) }),
        }, `Without “${said(state.filters[i])}” there are ${count(found.matched)}.`));
      }
    }
  }

  const said = (filter) => `${filter.column} ${OPS[filter.op]}${WITHOUT_VALUE.includes(filter.op) ? '' : ' ' + filter.value}`;

  function group(column) {
    if (!state.by.includes(column)) change({ by: [...state.by, column] });
  }

  const groups = new scruffy.Groups(part('side-by-side'), {
    zone,
    sort: (label) => change({ sort: label }),
    filter: (filter) => add(filter),
    group,
  });

  function filters() {
    const view = VIEWS[state.view].filters.map(([column, op, value]) => ({ column, op, value }));
    return view.concat(state.filters).map(typed);
  }

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
    page.setAttribute('aria-busy', 'true');
    try {
      const found = await scruffy.ask(page.dataset.api + '/query', {
        ...question(from, to),
        calculations: [{ op: 'HEATMAP', column: 'duration_ms' }, ...state.calculations.map(calculation)],
        granularitySeconds: step,
        limit: state.limit,
        include: ['total', 'other'],
        ...(state.compare >= to - from ? { compare_time_offset_seconds: state.compare } : {}),
      });
      if (turn !== asked) return;
      answer = found;
      show();
      draws(turn, from, to, step);
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
      explain(asked).catch(refuse);
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
    const shed = part('explore-shed');
    shed.hidden = !answer.full && !(answer.shed > 0);
    shed.textContent = [answer.full && `${answer.full}.`,
      answer.shed > 0 && `${count(answer.shed)} ${answer.shed === 1 ? 'request' : 'requests'} with events sent away since the start, to come again.`]
      .filter(Boolean).join(' ');
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

  function showGroups() {
    const short = state.compare > 0 && !answer.before;
    part('explore-compared').textContent = short ? `Not compared: look at less time to compare it with ${EARLIER[state.compare]}.` : '';
    groups.show(answer, { by: state.by, sort: labelOf(sorted() || ''), calculations: state.calculations.map((one) => ({ ...calculation(one), label: labelOf(one) })) });
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
      return chip(said(filter), `Remove the filter ${said(filter)}`, () => change({ filters: state.filters.filter((_, j) => j !== i) }));
    }));
    part('calculations').replaceChildren(...state.calculations.map((one) =>
      chip(labelOf(one), `Do not show ${labelOf(one)}`, () => hide(one))));
    part('breakdowns').replaceChildren(...state.by.map((column, i) =>
      chip(column, `Do not group by ${column}`, () => change({ by: state.by.filter((_, j) => j !== i) }))));
    part('havings').replaceChildren(...state.having.map((having, i) =>
      chip(`${having[0]} ${OPS[having[1]]} ${having[2]}`, `Remove ${having.join(' ')}`, () => change({ having: state.having.filter((_, j) => j !== i) }))));
    part('having-of').replaceChildren(...state.calculations.map((one) => el('option', { value: labelOf(one) }, labelOf(one))));
    part('explore-compare').value = String(state.compare);
    part('explore-limit').value = String(state.limit);
    part('explore-live').checked = state.live;
  }

  function chip(words, removal, remove) {
    return el('li', { class: 'x-chip' }, el('span', {}, words), el('button', { type: 'button', 'aria-label': removal, onclick: remove }, '×'));
  }

  function choose(id, choices, chosen, pick) {
    part(id).replaceChildren(...Object.entries(choices).map(([key, choice]) =>
      el('button', { type: 'button', 'data-key': key, 'aria-pressed': String(key === chosen), onclick: () => pick(key) }, choice.words)));
  }

  part('explore-back').addEventListener('click', () => change({ from: null, to: null }));
  part('explore-again').addEventListener('click', run);
  part('explore-retry').addEventListener('click', run);
  part('explore-compare').replaceChildren(...Object.entries(EARLIER).map(([seconds, words]) => el('option', { value: seconds }, words)));
  part('explore-compare').addEventListener('change', (event) => change({ compare: Number(event.target.value) }));
  part('explore-limit').addEventListener('change', (event) => change({ limit: Math.min(1000, Math.max(1, Number(event.target.value) || LIMIT)) }));
  part('calculation-op').replaceChildren(...OPERATIONS.map((op) => el('option', { value: op }, op)));
  part('having-op').replaceChildren(...['>', '>=', '<', '<=', '=', '!='].map((op) => el('option', { value: op }, OPS[op])));
  const columnless = () => (part('calculation-column').disabled = OF_EVENTS.includes(part('calculation-op').value));
  part('calculation-op').addEventListener('change', columnless);
  submits('calculation', ['calculation-column'], () => {
    const op = part('calculation-op').value;
    const column = part('calculation-column').value.trim();
    const one = OF_EVENTS.includes(op) ? op : `${op}|${column}`;
    if (one.endsWith('|') || state.calculations.includes(one)) return;
    part('calculation-column').value = '';
    change({ calculations: [...state.calculations, one] });
  });
  submits('breakdown', ['breakdown-column'], () => {
    const column = part('breakdown-column').value.trim();
    part('breakdown-column').value = '';
    if (column) group(column);
  });
  submits('having', ['having-value'], () => {
    const value = part('having-value').value.trim();
    if (value === '' || !Number.isFinite(Number(value))) return;
    part('having-value').value = '';
    change({ having: [...state.having, [part('having-of').value, part('having-op').value, value]] });
  });

  /** A small form of fields and a button, of which Enter in a field presses the button. */
  function submits(name, fields, act) {
    part(`${name}-add`).addEventListener('click', act);
    fields.forEach((id) => part(id).addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      act();
    }));
  }

  /** Offers the most frequent values of a column. */
  async function offer() {
    const column = part('filter-column').value.trim();
    if (!column || column === offered) return;
    offered = column;
    const { from, to } = range();
    try {
      const found = await scruffy.ask(page.dataset.api + '/query', { ...question(from, to), breakdowns: [column], havings: [], orders: [], calculations: [{ op: 'COUNT' }], limit: 30 });
      if (offered !== column) return;
      part('filter-values').replaceChildren(...found.rows.filter((row) => row.group[column] !== null)
        .map((row) => el('option', { value: String(row.group[column]) }, `${count(Math.round(row.values.COUNT))} events`)));
    } catch {
      part('filter-values').replaceChildren(); // a column that nobody knows yet has no values to offer
    }
  }
  part('filter-value').addEventListener('focus', offer);
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
  submits('filter', ['filter-column', 'filter-value'], addTyped);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea, canvas')) return;
    const keys = { '?': () => part('explore-keys').showModal(), f: () => part('filter-column').focus(), g: () => part('breakdown-column').focus(), c: () => part('calculation-op').focus(), h: () => part('heatmap').focus(), r: run };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  window.addEventListener('popstate', () => {
    state = read();
    heatmap.box = state.box;
    draw();
    run().then(compare);
  });

  const busy = () => document.hidden || page.getAttribute('aria-busy') === 'true' || heatmap.drag || heatmap.anchor || !part('heatmap-frame').querySelector('.heatmap-tip').hidden;
  setInterval(() => {
    if (state.live && state.from === null && !busy()) run();
  }, 10000);

  heatmap.box = state.box;
  draw();
  run().then(compare);
})();
