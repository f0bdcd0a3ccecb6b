/* The page Explore: a question (time, view, filters, group) that stands in the URL, its heatmap and its table. */
(() => {
  'use strict';
  const scruffy = window.scruffy;
  const { el, length, count, time, TOOK } = scruffy;

  const RANGES = scruffy.ranges;
  const { ops: OPS, valueless, said, written, read: readFilter, unread, typed, field: fit } = scruffy.filters;
  const VIEWS = {
    web: { words: 'Web requests', filters: [['span.kind', '=', 'server']] },
    sql: { words: 'SQL', filters: [['db.system', 'exists', '']] },
    origin: { words: 'Origin fetches', filters: [['name', '=', 'origin fetch']] },
    all: { words: 'Everything', filters: [] },
  };
  const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
  const CALCULATIONS = ['COUNT', 'P50|duration_ms', 'P95|duration_ms', 'P99|duration_ms', 'MAX|duration_ms'];
  const OPERATIONS = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX', 'P50', 'P75', 'P90', 'P95', 'P99', 'P999', 'CONCURRENCY']
    .concat(['RATE_AVG', 'RATE_SUM', 'RATE_MAX']);
  const OF_EVENTS = ['COUNT', 'CONCURRENCY'];
  const LIMIT = 100;
  const DRAWN = 6;
  const MOST_CHARTS = 12;
  const SLOT = 'fold.slot';
  const EARLIER = scruffy.earlier.words;
  const TABS = { groups: { words: 'Groups' }, events: { words: 'Events' } };
  const EVENTS = 100;
  const MOST_TAKEN = 1000;
  const SHOWN = ['name', 'service.name', 'duration_ms', 'error'];

  const page = document.getElementById('explore');
  if (!page) return;
  const part = (id) => document.getElementById(id);
  const zone = page.dataset.zone;
  let asked = 0;
  let compared = 0;
  let offered = '';
  let answer = null;
  let running = null;
  let weighed = { key: '', found: null };
  let explained = ''; // the question whose emptiness is explained, empty while there is something
  let kept = null;
  let zooms = [];
  let place = (history.state && history.state.place) || 0;
  let last = place;
  let state = read();

  function read() {
    const url = new URLSearchParams(location.search);
    const from = Date.parse(url.get('from'));
    const to = Date.parse(url.get('to'));
    const fixed = Number.isFinite(from) && Number.isFinite(to) && to > from;
    return {
      range: RANGES[url.get('range')] ? url.get('range') : '1h',
      from: fixed ? from : null,
      to: fixed ? to : null,
      view: VIEWS[url.get('view')] ? url.get('view') : 'web',
      filters: url.getAll('f').map(readFilter).filter(Boolean),
      unread: unread(url.getAll('f')),
      any: url.get('any') === 'on', // whether events meet any of the filters and need not all
      made: url.getAll('made').map(madeOf).filter(Boolean), // the calculated fields
      calculations: url.has('c') ? url.getAll('c').filter(Boolean) : CALCULATIONS,
      by: url.has('by') ? url.getAll('by').filter(Boolean) : ['name'],
      having: url.getAll('h').map((text) => text.split('|')).filter((having) => having.length === 3),
      compare: scruffy.earlier.read(url.get('compare')),
      step: scruffy.every.read(url.get('step')), // of the charts
      dataset: url.get('dataset') || '',
      tab: TABS[url.get('tab')] ? url.get('tab') : 'groups',
      shown: url.has('col') ? url.getAll('col').filter(Boolean) : SHOWN,
      limit: Math.min(1000, Math.max(1, Number(url.get('limit')) || LIMIT)),
      sort: url.get('sort') || '', // what groups are in order by: a calculation's label or one of their columns; empty for how many events
      ascending: url.get('order') === 'ascending',
      live: url.get('live') !== 'off',
      fold: scruffy.folds[url.get('fold')] ? url.get('fold') : '', // the broadcast clock that time is folded to
      heat: url.get('heat') || TOOK, // the column of numbers that the heatmap is of
      scale: url.get('scale') === 'linear' ? 'linear' : '', // of these numbers, log where it is empty
      box: boxOf(url.get('box'), scruffy.folds[url.get('fold')]),
      sel: readFilter(url.get('sel')), // the events that meet it are compared with the rest
    };
  }

  /** name|expression: what an address has of a calculated field. */
  function madeOf(text) {
    const [name, ...expression] = text.split('|');
    return name && expression.length ? { name, expression: expression.join('|') } : null;
  }

  /** from,to,atLeast,below: milliseconds, or slots where time is folded, and what the heatmap is of, of which the last two may be empty. */
  function boxOf(text, fold) {
    const [from, to, atLeast, below] = (text || '').split(',').map((part) => (part === '' ? undefined : Number(part)));
    if (fold && !(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to <= fold.slots)) return null;
    return to > from && !Number.isNaN(atLeast) && !Number.isNaN(below) ? { from, to, atLeast, below } : null;
  }

  function write(replace) {
    const text = address();
    if (!replace) last = ++place;
    history[replace ? 'replaceState' : 'pushState']({ place }, '', location.pathname + (text ? '?' + text : ''));
    kept = null;
    if (!replace) asks.note(text, words());
  }

  /** What the address has after its question mark. */
  function address() {
    const url = new URLSearchParams(location.search);
    ['asked', 'range', 'from', 'to', 'view', 'f', 'any', 'made', 'c', 'by', 'h', 'compare', 'step', 'limit', 'sort', 'order', 'live', 'box', 'fold', 'heat', 'scale', 'rows', 'dataset', 'tab', 'col', 'sel'].forEach((key) => url.delete(key));
    if (state.dataset) url.set('dataset', state.dataset);
    if (state.sel && !state.box) url.set('sel', written(state.sel));
    if (state.tab !== 'groups') url.set('tab', state.tab);
    if (state.shown.join() !== SHOWN.join()) (state.shown.length ? state.shown : ['']).forEach((column) => url.append('col', column));
    if (state.from !== null) {
      url.set('from', new Date(state.from).toISOString());
      url.set('to', new Date(state.to).toISOString());
    }
    if (state.range !== '1h') url.set('range', state.range);
    if (state.view !== 'web') url.set('view', state.view);
    state.filters.forEach((filter) => url.append('f', written(filter)));
    state.unread.forEach((text) => url.append('f', text));
    if (state.any) url.set('any', 'on');
    state.made.forEach(({ name, expression }) => url.append('made', `${name}|${expression}`));
    if (state.calculations.join() !== CALCULATIONS.join()) state.calculations.forEach((one) => url.append('c', one));
    if (state.by.join() !== 'name') (state.by.length ? state.by : ['']).forEach((column) => url.append('by', column));
    state.having.forEach((having) => url.append('h', having.join('|')));
    if (state.compare) url.set('compare', state.compare);
    if (state.step) url.set('step', state.step);
    if (state.limit !== LIMIT) url.set('limit', state.limit);
    if (state.sort) url.set('sort', state.sort);
    if (state.ascending) url.set('order', 'ascending');
    if (!state.live) url.set('live', 'off');
    if (state.fold) url.set('fold', state.fold);
    if (state.heat !== TOOK) url.set('heat', state.heat);
    if (state.scale) url.set('scale', state.scale);
    if (state.box) url.set('box', [state.box.from, state.box.to, state.box.atLeast ?? '', state.box.below ?? ''].join());
    return url.toString();
  }

  /** The question in words, for lists. */
  function words() {
    const stretch = state.from === null ? `last ${RANGES[state.range].last}` : `${time.shortDay(state.from, zone)} ${time.minute(state.from, zone)} – ${time.minute(state.to, zone)} ${time.zone(state.to, zone)}`;
    const by = state.by.length ? ` by ${state.by.join(', ')}` : '';
    const { box, sel } = state;
    const rectangle = box && `selected ${state.fold ? '' : `${time.shortDay(box.from, zone)} `}${heatmap.said(box)}`;
    return [`${VIEWS[state.view].words}${by}`, stretch, rectangle || (sel && `selected ${said(sel)}`), state.limit === LIMIT ? '' : `at most ${state.limit} groups`, state.sort && `${state.sort} ${state.ascending ? 'ascending' : 'descending'}`, state.heat === TOOK ? '' : `heatmap of ${state.heat}`, state.step && `every ${scruffy.every.words(state.step)}`, state.dataset, ...(anyOf() ? [state.filters.map(said).join(' or ')] : state.filters.map(said)), ...state.made.map(madeSaid)].filter(Boolean).join(', ').slice(0, 300);
  }

  function change(what) {
    state = { ...state, ...what };
    cellTable.whole = false;
    write(false);
    draw();
    run();
    const clauses = ['filters', 'any', 'view', 'dataset', 'made', ...(state.fold ? ['range', 'from', 'to'] : [])]; // a rectangle of slots is of all of the time
    if (clauses.some((clause) => clause in what)) compare();
  }

  /** Looks at a time alone. Whoever comes from another goes back to that one. */
  function zoom(from, to) {
    zooms.push([state.from, state.to]);
    const least = Math.max(to - from, 30000);
    const middle = (from + to) / 2;
    change({ from: Math.round(middle - least / 2), to: Math.round(middle + least / 2) });
  }

  function zoomOut() {
    const [from, to] = zooms.pop() || [null, null];
    if (from !== state.from || to !== state.to) change({ from, to });
  }

  const dark = new scruffy.Dark({ zone, api: page.dataset.api, avails: page.dataset.avails, station: page.dataset.station, zoom });

  /** What meets what a box of the heatmap is of. */
  const lasting = ({ atLeast, below }) => [
    ...(atLeast === undefined ? [] : [{ column: state.heat, op: '>=', value: atLeast }]), ...(below === undefined ? [] : [{ column: state.heat, op: '<', value: below }]),
  ];

  const heatmap = new scruffy.Heatmap(part('heatmap-frame'), {
    zone,
    open: (trace) => location.assign(traceUrl(trace)),
    select: (box) => {
      state = { ...state, box };
      write(false);
      compare();
    },
    back: zoomOut,
    menu: (point, box, choices, back) => {
      const all = [...choices, ['What is different in it: BubbleUp', () => heatmap.select(box)]];
      if (state.fold) scruffy.menuAt(point, heatmap.said(box), all, back);
      else dark.offer(point, { ...box, ...about(), filters: [...filters(), ...lasting(box)] }, all, back);
    },
  });
  scruffy.heatmap = heatmap;
  const markers = new scruffy.Markers(part('markers'), { zone, api: page.dataset.api, show: (marks) => [heatmap, groups].forEach((one) => one.mark(marks)) });

  const cellTable = new scruffy.Cells(part('heatmap-table'), {
    largest: () => heatmap.largest,
    row: ({ when, took, count: many, trace, max }) => el('tr', {},
      el('td', {}, when), ...[took, count(many), trace ? el('a', { href: traceUrl(trace) }, heatmap.amount(max)) : heatmap.amount(max)].map((one) => el('td', { class: 'x-number' }, one))),
  });

  const bubbleUp = new scruffy.BubbleUp(part('bubbleup'), {
    filter: (filter) => add({ column: filter.column, op: filter.op, value: String(filter.value ?? '') }),
    group: (column) => group(column),
    clear: () => {
      state = { ...state, sel: null };
      heatmap.select(null);
    },
    zoom: () => {
      zoom(state.box.from, state.box.to);
    },
  });

  const shapes = new scruffy.Shapes(part('shapes'), {
    url: page.dataset.api + '/bubbleup/shapes',
    trace: (trace, span) => `${traceUrl(trace)}&span=${encodeURIComponent(span)}`,
  });

  /** What is selected, and of what. */
  function comparison() {
    const { box, sel } = state;
    const iso = (at) => new Date(Math.round(at)).toISOString();
    const { from, to } = range();
    if (box && state.fold) return folded(box, from, to);
    const [first, last] = box ? [Math.min(from * 1000, box.from), Math.max(to * 1000, box.to)] : [from * 1000, to * 1000];
    return {
      query: { from: iso(first), to: iso(last), ...about() },
      ...(box ? { box: { column: state.heat, from: iso(box.from), to: iso(box.to), atLeast: box.atLeast, below: box.below } }
        : { selection: { filters: [typed(sel)] } }),
    };
  }

  /** A rectangle of slots: what meets them, whenever it was. */
  function folded(box, from, to) {
    const { calculated_fields, ...wanted } = about();
    return {
      query: {
        from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString(), ...wanted,
        calculated_fields: [...calculated_fields, scruffy.foldField(fold(), SLOT, from * 1000, to * 1000, zone)],
      },
      selection: { filters: [{ column: SLOT, op: '>=', value: box.from }, { column: SLOT, op: '<', value: box.to }, ...lasting(box)] },
    };
  }

  /** Asks what tells the selected rectangle from the rest. */
  async function compare() {
    const turn = ++compared;
    const { box, sel } = state;
    if (!sel && !box) {
      bubbleUp.hide();
      return;
    }
    bubbleUp.wait(`Selected: ${box ? heatmap.said(box) : said(sel)}`, Boolean(box), Boolean(box) && !state.fold);
    shapes.about(comparison());
    try {
      const found = await scruffy.ask(page.dataset.api + '/bubbleup', comparison());
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
      ...about(),
      breakdowns: state.by,
      havings: state.having.filter(([label]) => shows(label)).map(([label, op, value]) => {
        const { op: how, column } = calculation(shows(label));
        return { calculate_op: how, ...(column ? { column } : {}), op, value: Number(value) };
      }),
      orders: orders(),
    };
  }

  const calculation = (text) => {
    const [op, column] = text.split('|');
    return column ? { op, column } : { op };
  };

  const labelOf = (text) => text.replace('|', '(') + (text.includes('|') ? ')' : '');

  const shows = (label) => state.calculations.find((one) => labelOf(one) === label);

  /** A calculation by its label, shown or not; undefined where it is none. */
  function labelled(label) {
    const [, op, column] = /^([A-Z0-9_]+)\((.+)\)$/.exec(label) || [];
    if (OPERATIONS.includes(op) && !OF_EVENTS.includes(op)) return `${op}|${column}`;
    return OF_EVENTS.find((one) => one === label);
  }

  /** The column of the groups that they are put in order by, empty where that is a calculation. */
  const byColumn = () => (!labelled(state.sort) && state.by.includes(state.sort) ? state.sort : '');

  /** The calculation that groups are put in order by, or the first where that is a column: it is drawn, and what a trigger looks at. */
  const lead = () => (byColumn() ? state.calculations[0] : labelled(state.sort) || shows('COUNT') || state.calculations[0]);

  function orders() {
    const order = state.ascending ? 'ascending' : 'descending';
    if (byColumn()) return [{ column: byColumn(), order }];
    return lead() ? [{ ...calculation(lead()), order }] : [];
  }

  /** With the one that is not shown, if groups are put in order by it. */
  const worked = (shown) => [...shown, ...(byColumn() || !lead() || shown.includes(lead()) ? [] : [lead()])].map(calculation);

  /** Puts groups in order by this, and the other way round where they are so already: numbers first the largest, names first the first. */
  function sort(by) {
    const now = byColumn() || (lead() ? labelOf(lead()) : '');
    change({ sort: by, ascending: by === now ? !state.ascending : !labelled(by) && state.by.includes(by) });
  }

  /** Takes a calculation away, and with it what is asked of it. */
  function hide(gone) {
    change({
      calculations: state.calculations.filter((one) => one !== gone),
      having: state.having.filter(([label]) => label !== labelOf(gone)),
      ...(state.sort === labelOf(gone) ? { sort: '', ascending: false } : {}),
    });
  }

  const madeSaid = ({ name, expression }) => `${name} = ${expression}`;

  /** Takes a calculated field away, and with it what is asked of it. */
  function unmake(gone) {
    const others = (text) => calculation(text).column !== gone;
    const stays = (label) => !labelled(label) || others(labelled(label));
    change({
      made: state.made.filter(({ name }) => name !== gone),
      filters: state.filters.filter(({ column }) => column !== gone),
      calculations: state.calculations.filter(others),
      by: state.by.filter((column) => column !== gone),
      having: state.having.filter(([label]) => stays(label)),
      shown: state.shown.filter((column) => column !== gone),
      ...(state.sort === gone || !stays(state.sort) ? { sort: '', ascending: false } : {}),
      ...(state.heat === gone ? { heat: TOOK, box: null } : {}),
      ...(state.sel && state.sel.column === gone ? { sel: null } : {}),
    });
    offerColumns();
  }

  /** Asks, says how far that is, and can be cancelled. */
  async function watch(query) {
    part('explore-progress').removeAttribute('value');
    try {
      return await scruffy.watch(page.dataset.api + '/query', query, running.signal, (done) => (part('explore-progress').value = done));
    } catch (failure) {
      throw failure.name === 'AbortError' ? new Error('Cancelled.') : failure;
    }
  }

  /** The groups that are drawn, each slot by slot: not of sums of steps, as percentiles cannot be added up. */
  async function slots(turn, from, to, drawn) {
    const found = [];
    for (const { group } of groups.rows.slice(0, DRAWN)) {
      if (turn !== asked) break;
      found.push(await watch(slotsOf(group, from, to, drawn)));
    }
    return { ...found[0], rows: found.flatMap(({ rows }) => rows) };
  }

  function slotsOf(group, from, to, drawn) {
    const whole = question(from, to);
    const there = (column) => group[column] !== null && group[column] !== undefined;
    return {
      ...whole, havings: [], orders: [], calculations: drawn.map(calculation), limit: fold().slots,
      filters: [...whole.filters, ...state.by.map((column) => (there(column) ? { column, op: '=', value: group[column] } : { column, op: 'does-not-exist' }))],
      calculated_fields: [...whole.calculated_fields, scruffy.foldField(fold(), SLOT, from * 1000, to * 1000, zone)], breakdowns: [...state.by, SLOT],
    };
  }

  const fold = () => scruffy.folds[state.fold];

  /** What is drawn: the calculation that says which groups are the first, and whatever else is shown. */
  const drawn = () => [...new Set([lead(), ...state.calculations])].filter(Boolean).slice(0, MOST_CHARTS);

  /** From when to when the charts are, and in which steps: those chosen where they suit. */
  function stepped(from, to, step) {
    if (!scruffy.every.suits(to - from).includes(state.step)) return [from, to, step];
    return [...scruffy.every.grid(from, to, state.step, zone), state.step];
  }

  /** Draws the first groups step by step. */
  async function draws(turn, from, to, step) {
    const all = drawn();
    if (all.length === 0) return;
    const [first, last, every] = stepped(from, to, step);
    try {
      const folded = fold() && groups.rows.length > 0;
      const found = folded ? await slots(turn, from, to, all) : await watch({
        ...question(first, last), calculations: all.map(calculation), havings: [], granularitySeconds: every, limit: DRAWN, include: ['series'],
        ...besides(first, last, every),
      });
      if (turn === asked) groups.draw(found, all.map(labelOf), state.by, folded && fold(), SLOT);
    } catch (failure) {
      if (turn === asked) refuse(failure);
    }
  }

  /** What keeps events out, each with what the question is without it. */
  const clauses = () => [
    ...VIEWS[state.view].filters.map((_, i) => ({ words: VIEWS[state.view].words, without: { view: 'all' }, at: i })),
    ...(state.dataset ? [{ words: `dataset ${state.dataset}`, without: { dataset: '' } }] : []),
    ...(anyOf() ? [{ words: state.filters.map(said).join(' or '), without: { filters: [] } }]
      : state.filters.map((filter, i) => ({ words: said(filter), without: { filters: state.filters.filter((_, j) => j !== i) } }))),
  ];

  /** Says which clause keeps everything out: alone, or where none does so alone, the one that is too much for those before it. */
  async function explain(key) {
    const { from, to } = range();
    const all = filters();
    const of = (name, some) => ({ op: 'COUNT', name, filters: some });
    const found = await scruffy.ask(page.dataset.api + '/query', {
      ...question(from, to), filters: [], breakdowns: [], havings: [], orders: [],
      calculations: [...all.map((_, i) => of(`without ${i}`, all.filter((_, j) => j !== i))), ...all.map((_, i) => of(`first ${i}`, all.slice(0, i))).slice(1), { op: 'COUNT', name: 'all' }],
    });
    if (key !== explained) return;
    const number = (name) => Math.round((found.rows[0] || { values: {} }).values[name] || 0);
    const words = part('heatmap-empty-words');
    const link = (what, text) => words.append(' ', el('button', { type: 'button', class: 'x-link', onclick: () => change(what) }, text));
    const choices = clauses();
    if (number('all') === 0) {
      const longer = Object.keys(RANGES)[Object.keys(RANGES).indexOf(state.range) + 1];
      words.append(' Nothing at all came in this time.');
      if (state.from !== null) link({ from: null, to: null }, `Look at the last ${RANGES[state.range].last}.`);
      else if (longer) link({ range: longer }, `Look at the last ${RANGES[longer].last}.`);
      return;
    }
    const alone = choices.filter((_, i) => number(`without ${i}`) > 0);
    alone.forEach((one) => link(one.without, `Without “${one.words}” there are ${count(number(`without ${choices.indexOf(one)}`))}.`));
    if (alone.length > 0) return;
    const last = choices.findIndex((_, i) => i + 1 === choices.length || number(`first ${i + 1}`) === 0);
    const before = choices.slice(0, last).map((one) => `“${one.words}”`).join(' and ');
    words.append(before ? ` ${count(number(`first ${last}`))} meet ${before}, and none of them “${choices[last].words}”.` : ` None of ${count(number('all'))} events meets “${choices[last].words}”.`);
  }

  function group(column) {
    if (!state.by.includes(column)) change({ by: [...state.by, column] });
  }

  const groups = new scruffy.Groups(part('side-by-side'), {
    zone,
    sort,
    filter: (filter) => add(filter),
    group,
    alone: (column) => change({ by: [column] }),
    select: (sel) => {
      state = { ...state, sel, box: null };
      write(false);
      heatmap.box = null;
      heatmap.paint();
      compare().then(() => part('bubbleup').scrollIntoView({ block: 'nearest' }));
    },
    zoom,
    back: zoomOut,
    avail: whyDark,
    moment: (point, step, back) => dark.offer(point, { ...step, ...about() }, [], back),
    parquet: (name) => {
      const { from, to } = range();
      take({ ...question(from, to), calculations: worked(state.calculations), limit: state.limit }, name, 'parquet');
    },
  });

  /** Takes what a query is about away as a file. */
  const take = (query, name, format) => scruffy.download(`${page.dataset.api}/event-store/export?format=${format}`, query, `${name}.${format}`).catch(refuse);

  const rows = new scruffy.Rows(part('events-table'), {
    zone,
    api: page.dataset.api,
    trace: (trace, span) => traceUrl(trace) + (span ? `&span=${encodeURIComponent(span)}` : ''),
    filter: (filter) => add(filter),
    group: (column) => change({ by: [...new Set([...state.by, column])], tab: 'groups' }),
    remove: (column) => change({ shown: state.shown.filter((one) => one !== column) }),
    avail: whyDark,
  });

  function whyDark(key) {
    scruffy.whyDark(page.dataset.api, page.dataset.avails, key).catch(refuse);
  }

  /** The columns of events one by one: those chosen, and those asked about. */
  const shown = () => [...new Set([...state.shown, ...state.filters.map((filter) => filter.column)])].filter((column) => !/^(root|parent|child|any\d?|none|trace)\.(?!trace_id|span_id|parent_id)/.test(column) || state.shown.includes(column));

  async function showEvents(turn, from, to) {
    part('events-words').textContent = 'Reading …';
    try {
      const found = await scruffy.events(page.dataset.api, { from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString(), ...about() }, shown(), EVENTS);
      if (turn !== asked) return;
      rows.show(found, shown());
      part('events-words').textContent = found.length ? `${count(found.length)}, the latest first` : '';
      part('events-empty').hidden = found.length > 0;
    } catch (failure) {
      if (turn !== asked) return;
      part('events-words').textContent = failure.message;
      rows.show([], shown());
    }
  }

  const when = new scruffy.When(part('explore-when'), {
    zone,
    show: (from, to) => {
      zooms = [];
      change({ from, to });
    },
  });

  const asks = new scruffy.Asked(part('asked'), {
    zone, user: page.dataset.user, station: page.dataset.team, url: page.dataset.api + '/asked-questions', page: location.pathname,
  });

  /** Keeps the answer of now under an address of its own, and says which. */
  async function keep() {
    const line = part('explore-kept');
    line.hidden = false;
    line.textContent = 'Keeping it …';
    const { from, to, step } = range();
    const url = new URLSearchParams(address());
    url.delete('range');
    url.set('from', new Date(from * 1000).toISOString());
    url.set('to', new Date(to * 1000).toISOString());
    try {
      const { linear } = (answer && answer.heatmap) || {};
      if (linear) url.set('rows', `${linear.height},${linear.count}`); // what the answer alone does not tell
      const link = await asks.keep(url.toString(), words(), { ...query(from, to, step, linear && linear.height), include: ['total', 'other', 'series'] });
      line.replaceChildren('Kept: ', el('a', { href: link }, link), ' ', el('button', {
        type: 'button', class: 'x-link', onclick: (event) => navigator.clipboard.writeText(link).then(() => (event.target.textContent = 'copied'), () => {}),
      }, 'copy'));
    } catch (failure) {
      line.textContent = failure.message;
    }
  }

  function linearOf(rows) {
    const [height, many] = rows.split(',').map(Number);
    return { height, count: many };
  }

  /** Shows an answer that was kept, as it was. */
  async function showKept(id) {
    const line = part('explore-kept');
    const turn = ++asked; // what is still being asked is not wanted any more
    if (running) running.abort();
    part('explore-running').hidden = true;
    page.setAttribute('aria-busy', 'true');
    try {
      const found = await asks.read(id);
      if (turn !== asked) return;
      const at = Date.parse(found.at);
      history.replaceState({ place }, '', `${location.pathname}?${found.address}`);
      const rows = new URLSearchParams(location.search).get('rows');
      state = { ...read(), live: false, step: 0 }; // it is in the steps of its heatmap
      if (!rows) state.scale = ''; // kept when the scale was not
      history.replaceState({ place }, '', `${location.pathname}?asked=${id}`);
      draw();
      kept = found;
      answer = rows ? { ...found.answer, heatmap: { ...found.answer.heatmap, linear: linearOf(rows) } } : found.answer;
      line.hidden = false;
      line.replaceChildren(`As it was on ${time.day(at, zone)}, ${time.minute(at, zone)} ${time.zone(at, zone)}, kept by ${found.who}. `,
        el('a', { href: `${location.pathname}?${found.address}` }, 'Ask it again'));
      show();
      groups.draw({ ...answer, rows: answer.rows.slice(0, DRAWN) }, drawn().map(labelOf), state.by);
      part('explore-matched').textContent = `${count(answer.matched)} events matched`;
    } catch (failure) {
      if (turn === asked) refuse(failure);
    } finally {
      if (turn === asked) page.setAttribute('aria-busy', 'false');
    }
  }

  function filters() {
    const view = VIEWS[state.view].filters.map(([column, op, value]) => ({ column, op, value }));
    const dataset = state.dataset ? [{ column: 'meta.dataset', op: '=', value: state.dataset }] : [];
    const any = anyOf();
    return view.concat(dataset, any ? any.filter : state.filters).map(typed);
  }

  /** What asks for events that meet any of the filters; null where they meet all. */
  const anyOf = () => (state.any && state.filters.length > 1 ? scruffy.filters.any(state.filters, state.made) : null);

  /** Which events a query is about, whatever its time. */
  const about = () => ({ filters: filters(), calculated_fields: [...state.made, ...(anyOf() ? [anyOf().field] : [])] });

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
    const step = state.fold ? scruffy.foldStep(from, to, zone) : STEPS.find((candidate) => seconds / candidate <= heatmap.room) || 86400;
    return { from: Math.floor(from / 1000 / step) * step, to: Math.ceil(to / 1000 / step) * step, step };
  }

  /** @param again whether the same is asked once more, which nobody pressed a button for: then all events are not counted once more */
  async function run(again = false) {
    const turn = ++asked;
    if (!again) explained = '';
    const { from, to, step } = range();
    if (running) running.abort();
    running = new AbortController();
    const slow = setTimeout(() => (part('explore-running').hidden = false), 500);
    const over = () => {
      clearTimeout(slow);
      if (turn === asked) part('explore-running').hidden = true;
    };
    page.setAttribute('aria-busy', 'true');
    try {
      const first = await watch(heatmapQuery(from, to, step));
      const grid = [Date.parse(first.from) / 1000, Date.parse(first.to) / 1000, step];
      const scaled = state.scale && turn === asked ? await scruffy.linear(first, query(...grid), watch) : first;
      if (turn !== asked) return;
      paint(scaled);
      const found = await watch(groupsQuery(from, to, step));
      if (turn !== asked) return;
      answer = { ...found, heatmap: scaled.heatmap, tookMs: first.tookMs + found.tookMs };
      show();
      markers.show(state.dataset, Date.parse(answer.from), Date.parse(answer.to));
      (state.tab === 'events' ? showEvents(turn, from, to) : draws(turn, from, to, step)).finally(over);
      if (!again) weigh(turn, from, to);
    } catch (failure) {
      over();
      if (turn === asked) refuse(failure);
    } finally {
      if (turn === asked) page.setAttribute('aria-busy', 'false');
    }
  }

  const heat = (height) => ({ op: 'HEATMAP', column: state.heat, ...(height ? { height } : {}) });

  /** The picture alone: nobody waits for the groups to see it. */
  const heatmapQuery = (from, to, step) => ({ ...question(from, to), breakdowns: [], havings: [], orders: [], calculations: [heat()], granularitySeconds: step });

  const groupsQuery = (from, to, step) => ({
    ...question(from, to), calculations: worked(state.calculations), granularitySeconds: step, limit: state.limit, include: ['total', 'other'], ...besides(from, to, step),
  });

  /** All that the page shows. @param height that of the heatmap's rows, none where they grow */
  function query(from, to, step, height) {
    const groups = groupsQuery(from, to, step);
    return { ...groups, calculations: [heat(height), ...groups.calculations] };
  }

  /** Asks the same of the time that is compared with. */
  const besides = (from, to, step) => scruffy.earlier.asked(state.compare, from, to, step, zone);

  /** Looks at the timeslot of a program, and at the same one last week beside it. */
  async function compareSlot() {
    const { from, to } = range();
    const middle = Math.min(Date.now(), ((state.from === null ? to : (from + to) / 2) * 1000));
    try {
      const day = scruffy.localOf(middle, zone).slice(0, 10);
      const week = await scruffy.ask(`${page.dataset.plan}${day}?feed=${encodeURIComponent(page.dataset.feed)}&station=${encodeURIComponent(page.dataset.station)}`);
      const slot = scruffy.slotAt(week, page.dataset.feed, middle);
      if (!slot) throw new Error('No timeslot is scheduled then.');
      const program = week.programs && week.programs[slot.program];
      change({ compare: 'slot', from: Date.parse(slot.startsAt), to: Date.parse(slot.endsAt) });
      part('explore-compared').textContent = `${program ? program.title + ', ' : ''}${time.stamp(Date.parse(slot.startsAt), zone)}`;
    } catch (failure) {
      draw();
      part('explore-compared').textContent = failure.message;
    }
  }

  /** Says of how many events these are, and how many they stand for. */
  async function weigh(turn, from, to) {
    const took = answer.tookMs;
    try {
      const { from: first, to: last, filters: all, calculated_fields } = question(from, to);
      const wanted = { from: first, to: last, calculated_fields, calculations: [{ op: 'COUNT', name: 'here', filters: all }] };
      const key = JSON.stringify(wanted);
      if (weighed.key !== key) weighed = { key, found: await scruffy.ask(page.dataset.api + '/query', wanted) };
      if (turn !== asked) return;
      const { found } = weighed;
      const here = found.rows[0] || { values: {}, errors: {} };
      const times = here.values.here / Math.max(1, answer.matched);
      const error = here.errors.here;
      part('explore-matched').textContent = `${count(answer.matched)} of ${count(Math.max(found.matched, answer.matched))} events`
        + (error > 0 ? `, sampled: they stand for ${count(Math.round(here.values.here))} ± ${count(Math.round(error))} (× ${times.toPrecision(2)})` : '')
        + `, took ${length(took)},`;
    } catch {
      // the number of those found is said already
    }
  }

  function paint(found) {
    heatmap.zoomed = state.from !== null;
    heatmap.show(found, fold());
    part('explore-waiting').hidden = true;
  }

  function show() {
    part('explore-failure').hidden = true;
    paint(answer);
    part('events').hidden = state.tab !== 'events';
    part('side-by-side').hidden = state.tab !== 'groups';
    const cells = heatmap.cells();
    part('heatmap').dataset.cells = String(cells.length);
    showEmpty(cells.length === 0);
    showMeta();
    cellTable.show(cells);
    showGroups();
  }

  function showEmpty(empty) {
    part('heatmap-empty').hidden = !empty;
    const key = empty && answer.matched === 0 && !kept ? JSON.stringify([about(), state.range, state.from, state.to]) : '';
    if (key && key === explained) return; // it is asked every few seconds, and still nothing came
    explained = key;
    if (!empty) return;
    if (answer.matched > 0) {
      part('heatmap-empty-words').textContent = `None of these events ${state.heat === TOOK ? 'says how long it took' : `has a number as ${state.heat}`}; they are counted below.`;
      return;
    }
    const span = state.from === null ? `in the last ${RANGES[state.range].last}` : 'in this stretch of time';
    const noun = { web: 'requests', sql: 'SQL statements', origin: 'origin fetches', all: 'events' }[state.view];
    const words = part('heatmap-empty-words');
    words.replaceChildren(`No ${noun} ${span}. `);
    if (key && clauses().length > 0) explain(key).catch((failure) => {
      if (key !== explained) return;
      explained = '';
      refuse(failure);
    });
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

  function showGroups() {
    const short = state.compare && !answer.before;
    if (state.compare !== 'slot' || short) part('explore-compared').textContent = short ? `Not compared: look at less time to compare it with ${EARLIER[state.compare]}.` : '';
    part('groups-empty').replaceChildren(...(answer.matched > 0 && state.having.length ? noGroup() : ['Nothing to compare here yet.']));
    part('groups-before').textContent = `Dashed and thinner: ${EARLIER[state.compare]}.`;
    groups.show(answer, { by: state.by, sort: byColumn() || labelOf(lead() || ''), ascending: state.ascending, calculations: state.calculations.map((one) => ({ ...calculation(one), label: labelOf(one) })) });
  }

  /** Whose conditions no group meets. */
  function noGroup() {
    return [`No group of ${count(answer.matched)} events has `, state.having.map(havingSaid).join(' and '), '.',
      ...state.having.flatMap((having, i) => [' ', el('button', { type: 'button', class: 'x-link', onclick: () => change({ having: state.having.filter((_, j) => j !== i) }) }, `Without “${havingSaid(having)}”`)])];
  }

  const havingSaid = ([label, op, value]) => `${label} ${OPS[op]} ${value}`;

  function refuse(failure) {
    part('explore-waiting').hidden = true;
    const box = part('explore-failure');
    box.hidden = false;
    part('explore-failure-words').textContent = failure.message;
  }

  /** Adds a filter that events have to meet besides, whatever the others are to them. */
  function add(filter) {
    const any = anyOf();
    if (any) change({ any: false, made: [...state.made, any.field], filters: [any.filter, filter] });
    else addTo(filter);
  }

  /** Adds a filter to the others. */
  function addTo(filter) {
    const there = state.filters.some((one) => written(one) === written(filter));
    if (!there) change({ filters: [...state.filters, filter] });
  }

  /** Paints the question: which choices are made, which filters stand. */
  function draw() {
    offered = ''; // other events may have other values
    choose('explore-range', RANGES, state.from === null ? state.range : '', (key) => change({ range: key, from: null, to: null }));
    choose('explore-tab', TABS, state.tab, (key) => change({ tab: key }));
    part('explore-dataset').value = state.dataset;
    part('explore-undo').disabled = place === 0;
    part('explore-redo').disabled = place >= last;
    part('explore-kept').hidden = true;
    const { from, to } = range();
    when.set(from * 1000, to * 1000, state.from !== null);
    choose('explore-view', VIEWS, state.view, (key) => change({ view: key }));
    part('explore-back').hidden = state.from === null;
    part('explore-back').textContent = `Back to the last ${RANGES[state.range].last}`;
    part('filters').replaceChildren(...state.filters.map((filter, i) => {
      return chip(said(filter), `Remove the filter ${said(filter)}`, () => change({ filters: state.filters.filter((_, j) => j !== i) }));
    }), ...state.unread.map((text) => chip(el('span', { class: 'x-warn' }, `Not understood, left out: ${text}`), `Remove ${text}`, () => change({ unread: state.unread.filter((one) => one !== text) }))));
    part('explore-any').hidden = state.filters.length < 2;
    part('explore-any').value = state.any ? 'on' : '';
    part('made').replaceChildren(...state.made.map((one) =>
      chip(el('button', { type: 'button', class: 'x-link', title: 'Change how it is calculated', onclick: () => edit(one) }, madeSaid(one)), `Do not calculate ${one.name}`, () => unmake(one.name))));
    part('calculations').replaceChildren(...state.calculations.map((one) =>
      chip(labelOf(one), `Do not show ${labelOf(one)}`, () => hide(one))));
    part('breakdowns').replaceChildren(...state.by.map((column, i) =>
      chip(column, `Do not group by ${column}`, () => change({ by: state.by.filter((_, j) => j !== i), ...(column === byColumn() ? { sort: '', ascending: false } : {}) }))));
    drawOrder();
    part('havings').replaceChildren(...state.having.map((having, i) =>
      chip(havingSaid(having), `Remove ${having.join(' ')}`, () => change({ having: state.having.filter((_, j) => j !== i) }))));
    part('having-of').replaceChildren(...state.calculations.map((one) => el('option', { value: labelOf(one) }, labelOf(one))));
    part('explore-compare').value = String(state.compare);
    part('explore-limit').value = String(state.limit);
    drawSteps();
    part('explore-live').checked = state.live;
    part('explore-fold').value = state.fold;
    part('explore-scale').value = state.scale;
    drawHeat();
  }

  /** What the heatmap is of, in words. */
  function drawHeat() {
    const took = state.heat === TOOK;
    const trace = took ? 'its slowest trace' : 'the trace of its largest';
    part('explore-heat').value = state.heat;
    part('heatmap-title').textContent = took ? 'How long they took' : `How large ${state.heat} was`;
    part('heatmap-hint').textContent = `${state.fold ? `By the clocks of ${zone}. ` : ''}Click a cell: ${trace}. Right click, or M: ${state.fold ? 'what else' : 'why avails were dark then'}. Drag a rectangle: what is different in it.`;
    part('cells-number').textContent = took ? 'Duration' : state.heat;
    part('cells-most').textContent = took ? 'Slowest, opens its trace' : 'Largest, opens its trace';
    part('heatmap').setAttribute('aria-label', `Heatmap of ${took ? 'durations' : state.heat}: time from left to right, ${took ? 'duration' : state.heat} from bottom to top. Arrow keys move, with Shift to the next filled cell, Enter opens ${trace}, Space begins and ends a rectangle that is compared with the rest.`);
  }

  /** The steps that suit the time; those of a folded one are its slots. */
  function drawSteps() {
    const { words, suits } = scruffy.every;
    const { from, to } = range();
    const fitting = suits(to - from);
    const unfit = state.step && !fitting.includes(state.step);
    const option = (step) => el('option', { value: step }, step ? words(step) : unfit ? `auto, ${words(state.step)} does not suit` : 'auto');
    part('explore-step').replaceChildren(...[0, ...fitting].map(option));
    part('explore-step').value = unfit ? 0 : state.step;
    part('explore-step').disabled = Boolean(state.fold);
  }

  /** What is shown can be chosen, and the columns of the groups; what else they are in order by is among it. */
  function drawOrder() {
    const now = byColumn() || (lead() ? labelOf(lead()) : '');
    const choices = [...new Set([...state.calculations.map(labelOf), ...(now ? [now] : []), ...state.by])];
    part('order-by').replaceChildren(...choices.map((one) => el('option', { value: one }, one)));
    part('order-by').value = now;
    part('order-way').value = state.ascending ? 'ascending' : 'descending';
  }

  function chip(words, removal, remove) {
    return el('li', { class: 'x-chip' }, el('span', {}, words), el('button', { type: 'button', 'aria-label': removal, onclick: remove }, '×'));
  }

  function choose(id, choices, chosen, pick) {
    part(id).replaceChildren(...Object.entries(choices).map(([key, choice]) =>
      el('button', { type: 'button', 'data-key': key, 'aria-pressed': String(key === chosen), onclick: () => pick(key) }, choice.words)));
  }

  part('explore-back').addEventListener('click', () => change({ from: null, to: null }));
  part('explore-again').addEventListener('click', () => run());
  part('explore-cancel').addEventListener('click', () => running && running.abort());
  part('explore-undo').addEventListener('click', () => undo());
  part('explore-redo').addEventListener('click', () => redo());
  part('explore-asked').addEventListener('click', () => asks.open());
  part('explore-keep').addEventListener('click', keep);
  part('explore-fold').append(...Object.entries(scruffy.folds).map(([key, { words }]) => el('option', { value: key }, words)));
  part('explore-fold').addEventListener('change', (event) => {
    change({ fold: event.target.value, box: null });
    heatmap.box = null;
    compare();
  });
  part('explore-scale').addEventListener('change', (event) => change({ scale: event.target.value }));
  part('explore-heat').addEventListener('change', (event) => {
    heatmap.box = null; // it is of the other column
    change({ heat: event.target.value.trim() || TOOK, box: null });
    compare();
  });
  part('explore-dataset').addEventListener('change', (event) => change({ dataset: event.target.value }));
  part('events-files').addEventListener('click', ({ target: { dataset: { format } } }) => {
    if (!format) return;
    const { from, to } = range();
    const wanted = { from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString(), ...about() };
    take(scruffy.events.query(wanted, shown(), MOST_TAKEN), `scruffy-events-${wanted.from.slice(0, 16).replace(/:/g, '')}`, format);
  });

  function undo() {
    if (place > 0) history.back();
  }

  function redo() {
    if (place < last) history.forward();
  }
  part('explore-retry').addEventListener('click', () => run());
  part('explore-compare').replaceChildren(...Object.entries(EARLIER).map(([seconds, words]) => el('option', { value: seconds }, words)));
  part('explore-compare').addEventListener('change', (event) => (event.target.value === 'slot' ? compareSlot() : change({ compare: Number(event.target.value) })));
  part('explore-any').addEventListener('change', (event) => change({ any: event.target.value === 'on' }));
  part('explore-step').addEventListener('change', (event) => change({ step: scruffy.every.read(event.target.value) }));
  part('explore-limit').addEventListener('change', (event) => change({ limit: Math.min(1000, Math.max(1, Number(event.target.value) || LIMIT)) }));
  part('having-op').replaceChildren(...['>', '>=', '<', '<=', '=', '!='].map((op) => el('option', { value: op }, OPS[op])));
  /** A small form of an operation and its column. */
  function calculates(name, act) {
    const [op, column] = [part(`${name}-op`), part(`${name}-column`)];
    op.replaceChildren(...OPERATIONS.map((one) => el('option', { value: one }, one)));
    op.addEventListener('change', () => (column.disabled = OF_EVENTS.includes(op.value)));
    submits(name, [column.id], () => {
      const one = OF_EVENTS.includes(op.value) ? op.value : `${op.value}|${column.value.trim()}`;
      if (one.endsWith('|')) return;
      column.value = '';
      act(one);
    });
  }
  calculates('calculation', (one) => state.calculations.includes(one) || change({ calculations: [...state.calculations, one] }));
  calculates('order', (one) => change({ sort: labelOf(one), ascending: false }));
  part('order-by').addEventListener('change', (event) => sort(event.target.value));
  part('order-way').addEventListener('change', (event) => change({ ascending: event.target.value === 'ascending' }));
  function edit({ name, expression }) {
    part('made-name').value = name;
    part('made-expression').value = expression;
    part('made-expression').focus();
  }

  /** Adds a calculated field, or changes the one of its name, once the store has understood it. */
  async function make() {
    const made = { name: part('made-name').value.trim(), expression: part('made-expression').value.trim() };
    if (!made.name || !made.expression) return;
    const now = Date.now();
    try {
      await scruffy.ask(page.dataset.api + '/query', { from: new Date(now - 1000).toISOString(), to: new Date(now).toISOString(), calculated_fields: [made] });
    } catch (failure) {
      part('made-failure').textContent = failure.message;
      return;
    }
    ['name', 'expression'].forEach((field) => (part(`made-${field}`).value = ''));
    part('made-failure').textContent = '';
    change({ made: [...state.made.filter(({ name }) => name !== made.name), made] });
    offerColumns();
  }
  submits('made', ['made-name', 'made-expression'], make);
  submits('breakdown', ['breakdown-column'], () => {
    const column = part('breakdown-column').value.trim();
    part('breakdown-column').value = '';
    if (column) group(column);
  });
  submits('shown', ['shown-column'], () => {
    const column = part('shown-column').value.trim();
    part('shown-column').value = '';
    if (column && !state.shown.includes(column)) change({ shown: [...state.shown, column] });
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
  function offer() {
    const column = part('filter-column').value.trim();
    if (!column || column === offered) return;
    offered = column;
    const { from, to } = range();
    scruffy.offerValues(part('filter-values'), page.dataset.api, question(from, to), column);
  }
  part('filter-value').addEventListener('focus', offer);
  part('explore-live').addEventListener('change', (event) => change({ live: event.target.checked }));

  function offerColumns() {
    return scruffy.offerColumns(part('filter-columns'), page.dataset.api, state.dataset, part('heat-columns'), state.made);
  }
  part('explore-dataset').addEventListener('change', offerColumns);
  part('filter-op').replaceChildren(...Object.entries(OPS).map(([op, words]) => el('option', { value: op }, words)));
  const enabled = () => fit(part('filter-value'), part('filter-op').value);
  part('filter-op').addEventListener('change', enabled);
  const addTyped = () => {
    const column = part('filter-column').value.trim();
    const op = part('filter-op').value;
    const value = part('filter-value').value.trim();
    if (!column || (value === '' && !valueless(op))) return;
    part('filter-column').value = '';
    part('filter-value').value = '';
    addTo({ column, op, value: valueless(op) ? '' : value });
  };
  submits('filter', ['filter-column', 'filter-value'], addTyped);

  /** Goes to a field, wherever it is folded away. */
  const reach = (id) => () => {
    const folded = part(id).closest('details');
    if (folded) folded.open = true;
    part(id).focus();
  };
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !event.target.matches('input, textarea')) {
      event.preventDefault();
      (event.shiftKey ? redo : undo)();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea, canvas')) return;
    const keys = { f: reach('filter-column'), g: reach('breakdown-column'), c: reach('calculation-op'), x: reach('made-name'), h: reach('heatmap'), d: reach('explore-dataset'), r: () => run() };
    keys.t = () => when.open();
    keys.e = () => change({ tab: state.tab === 'events' ? 'groups' : 'events' });
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  window.addEventListener('popstate', (event) => {
    place = (event.state && event.state.place) || 0;
    const id = new URLSearchParams(location.search).get('asked');
    if (id) {
      showKept(id);
      return;
    }
    kept = null;
    state = read();
    heatmap.box = state.box;
    draw();
    run().then(compare);
  });

  const busy = () => document.hidden || page.getAttribute('aria-busy') === 'true' || heatmap.drag || heatmap.anchor || !part('heatmap-frame').querySelector('.heatmap-tip').hidden;
  setInterval(() => {
    if (state.live && state.from === null && !kept && !busy()) run(true);
  }, 10000);

  /** What is asked now, for whoever keeps it. */
  scruffy.explored = () => {
    const { from, to } = range();
    return {
      address: address(), words: words(), heat: state.heat, lead: lead() ? calculation(lead()) : { op: 'COUNT' },
      drawn: lead() ? drawn().map(calculation) : [{ op: 'COUNT' }],
      query: {
        ...question(from, to), calculations: worked(state.calculations), limit: state.limit,
        ...(state.compare && state.compare !== 'slot' ? { compare_time_offset_seconds: state.compare } : {}),
      },
    };
  };

  heatmap.box = state.box;
  draw();
  scruffy.offerDatasets(part('explore-dataset'), page.dataset.api, state.dataset);
  offerColumns();
  const wanted = new URLSearchParams(location.search).get('asked');
  if (wanted) showKept(wanted);
  else run().then(compare);
})();
