/* Boards: a list of them, or one with its panels, each drawn as Explore draws it. */
(() => {
  'use strict';
  const root = document.getElementById('boards');
  if (!root) return;
  const scruffy = window.scruffy;
  const { el, count, time, ask } = scruffy;
  const { zone, api } = root.dataset;
  const part = (name) => document.getElementById('bo-' + name);
  const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 86400];
  const MOST_CHARTS = 12; // as Explore draws them
  const SHOWN = { LINE: 'Line over time', TABLE: 'Table of groups', HEATMAP: 'Heatmap' };

  const id = () => new URLSearchParams(location.search).get('id');
  const link = (board) => `${location.pathname}?${new URLSearchParams({ id: board.id })}`;
  const where = (board) => (board.station === '*' ? 'Every station' : board.station);
  let board = null;
  let panels = [];
  let turn = 0;

  const asking = new scruffy.Asking(part('question'), { zone, api, range: '1h', changed: draw });

  function refuse(failure) {
    part('failure').hidden = false;
    part('failure-words').textContent = failure.message;
  }

  async function read() {
    root.setAttribute('aria-busy', 'true');
    part('failure').hidden = true;
    part('all').hidden = Boolean(id());
    part('one').hidden = !id();
    try {
      if (id()) await show(await ask(`${api}/boards/${encodeURIComponent(id())}`));
      else list(await ask(`${api}/boards`));
    } catch (failure) {
      refuse(failure);
    } finally {
      root.setAttribute('aria-busy', 'false');
    }
  }

  // ---- all of them ----------------------------------------------------------------------------------------------------

  function list(boards) {
    part('empty').hidden = boards.length > 0;
    part('list').replaceChildren(...boards.map((one) => el('li', { class: 'x-card' },
      el('h2', {}, el('a', { href: link(one) }, one.name)),
      one.description ? el('p', {}, one.description) : null,
      el('p', { class: 'x-meta' }, [where(one), `${count(one.panelCount)} ${one.panelCount === 1 ? 'panel' : 'panels'}`, one.shared ? '' : 'only you see it',
        one.owner ? `by ${one.owner}` : ''].filter(Boolean).join(', ')),
      el('button', { type: 'button', class: 'x-link', 'aria-label': `Delete the board ${one.name}`, onclick: (event) => remove(one, event.target.closest('li')) }, 'Delete'))));
  }

  function remove(one, line) {
    line.hidden = true;
    scruffy.deleteLater(part('notices'), `The board ${one.name} is deleted.`, {
      url: `${api}/boards/${one.id}`, undone: () => (line.hidden = false), done: () => id() || read(),
      failed: (failure) => (line.hidden = false, refuse(failure)),
    });
  }

  // ---- one of them ----------------------------------------------------------------------------------------------------

  async function show(found) {
    board = found;
    ['edit', 'delete'].forEach((name) => (part(name).disabled = false)); // there is something to change now
    document.title = `${board.name} – Scruffy`;
    part('name').textContent = board.name;
    part('about').textContent = [board.description, where(board), board.shared ? '' : 'only you see it'].filter(Boolean).join(' · ');
    part('no-panels').hidden = board.panels.length > 0;
    part('presets').replaceChildren(...board.presets.map(preset));
    panels.forEach((one) => one.groups && one.groups.destroy());
    panels = board.panels.map((panel, place) => make(panel, place));
    part('panels').replaceChildren(...panels.map((one) => one.card));
    await draw();
  }

  /** A column that all panels are filtered by: what is chosen stands in the address like any other filter. */
  function preset(column) {
    const value = el('input', { type: 'text', list: `bo-preset-${column}`, 'aria-label': `Only where ${column} is`, placeholder: 'any', autocomplete: 'off' });
    const values = el('datalist', { id: `bo-preset-${column}` });
    value.addEventListener('focus', () => scruffy.offerValues(values, api, asking.question(), column), { once: true });
    return el('form', { class: 'x-filter', onsubmit: (event) => {
      event.preventDefault();
      if (value.value.trim()) asking.add({ column, op: '=', value: value.value.trim() });
      value.value = '';
    } }, el('label', { class: 'x-by' }, column, value), values);
  }

  function make(panel, place) {
    const said = el('p', { class: 'x-meta', role: 'status' });
    const head = el('header', { class: 'x-card-head' }, el('h2', { id: `bo-title-${place}` }, panel.title), said, el('span', { class: 'x-grow' }),
      el('a', { href: explore(panel), 'aria-label': `${panel.title} in Explore` }, 'Explore'),
      scruffy.menuButton('⋯', `What to do with the panel ${panel.title}`, () => choices(place)));
    const body = panel.shown === 'HEATMAP' ? heat(panel) : lines(panel);
    return { ...body, panel, said, card: el('section', { class: 'x-card bo-panel', 'aria-labelledby': `bo-title-${place}` }, head, body.frame) };
  }

  function explore(panel, by) {
    const url = new URLSearchParams(panel.address);
    if (by) url.set('by', by);
    const more = new URLSearchParams(asking.explore('').slice(1));
    ['from', 'to', 'range'].forEach((name) => more.has(name) && url.set(name, more.get(name)));
    if (more.get('dataset')) url.set('dataset', more.get('dataset'));
    if (more.has('f')) all(url);
    more.getAll('f').forEach((filter) => url.append('f', filter));
    return `${root.dataset.explore}?${url}`;
  }

  /** Makes of filters any of which are met one that is met: what is filtered besides is to be met too. */
  function all(url) {
    const filters = url.getAll('f').map(scruffy.filters.read).filter(Boolean);
    if (url.get('any') !== 'on' || filters.length < 2) return;
    const made = url.getAll('made').map((text) => ({ name: text.split('|')[0], expression: text.split('|').slice(1).join('|') }));
    const { field, filter } = scruffy.filters.any(filters, made);
    ['any', 'f'].forEach((name) => url.delete(name));
    url.append('made', `${field.name}|${field.expression}`);
    url.append('f', scruffy.filters.written(filter));
  }

  const choices = (place) => [
    ...(place > 0 ? [['Move it forward', () => move(place, place - 1)]] : []),
    ...(place < board.panels.length - 1 ? [['Move it back', () => move(place, place + 1)]] : []),
    ...Object.entries(SHOWN).filter(([key]) => key !== board.panels[place].shown && key !== 'HEATMAP' && board.panels[place].shown !== 'HEATMAP')
      .map(([key, words]) => [`Show it as a ${words.toLowerCase()}`, () => keep(board.panels.map((one, i) => (i === place ? { ...one, shown: key } : one)))]),
    ['Take it off the board', () => take(place)],
  ];

  function move(from, to) {
    const next = [...board.panels];
    next.splice(to, 0, ...next.splice(from, 1));
    keep(next);
  }

  async function keep(next) {
    try {
      await show(await ask(`${api}/boards/${board.id}`, { ...board, panels: next }, 'PUT'));
      return true;
    } catch (failure) {
      refuse(failure);
      return false;
    }
  }

  /** A panel is part of its board: taking it off is a change that can be changed back. */
  async function take(place) {
    const before = board.panels;
    if (!await keep(before.filter((_, i) => i !== place))) return;
    const notice = el('div', { class: 'bo-notice' }, el('span', {}, `${before[place].title} is taken off.`),
      el('button', { type: 'button', class: 'x-button', onclick: () => (notice.remove(), keep(before)) }, 'Undo'));
    part('notices').append(notice);
    setTimeout(() => notice.remove(), 10000);
  }

  /** What a board has no room for. */
  const unseen = (...names) => el('div', { hidden: true }, ...names.map((name) => el('button', { type: 'button', 'data-part': name }, name)));

  const zoom = (from, to) => asking.set({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });

  const dark = new scruffy.Dark({ zone, api, avails: root.dataset.avails, station: root.dataset.station, zoom });

  const about = ({ query }) => ({ filters: asking.question(query.filters || []).filters, calculated_fields: query.calculated_fields });

  function lines(panel) {
    const table = el('table', { class: 'x-table' }, el('thead', {}, el('tr', { 'data-part': 'head' })), el('tbody', { 'data-part': 'rows' }), el('tfoot', { 'data-part': 'sums' }));
    const steps = el('table', { class: 'x-table' }, el('thead', {}, el('tr', { 'data-part': 'step-head' })), el('tbody', { 'data-part': 'step-rows' }));
    const line = panel.shown === 'LINE';
    const chart = el('div', { class: 'g-chart', hidden: !line }, el('canvas', { 'data-part': 'chart', role: 'img', 'aria-label': `${panel.title} over time; the table below it says the same` }));
    const same = el('details', { hidden: !line, 'data-part': 'steps' }, el('summary', {}, 'The same as a table'), el('h4', { 'data-part': 'steps-of', hidden: true }), el('div', { class: 'x-scroll g-steps' }, steps));
    const frame = el('div', { class: 'bo-body' }, chart, same, el('div', { class: 'x-scroll', hidden: line }, table), el('p', { class: 'x-empty', 'data-part': 'empty', hidden: true }, 'Nothing in this time.'),
      el('p', { class: 'x-hint', 'data-part': 'compared', hidden: true }), el('span', { 'data-part': 'note', class: 'x-meta' }), unseen('drag', 'csv', 'json', 'parquet'));
    const groups = new scruffy.Groups(frame, {
      zone, filter: asking.add.bind(asking), parquet: () => {}, avail: (key) => scruffy.whyDark(api, root.dataset.avails, key).catch(refuse),
      sort: (by) => {
        const one = panels.find((each) => each.frame === frame);
        const { sort, ascending } = ordered(one);
        const named = (one.panel.query.breakdowns || []).includes(by);
        Object.assign(one, { sort: by, ascending: by === sort ? !ascending : named });
        answer(one, turn);
      },
      alone: (column) => location.assign(explore(panel, column)),
      select: (sel) => location.assign(`${explore(panel)}&sel=${encodeURIComponent(scruffy.filters.written(sel))}`),
      moment: (point, step, back) => dark.offer(point, { ...step, ...about(panel) }, [], back), zoom, back: () => asking.set({ from: '', to: '' }),
    });
    return { frame, groups };
  }

  const heatOf = ({ query }) => {
    const { column } = (query.calculations || []).find(({ op }) => op === 'HEATMAP') || {};
    return column && column !== scruffy.TOOK ? column : 'duration';
  };

  function heat(panel) {
    const canvas = el('canvas', { tabindex: '0', role: 'application', 'aria-roledescription': 'heatmap', 'aria-label': `${panel.title}: time from left to right, ${heatOf(panel)} from bottom to top. Arrow keys move, Enter opens the trace of the cell's largest, M says what else can be done.` });
    const frame = el('div', { class: 'bo-body' },
      el('div', { class: 'heatmap-frame bo-heat' }, canvas, el('div', { class: 'heatmap-tip', hidden: true }), el('div', { class: 'heatmap-said x-unseen', 'aria-live': 'polite' })),
      el('details', {}, el('summary', {}, 'The same as a table'),
        el('p', { class: 'x-meta' }, el('span', { class: 'h-words' }), ' ', el('button', { type: 'button', class: 'x-link h-all', hidden: true })),
        el('div', { class: 'x-scroll g-steps', tabindex: '0', role: 'group', 'aria-label': `Cells of ${panel.title}` }, el('table', { class: 'x-table' },
          el('thead', {}, el('tr', {}, ...['Time', heatOf(panel), 'Events'].map((words) => el('th', { scope: 'col' }, words)))), el('tbody', {})))));
    const heatmap = new scruffy.Heatmap(frame.firstChild, {
      zone, open: (trace) => location.assign(`${root.dataset.trace}?${new URLSearchParams({ id: trace })}`),
      menu: (point, box, choices, back) => dark.offer(point, { ...box, ...about(panel) }, choices, back), select: (box) => box && zoom(box.from, box.to), back: () => asking.set({ from: '', to: '' }),
    });
    const cells = new scruffy.Cells(frame, {
      largest: () => heatmap.largest,
      row: (cell) => el('tr', {}, el('th', { scope: 'row' }, cell.when), el('td', {}, cell.took), el('td', {}, count(cell.count))),
    });
    return { frame, heatmap, cells };
  }

  const label = ({ op, column, name }) => name || (column ? `${op}(${column})` : op);

  /** What its answer is compared with, whether its heatmap is linear, and in which steps its line is drawn. The timeslot of last week only the address knows. */
  function viewed({ address }, earlier) {
    const url = new URLSearchParams(address);
    const compare = scruffy.earlier.read(url.get('compare'));
    return { compare: compare === 'slot' ? compare : earlier || compare, linear: url.get('scale') === 'linear', every: scruffy.every.read(url.get('step')) };
  }

  /** Says what the answer of a panel is compared with, or why it is not. */
  function compared(one, compare, found, line) {
    const words = one.frame.querySelector('[data-part=compared]');
    words.hidden = !compare;
    words.textContent = found.before ? `${line ? 'Dashed and paler' : 'Was'}: ${scruffy.earlier.said(compare)}.`
      : `Not compared: look at less time to compare it with ${scruffy.earlier.said(compare)}.`;
  }

  /** What a panel's groups are in order by: what was chosen here, else what its question says. */
  function ordered(one) {
    const { orders = [], calculations = [] } = one.panel.query;
    if (one.sort) return { sort: one.sort, ascending: one.ascending };
    const [first] = orders.length ? orders : calculations.slice(0, 1).map((each) => ({ ...each, order: 'descending' }));
    return first ? { sort: first.op || first.name ? label(first) : first.column, ascending: first.order !== 'descending' } : { sort: 'COUNT', ascending: false };
  }

  /** The same as a query has it; nothing where its question's own order holds. */
  function orders(one, calculations) {
    if (!one.sort) return {};
    const lead = calculations.find((each) => each.label === one.sort);
    const by = !lead ? { column: one.sort } : lead.name ? { name: lead.name } : { op: lead.op, column: lead.column };
    return { orders: [{ ...by, order: one.ascending ? 'ascending' : 'descending' }] };
  }

  async function draw() {
    if (!board) return;
    const mine = ++turn;
    root.setAttribute('aria-busy', 'true');
    part('words').textContent = asking.words();
    panels.forEach((one) => (one.card.querySelector('a').href = explore(one.panel)));
    const marks = marksOnce();
    for (const one of panels) { // one after the other: a board asks no more at a time than a person does
      if (mine !== turn) return;
      await Promise.all([answer(one, mine), marks(one.panel).then((found) => mine === turn && (one.heatmap || one.groups).mark(found))]);
    }
    if (mine === turn) root.setAttribute('aria-busy', 'false');
  }

  /** The marks of what a panel is about, which are asked for once. */
  function marksOnce() {
    const found = new Map();
    return ({ query }) => {
      const own = (query.filters || []).find(({ column, op }) => column === 'meta.dataset' && op === '=');
      const dataset = asking.dataset || (own ? own.value : '');
      if (!found.has(dataset)) found.set(dataset, scruffy.marks.of(api, dataset).catch(() => []));
      return found.get(dataset);
    };
  }

  async function answer(one, mine) {
    const { from, to, filters } = asking.question(one.panel.query.filters || []);
    const span = [from, to].map((text) => Date.parse(text) / 1000);
    const seconds = span[1] - span[0];
    const line = one.panel.shown === 'LINE';
    const by = one.panel.query.breakdowns || [];
    const calculations = (one.panel.query.calculations || [{ op: 'COUNT' }]).map((each) => ({ ...each, label: label(each) }));
    const { compare_time_offset_seconds: earlier, ...query } = one.panel.query;
    const { compare, linear, every } = viewed(one.panel, earlier);
    const step = line && scruffy.every.suits(seconds).includes(every) ? every : STEPS.find((candidate) => seconds / candidate <= (one.heatmap ? 60 : 120)) || 86400;
    const [first, last] = scruffy.every.grid(...span, step, zone).map((at) => new Date(at * 1000).toISOString());
    const besides = one.heatmap ? {} : scruffy.earlier.asked(compare, Date.parse(first) / 1000, Date.parse(last) / 1000, step, zone);
    const asked = {
      ...query, filters, from: first, to: last, granularitySeconds: step, ...orders(one, calculations), ...besides,
      include: line ? ['series'] : one.heatmap ? [] : ['total', 'other'],
    };
    const told = (question) => ask(`${api}/query`, question);
    try {
      const answered = await told(asked);
      const found = linear && one.heatmap && mine === turn ? await scruffy.linear(answered, asked, told) : answered;
      if (mine !== turn) return;
      one.said.textContent = `${count(found.matched)} ${found.matched === 1 ? 'event' : 'events'}`;
      if (one.heatmap) heated(one, found);
      else if (line) one.groups.draw(found, charts(one, calculations), by);
      else one.groups.show(found, { by, ...ordered(one), calculations });
      if (one.groups) compared(one, compare, found, line);
    } catch (failure) {
      if (mine === turn) one.said.textContent = failure.message;
    }
  }

  /** What a panel's charts are of: first what its groups are in order by. */
  function charts(one, calculations) {
    const labels = calculations.filter(({ op }) => op !== 'HEATMAP').map((each) => each.label);
    const { sort } = ordered(one);
    return [...new Set([...labels.filter((each) => each === sort), ...labels])].slice(0, MOST_CHARTS);
  }

  function heated(one, found) {
    one.heatmap.show(found);
    one.cells.show(one.heatmap.cells());
  }

  // ---- a new one, and what is said of one -----------------------------------------------------------------------------

  const dialog = part('dialog');
  const form = part('form');

  const NEW = { name: '', description: '', presets: [], shared: true, station: '*' };
  let now = NEW; // what the form is about

  /** @param mine what was typed before and not saved, and why in words */
  function edit(about, mine = {}, words = '') {
    now = about;
    const { name, description, presets, shared, station } = { ...now, ...mine };
    form.reset();
    Object.assign(form.elements.name, { value: name });
    Object.assign(form.elements.description, { value: description });
    Object.assign(form.elements.presets, { value: presets.join(', ') });
    Object.assign(form.elements.shared, { checked: shared });
    Object.assign(form.elements.station, { checked: station !== '*' });
    part('form-title').textContent = now.id ? 'Change the board' : 'A new board';
    if (!dialog.open) dialog.showModal();
    part('form-said').textContent = words;
  }

  function typed() {
    const { name, description, presets, shared, station } = form.elements;
    return {
      name: name.value, description: description.value, shared: shared.checked, station: station.checked ? (now.station !== '*' ? now.station : root.dataset.station) : '*',
      presets: presets.value.split(',').map((one) => one.trim()).filter(Boolean),
    };
  }

  /** What somebody else made of it, with what was typed here on top. */
  async function look() {
    const theirs = await ask(`${api}/boards/${now.id}`).catch((failure) => (failure.status === 404 ? undefined : Promise.reject(failure)));
    const { mine, words } = scruffy.overtaken(now, now, typed(), theirs);
    edit(theirs || { ...NEW, panels: now.panels }, mine, words);
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const kept = await ask(`${api}/boards${now.id ? '/' + now.id : ''}`, { panels: now.panels, updated: now.updated, ...typed() }, now.id ? 'PUT' : 'POST');
      dialog.close();
      if (now.id) await show(kept);
      else location.assign(link(kept));
    } catch (failure) {
      part('form-said').textContent = failure.message;
      if (now.id && scruffy.isOvertaken(failure)) await look().catch((later) => (part('form-said').textContent = later.message));
    }
  });

  part('new').addEventListener('click', () => edit(NEW));
  part('edit').addEventListener('click', () => edit(board));
  part('cancel').addEventListener('click', () => dialog.close());
  part('retry').addEventListener('click', read);
  part('again').addEventListener('click', () => draw());
  part('delete').addEventListener('click', () => {
    if (!board) return;
    const back = () => (part('one').hidden = false);
    part('one').hidden = true;
    scruffy.deleteLater(part('notices'), `The board ${board.name} is deleted.`, {
      url: `${api}/boards/${board.id}`,
      undone: back, done: () => location.assign(location.pathname), failed: (failure) => (back(), refuse(failure)),
    });
  });
  read();
})();
