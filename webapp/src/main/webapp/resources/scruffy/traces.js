/* Traces of a time: the slowest, those that failed, those that did the same again and again. */
(() => {
  'use strict';
  const root = document.getElementById('traces');
  if (!root) return;
  const scruffy = window.scruffy;
  const { el, length, count, time } = scruffy;
  const { zone, api } = root.dataset;
  const part = (name) => document.getElementById('traces-' + name);

  const MOST = 50;
  const TRACE = 'trace.trace_id';
  const WAYS = {
    slow: { words: 'Slowest', title: 'The slowest traces', column: 'duration_ms' },
    failed: { words: 'Failed', title: 'Traces with the most failed spans', column: 'trace.error_count' },
    repeated: { words: 'Repeated', title: 'Traces that did the same most often', column: 'trace.max_repeat' },
    statements: { words: 'Statements', title: 'Traces with the most SQL statements', column: 'trace.db_count' },
    sql: { words: 'SQL time', title: 'Traces whose SQL took longest', column: 'trace.db_ms' },
  };
  const KINDS = { server: ['server'], client: ['client'], internal: ['internal'], job: ['producer', 'consumer'] };
  const NUMBERS = ['duration_ms', 'trace.span_count', 'trace.db_count', 'trace.max_repeat', 'trace.error_count', 'trace.db_ms', 'trace.service_count'];

  const asking = new scruffy.Asking(part('question'), { zone, api, range: '1h', changed: read });
  let turn = 0;

  const way = () => (WAYS[asking.get('by')] ? asking.get('by') : 'slow');

  /** A filter asks any span of a trace, unless it says which. */
  const anySpan = (filter) => (/^(root|parent|child|any\d?|none|trace|meta)\./.test(filter.column) ? filter : { ...filter, column: 'any.' + filter.column });

  async function read() {
    const mine = ++turn;
    const { column, title } = WAYS[way()];
    root.setAttribute('aria-busy', 'true');
    part('title').textContent = title;
    part('by').replaceChildren(...Object.entries(WAYS).map(([key, { words }]) =>
      el('button', { type: 'button', 'aria-pressed': String(key === way()), onclick: () => asking.set({ by: key === 'slow' ? '' : key }) }, words)));
    try {
      const found = await scruffy.ask(api + '/query', query(column));
      if (mine !== turn) return;
      part('failure').hidden = true;
      show(found.rows, found);
      await kinds(found, mine);
    } catch (failure) {
      if (mine !== turn) return;
      part('failure').hidden = false;
      part('failure-words').textContent = failure.message;
      part('words').textContent = '';
    } finally {
      if (mine === turn) root.setAttribute('aria-busy', 'false');
    }
  }

  function query(column) {
    const question = asking.question();
    const roots = [{ column: 'trace.parent_id', op: 'does-not-exist' }, { column: 'trace.span_id', op: 'exists' }];
    const least = column === 'duration_ms' ? [] : [{ column, op: '>', value: 0 }];
    return {
      ...question,
      filters: [...roots, ...least, ...question.filters.map(anySpan)],
      calculated_fields: [{ name: 'event.time', expression: 'EVENT_TIMESTAMP()' }],
      breakdowns: [TRACE, 'name', 'service.name'],
      calculations: [...NUMBERS, 'event.time'].map((name) => ({ op: 'MAX', column: name })),
      orders: [{ op: 'MAX', column, order: 'descending' }],
      limit: MOST,
    };
  }

  function show(rows, found) {
    const most = Math.max(1e-9, ...rows.map((row) => row.values['MAX(duration_ms)'] || 0));
    part('rows').replaceChildren(...rows.map((row) => line(row, most)));
    part('empty').hidden = rows.length > 0;
    part('empty').textContent = asking.filters.length || way() !== 'slow'
      ? 'No such traces in this time. Take a filter away, or look at more time.'
      : 'No traces in this time. Whatever is asked of Scruffy makes some.';
    part('words').textContent = `${count(rows.length)} of ${count(found.matched)}, ${asking.words()}, took ${length(found.tookMs)}`;
  }

  function line(row, most) {
    const [took, spans, statements, same, failed, sqlMs, services] = NUMBERS.map((name) => row.values[`MAX(${name})`] || 0);
    const began = row.values['MAX(event.time)'] * 1000;
    const bar = el('i', { class: 'k-server' });
    bar.style.width = `${(took / most) * 100}%`;
    // roles are said: on a phone the rows are laid out as cards, and are rows of a table all the same
    const cell = (head, more, ...inside) => el('td', { role: 'cell', 'data-head': head, ...more }, ...inside);
    return el('tr', { role: 'row', 'data-trace': row.group[TRACE] },
      el('th', { scope: 'row', role: 'rowheader' }, el('a', { href: address(row.group[TRACE]) }, row.group.name || 'A trace'), el('small', { class: 'l-service' }, service(row.group['service.name'] || '', services - 1))),
      cell('Began', { class: 'r-time' }, el('time', { datetime: new Date(began).toISOString() }, time.stamp(began, zone, 'second'))),
      cell('Took', { class: 'x-number' }, length(took), el('span', { class: 'l-bar', 'aria-hidden': 'true' }, bar)),
      cell('Spans by kind', { class: 'l-kinds', 'data-kinds': row.group[TRACE] }, count(spans)),
      cell('Statements', { class: 'x-number', title: 'And how long they took, one added to the other' }, count(statements), statements > 0 ? el('small', { class: 'l-sql' }, length(sqlMs)) : ''),
      cell('Same again', { class: 'x-number', title: 'How often the statement came that came most often' }, same > 1 ? `${count(same)} ×` : '–'),
      cell('Failed', { class: `x-number ${failed ? 'l-failed' : ''}` }, failed ? count(failed) : '–'));
  }

  const service = (name, others) => (others > 0 ? `${name} and ${others === 1 ? 'another service' : `${count(others)} others`}` : name);

  function address(trace) {
    const url = new URLSearchParams(location.search);
    const kept = new URLSearchParams(['station', 'feed'].filter((key) => url.has(key)).map((key) => [key, url.get(key)]));
    kept.set('id', trace);
    return root.dataset.trace + '?' + kept;
  }

  /** Of which kinds the spans of each trace are. */
  async function kinds(found, mine) {
    const ids = found.rows.map((row) => row.group[TRACE]);
    if (ids.length === 0) return;
    const sql = { column: 'db.system', op: 'exists' };
    const others = { column: 'db.system', op: 'does-not-exist' };
    const counted = await scruffy.ask(api + '/query', {
      from: found.from, to: found.to, breakdowns: [TRACE], limit: MOST,
      filters: [{ column: TRACE, op: 'in', value: ids }],
      calculations: [{ op: 'COUNT', name: 'sql', filters: [sql] },
        ...Object.entries(KINDS).map(([name, value]) => ({ op: 'COUNT', name, filters: [others, { column: 'span.kind', op: 'in', value }] }))],
    });
    if (mine !== turn) return;
    const cells = new Map([...part('rows').querySelectorAll('[data-kinds]')].map((cell) => [cell.dataset.kinds, cell])); // no selector: an id may be any text
    counted.rows.forEach((row) => {
      const cell = cells.get(String(row.group[TRACE]));
      const parts = ['server', 'client', 'sql', 'internal', 'job'].map((kind) => [kind, Math.round(row.values[kind] || 0)]).filter(([, n]) => n > 0);
      if (parts.length === 0) return; // no span says its kind
      const all = parts.reduce((sum, [, n]) => sum + n, 0);
      const words = parts.map(([kind, n]) => `${count(n)} ${kind === 'sql' ? 'SQL' : kind === 'job' ? 'messages' : kind}`).join(', ');
      cell.append(el('span', { class: 'l-spark', role: 'img', title: words, 'aria-label': words }, ...parts.map(([kind, n]) => {
        const piece = el('i', { class: 'k-' + kind });
        piece.style.flexGrow = String(Math.max(n / all, 0.04));
        return piece;
      })));
    });
  }

  part('again').addEventListener('click', read);
  part('retry').addEventListener('click', read);
  read();
})();
