/* How the services do, at a glance: how much, how well, how fast, what takes the time. Each number leads to the question behind it. */
(() => {
  'use strict';
  const root = document.getElementById('overview');
  if (!root) return;
  const scruffy = window.scruffy;
  const { el, length, count, time } = scruffy;
  const { zone, api } = root.dataset;
  const part = (name) => document.getElementById('o-' + name);

  const TARGET = 500;
  const STEPS = 60;
  const TOP = 8;
  const SERVER = { column: 'span.kind', op: '=', value: 'server' };
  const FAILED = { column: 'error', op: '=', value: true };

  const asking = new scruffy.Asking(part('question'), { zone, api, range: '1h', changed: read });
  const charts = {};
  const zooms = []; // the times that were looked at before
  const dark = new scruffy.Dark({ zone, api, avails: root.dataset.avails, station: root.dataset.station, zoom });
  let turn = 0;
  let step = 10; // seconds

  const target = () => Number(asking.get('target')) || TARGET;
  const took = (op) => ({ op, column: 'duration_ms' });
  const label = (op) => `${op}(duration_ms)`;
  const percent = (share) => `${Number((share * 100).toPrecision(share < 0.1 ? 2 : 3))} %`;
  const explore = (more) => asking.explore(root.dataset.explore, { view: 'web', ...more });
  const number = (value) => (Number.isInteger(value) || Math.abs(value) >= 100 ? count(Math.round(value)) : String(Number(value.toPrecision(3))));
  const only = (column, value) => (value === '' ? `${column}|does-not-exist|` : `${column}|=|${value}`);
  const ask = (query) => scruffy.ask(api + '/query', query);

  /** What a request counts in the Apdex; before the first failure there is no column of failures. */
  const apdex = (failures) => ({ name: 'apdex', expression: `IF(${failures ? '$error = true, 0, ' : ''}$duration_ms <= ${target()}, 1, $duration_ms <= ${4 * target()}, 0.5, 0)` });

  /** The question whose own answer is which share of requests failed; before the first failure there is nothing to ask. */
  const failed = { name: 'failed', expression: 'IF($error = true, 1, 0)' };
  const ofFailed = (failures) => explore({ by: '', ...(failures ? { made: `${failed.name}|${failed.expression}`, c: [`AVG|${failed.name}`, 'COUNT'], sort: `AVG(${failed.name})` } : { c: 'COUNT' }) });

  /** All that is worked out of requests, at once. */
  const measures = (failures) => [
    { op: 'COUNT', name: 'all' },
    ...(failures ? [{ op: 'COUNT', name: 'failed', filters: [FAILED] }] : []),
    { op: 'AVG', column: 'apdex' }, took('P50'), took('P95'), took('P99'),
  ];

  async function read() {
    const mine = ++turn;
    root.setAttribute('aria-busy', 'true');
    part('target').value = target();
    part('slow-traces').href = root.dataset.traces + location.search;
    const asked = asking.question([SERVER]);
    const seconds = (Date.parse(asked.to) - Date.parse(asked.from)) / 1000;
    step = Math.max(10, Math.ceil(seconds / STEPS));
    try {
      const known = new Set((await scruffy.ask(api + '/datasets/__all__/columns')).map((column) => column.name));
      const any = known.has('span.kind') && known.has('duration_ms');
      const failures = known.has('error');
      const found = any ? await ask({ ...asked, calculated_fields: [apdex(failures)], calculations: measures(failures), granularity: step, include: ['series'] })
        : { from: asked.from, to: asked.to, rows: [], series: [], matched: 0 };
      const marks = await scruffy.marks.of(api, asking.dataset).catch(() => []);
      if (mine !== turn) return;
      part('failure').hidden = true;
      numbers(found, seconds, failures);
      draw(found, marks);
      markers(marks);
      await Promise.all([
        top('busy', asked, 'name', [took('SUM'), { op: 'COUNT' }, took('P95')], 'SUM', (value) => ({ f: only('name', value) })),
        top('slow', asked, 'name', [took('P95'), { op: 'COUNT' }, took('MAX')], 'P95', (value) => ({ f: only('name', value) })),
        top('plans', asked, 'plan', [{ op: 'AVG', column: 'db.statements' }, { op: 'MAX', column: 'db.statements' }, { op: 'COUNT' }, took('P95')], 'COUNT', (value) => ({ f: only('plan', value) })),
        top('services', asked, 'service.name', [{ op: 'COUNT' }, took('P95'), took('SUM')], 'COUNT', (value) => ({ f: only('service.name', value) }), true),
        top('relations', asking.question([{ column: 'db.system', op: 'exists' }]), 'jpa.relation', [took('SUM'), { op: 'COUNT' }, took('P95')], 'SUM', (value) => ({ view: 'sql', f: only('jpa.relation', value) })),
        node(known),
        nodes(known, marks),
      ]);
    } catch (failure) {
      if (mine !== turn) return;
      part('failure').hidden = false;
      part('failure-words').textContent = failure.message;
    } finally {
      if (mine === turn) root.setAttribute('aria-busy', 'false');
    }
  }

  const requests = (n) => `${count(n)} ${n === 1 ? 'request' : 'requests'}`;

  function numbers(found, seconds, failures) {
    const { name, expression } = apdex(failures);
    const { values } = found.rows[0] || { values: {} };
    const any = found.matched > 0;
    part('empty').hidden = any;
    part('charts').hidden = !any;
    const score = values[`AVG(${name})`] ?? null;
    const one = (words, value, href, title) => el('div', { class: 'o-number' }, el('dt', {}, words), el('dd', {}, el('a', { href, title }, value)));
    part('numbers').replaceChildren(...(any ? [
      one('Requests a minute', number((values.all / seconds) * 60), explore({ c: 'COUNT' }), `${count(Math.round(values.all))} in all`),
      one('Failed', percent((values.failed || 0) / values.all), ofFailed(failures), requests(Math.round(values.failed || 0))),
      one('Apdex', score === null ? '–' : score.toFixed(2), explore({ by: '', made: `${name}|${expression}`, c: [`AVG|${name}`, 'COUNT'], sort: `AVG(${name})` }), `Within ${length(target())} well, within ${length(4 * target())} half as well, failed ones not at all`),
      ...['P50', 'P95', 'P99'].map((op) => one({ P50: 'Half took at most', P95: '95 % took at most', P99: '99 % took at most' }[op], length(values[label(op)]), explore({ c: `${op}|duration_ms`, sort: label(op) }))),
    ] : []));
    part('words').textContent = any ? `${requests(found.matched)}, ${asking.words()}, took ${length(found.tookMs)}` : '';
  }

  // ---- charts -------------------------------------------------------------------------------------------------------

  /** The moments of a chart whose points are so many seconds apart. */
  function timesOf(found, apart) {
    const from = Date.parse(found.from);
    return Array.from({ length: Math.max(1, Math.ceil((Date.parse(found.to) - from) / 1000 / apart)) }, (_, i) => from + i * apart * 1000);
  }

  function draw(found, marks) {
    const from = Date.parse(found.from);
    const times = timesOf(found, step);
    const byTime = new Map(found.series.map((one) => [Date.parse(one.time), one.values]));
    const of = (work) => times.map((at) => (byTime.has(at) ? work(byTime.get(at)) : null));
    chart('throughput', times, marks, [['Requests', of((values) => (values.all / step) * 60).map((value) => value ?? 0)]], number);
    chart('errors', times, marks, [['Failed', of((values) => (values.all ? ((values.failed || 0) / values.all) * 100 : null))]], (value) => `${Number(value.toPrecision(3))} %`);
    chart('took', times, marks, ['P50', 'P95', 'P99'].map((op) => [op, of((values) => values[label(op)])]), length);
    part('step-head').replaceChildren(...[`From (${time.zone(from, zone)})`, 'Requests', 'Failed', 'P50', 'P95', 'P99'].map((words, i) => el('th', { scope: 'col', class: i ? 'x-number' : null }, words)));
    part('steps').replaceChildren(...times.filter((at) => byTime.has(at)).map((at) => {
      const values = byTime.get(at);
      return el('tr', {}, el('th', { scope: 'row' }, timed(at)),
        ...[count(Math.round(values.all)), count(Math.round(values.failed || 0)), ...['P50', 'P95', 'P99'].map((op) => length(values[label(op)]))].map((words) => el('td', { class: 'x-number' }, words)));
    }));
  }

  function chart(name, times, marks, lines, say) {
    const style = getComputedStyle(root);
    const [muted, line, mark] = ['--muted', '--line', '--k-mark'].map((one) => style.getPropertyValue(one).trim());
    const looks = scruffy.looks(root);
    const old = charts[name];
    if (old) old.chart.destroy();
    else scruffy.dragTime(part(name).parentElement, { area: () => charts[name].chart.chartArea, times: () => charts[name].times, zoom, back: zoomOut,
      pick: (which, point) => moment(charts[name].times[which], point) });
    charts[name] = { times, again: () => chart(name, times, marks, lines, say) };
    charts[name].chart = new window.Chart(part(name), {
      type: 'line',
      data: {
        labels: times.map((at) => time.minute(at, zone)),
        datasets: lines.map(([words, data], i) => ({ label: words, ...scruffy.line(data), borderColor: looks[i].colour, backgroundColor: looks[i].colour, borderDash: looks[i].dash, borderWidth: 2, pointHitRadius: 8, spanGaps: true })),
      },
      options: {
        animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: 'index', intersect: false },
        scales: {
          x: { ticks: { color: muted, maxRotation: 0, autoSkipPadding: 24 }, grid: { color: line } },
          y: { beginAtZero: true, ticks: { color: muted, callback: say }, grid: { color: line } },
        },
        plugins: { legend: { display: lines.length > 1, position: 'bottom', labels: { ...scruffy.legend, color: muted } }, tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${say(item.parsed.y)}`, footer: scruffy.marks.footer(times, marks, zone) } } },
      },
      plugins: [scruffy.marks.over(times, marks, mark)],
    });
  }

  /** What a point of a chart stands for. */
  function moment(at, point, back) {
    dark.offer(point, { from: at, to: at + step * 1000, filters: asking.question([SERVER]).filters }, [], back);
  }

  /** The same of a line of the table. */
  function timed(at) {
    const button = el('button', { type: 'button', class: 'x-value', title: 'What to do with this time', 'aria-haspopup': 'menu', onclick: () => {
      const { left: x, bottom: y } = button.getBoundingClientRect();
      moment(at, { x, y }, () => button.focus());
    } }, `${time.shortDay(at, zone)} ${time.second(at, zone)}`);
    return button;
  }

  function zoom(from, to) {
    zooms.push({ from: asking.get('from'), to: asking.get('to') });
    asking.set({ from: new Date(from).toISOString(), to: new Date(Math.max(to, from + 60000)).toISOString() });
  }

  function zoomOut() {
    const before = zooms.pop() || { from: '', to: '' };
    if (before.from !== asking.get('from') || before.to !== asking.get('to')) asking.set(before);
  }

  function markers(marks) {
    const [from, to] = asking.window();
    const here = scruffy.marks.within(marks, from, to).reverse(); // the latest first
    part('markers').replaceChildren(...(here.length ? here.map(({ said: words, url, type, at }) =>
      el('li', {}, url ? el('a', { href: url }, words) : words, el('small', {}, `${type} ${time.stamp(at, zone)}`))) : [el('li', { class: 'x-meta' }, el('span', {}, 'None in this time. A deploy ', el('a', { href: root.dataset.guide + '#deploy.sh' }, 'marks itself'), '.'))]));
  }

  // ---- tables -------------------------------------------------------------------------------------------------------

  const HEADS = { COUNT: 'Times', SUM: 'In all', P95: 'P95', MAX: 'Slowest', AVG: 'Statements' };

  /**
   * The first groups of a column. One that no event has yet leaves the table empty. A group leads to Explore, or where {@code here} to this page of
   * it alone; each of its numbers to its own question in Explore.
   */
  async function top(name, asked, column, calculations, by, narrow, here) {
    const mine = turn;
    const sorted = calculations.find((one) => one.op === by);
    const labelled = (one) => (one.column ? `${one.op}(${one.column})` : one.op);
    let rows = [];
    try {
      rows = (await ask({ ...asked, breakdowns: [column], calculations, orders: [{ ...sorted, order: 'descending' }], limit: TOP })).rows;
    } catch (failure) {
      if (failure.status !== 400) throw failure;
    }
    if (mine !== turn) return;
    const said = (one, row) => {
      const value = row.values[labelled(one)];
      if (value === null || value === undefined) return '–';
      return one.column === 'duration_ms' ? length(value) : number(value);
    };
    const to = (one, row) => explore({ by: column, ...narrow(row.group[column] ?? ''), c: [one.op, ...(one.column ? [one.column] : [])].join('|'), sort: labelled(one) });
    const head = (one) => (one.column === 'db.statements' ? { AVG: 'Statements', MAX: 'at most' }[one.op] : HEADS[one.op]);
    part(name).replaceChildren(
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, column), ...calculations.map((one) => el('th', { scope: 'col', class: 'x-number' }, head(one))))),
      el('tbody', {}, ...(rows.length ? rows.map((row) => el('tr', {},
        el('th', { scope: 'row' }, el('a', { href: way(column, row.group[column] ?? '', here ? null : narrow) }, ...scruffy.breakable(row.group[column] ?? '(none)'))),
        ...calculations.map((one) => el('td', { class: 'x-number' }, el('a', { href: to(one, row) }, said(one, row)))))) : [el('tr', {}, el('td', { class: 'x-meta', colspan: String(calculations.length + 1) }, 'Nothing in this time.'))])));
  }

  /** Explore of a group; where it is not narrowed for that, this page of the group alone. */
  function way(column, value, narrow) {
    if (narrow) return explore({ by: column, ...narrow(value) });
    const url = new URLSearchParams(location.search);
    url.append('f', only(column, value));
    return `${location.pathname}?${url}`;
  }

  // ---- the nodes ----------------------------------------------------------------------------------------------------

  const NODE = { column: 'name', op: '=', value: 'node' };
  const share = (value) => percent(value);
  const megabytes = (bytes) => `${count(Math.round(bytes / 1e6))} MB`;
  const some = (value) => number(value);
  /** What is told of the nodes: the chart, how its numbers are said, and its lines; one without a name is a number alone. */
  const OF_NODES = [
    ['heap', megabytes, [['Used', 'AVG', 'jvm.memory.used'], ['', 'MAX', 'jvm.memory.limit']]],
    ['garbage', share, [['Collecting garbage', 'AVG', 'jvm.gc.share']]],
    ['cpu', share, [['Of all processors', 'AVG', 'jvm.cpu.share']]],
    ['threads', some, [['Threads', 'AVG', 'jvm.thread.count']]],
    ['pool', some, [['In use', 'AVG', 'db.pool.used'], ['In use at most', 'MAX', 'db.pool.used'], ['Waiting for one at most', 'MAX', 'db.pool.waiting']]],
  ];

  /** The question behind a line: of all nodes together over the chosen time, whatever else is filtered. */
  function ofNodes(op, column) {
    const url = new URLSearchParams({ view: 'all', live: 'off', dataset: 'scruffy', f: 'name|=|node', by: 'service.instance.id', c: `${op}|${column}`, sort: `${op}(${column})` });
    const time = new URLSearchParams(asking.explore('').slice(1));
    ['from', 'to', 'range'].forEach((name) => time.has(name) && url.set(name, time.get(name)));
    return `${root.dataset.explore}?${url}`;
  }

  /** How the nodes did, as their events tell it every 15 seconds. */
  async function nodes(known, marks) {
    const mine = turn;
    const { from, to } = asking.question();
    const wanted = OF_NODES.flatMap(([, , lines]) => lines).filter(([, , column]) => known.has(column));
    const found = wanted.length ? await ask({
      from, to, filters: [NODE, { column: 'meta.dataset', op: '=', value: 'scruffy' }], calculations: wanted.map(([, op, column]) => ({ op, column })), granularity: Math.max(15, step), include: ['series'],
    }) : { from, to, rows: [], series: [], matched: 0 };
    if (mine !== turn) return;
    part('nodes-none').hidden = found.matched > 0;
    part('nodes-charts').hidden = found.matched === 0;
    const { values } = found.rows[0] || { values: {} };
    const said = (say, value) => (value === null || value === undefined ? '–' : say(value));
    part('nodes-facts').replaceChildren(...OF_NODES.flatMap(([, say, lines]) => lines.map(([words, op, column]) =>
      el('div', { class: 't-fact' }, el('dt', {}, { 'jvm.memory.used': 'Heap used', 'jvm.memory.limit': 'Heap at most', 'jvm.cpu.share': 'Processors', 'db.pool.used': op === 'MAX' ? 'Connections in use at most' : 'Connections in use', 'db.pool.waiting': 'Waiting for one at most' }[column] || words),
        el('dd', {}, el('a', { href: ofNodes(op, column) }, said(say, values[`${op}(${column})`])))))));
    if (found.matched) drawNodes(found, marks, said);
  }

  function drawNodes(found, marks, said) {
    const times = timesOf(found, Math.max(15, step));
    const byTime = new Map(found.series.map((one) => [Date.parse(one.time), one.values]));
    const lines = OF_NODES.flatMap(([, say, some]) => some.filter(([words]) => words).map(([words, op, column]) => [words, `${op}(${column})`, say]));
    OF_NODES.forEach(([name, say, some]) => chart(name, times, marks, some.filter(([words]) => words).map(([words, op, column]) => [words, times.map((at) => (byTime.get(at) || {})[`${op}(${column})`] ?? null)]), say));
    part('nodes-head').replaceChildren(...[`From (${time.zone(times[0], zone)})`, ...lines.map(([words]) => words)].map((words, i) => el('th', { scope: 'col', class: i ? 'x-number' : null }, words)));
    part('nodes-steps').replaceChildren(...times.filter((at) => byTime.has(at)).map((at) => el('tr', {}, el('th', { scope: 'row' }, timed(at)),
      ...lines.map(([, label, say]) => el('td', { class: 'x-number' }, said(say, byTime.get(at)[label]))))));
  }

  /** What tells a fact of a node in its events. */
  const FACTS = { heap: 'jvm.memory.used', cpu: 'jvm.cpu.share', threads: 'jvm.thread.count', garbage: 'jvm.gc.share', used: 'db.pool.used', waiting: 'db.pool.waiting' };

  /** The events in which a node told this column, one by one. */
  function eventsOf(node, column) {
    const url = new URLSearchParams(ofNodes('MAX', column).split('?')[1]);
    url.set('by', '');
    url.append('f', `service.instance.id|=|${node}`);
    url.set('tab', 'events');
    url.append('col', column);
    return `${root.dataset.explore}?${url}`;
  }

  async function node(known) {
    const mine = turn;
    const now = await scruffy.ask(api + '/runtime');
    if (mine !== turn) return;
    const fact = (words, value, column) => el('div', { class: 't-fact' }, el('dt', {}, words),
      el('dd', {}, known.has(column) ? el('a', { href: eventsOf(now.node, column) }, value) : value));
    const { connections } = now;
    part('node').replaceChildren(...[
      fact('Heap', `${megabytes(now.heapUsed)} of ${megabytes(now.heapMost)}`, FACTS.heap),
      fact('Processors', now.cpu < 0 ? `${now.processors}` : `${percent(now.cpu)} of ${now.processors}`, FACTS.cpu),
      fact('Threads', count(now.threads), FACTS.threads),
      fact('Collecting garbage', percent(now.collectedMs / Math.max(1, now.upMs)), FACTS.garbage),
      fact('Up for', length(now.upMs)),
      connections ? fact('Database connections', `${connections.used} used, ${connections.idle} idle, at most ${connections.most}`, FACTS.used) : null,
      connections ? fact('Waiting for one', count(connections.waiting), FACTS.waiting) : null,
    ].filter(Boolean));
  }

  part('again').addEventListener('click', read);
  part('retry').addEventListener('click', read);
  part('target').addEventListener('change', (event) => asking.set({ target: Number(event.target.value) > 0 ? String(Number(event.target.value)) : '' }));
  new MutationObserver(() => Object.values(charts).forEach((one) => one.again()))
    .observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  read();
})();
