/* The datasets of events: what they take, what their columns are, for how long they are kept, and which events are kept at all. */
(() => {
  'use strict';
  const root = document.getElementById('datasets');
  if (!root) return;
  const { el, count, time, ask } = window.scruffy;
  const { zone, api } = root.dataset;
  const part = (name) => document.getElementById('d-' + name);

  const { ops: OPS, valueless, typed, untyped, said: saidOf, field: fit } = window.scruffy.filters;

  let retention = { days: 60, datasets: [] };
  let datasets = [];
  let columns = [];
  let rules = [];

  const chosen = () => new URLSearchParams(location.search).get('dataset') || '';

  const bytes = (n) => {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    const power = n > 0 ? Math.min(units.length - 1, Math.floor(Math.log10(n) / 3)) : 0;
    return `${Number((n / 1000 ** power).toPrecision(3))} ${units[power]}`;
  };

  const at = (text) => (text ? el('time', { datetime: text, title: text }, `${time.day(Date.parse(text), zone)} ${time.minute(Date.parse(text), zone)} ${time.zone(Date.parse(text), zone)}`) : '–');

  /** Changes something on the server, and says that it did. */
  async function put(line, words, url, body) {
    line.textContent = 'Saving …';
    try {
      const answer = await ask(url, body, 'PUT');
      line.textContent = `${words}.`;
      return answer;
    } catch (failure) {
      line.textContent = failure.message;
      return null;
    }
  }

  /** A field whose value is put when it changes, and comes back when that is refused. */
  function field(value, words, save, more = {}) {
    const input = el('input', { type: 'text', 'aria-label': words, autocomplete: 'off', ...more });
    input.value = value;
    input.addEventListener('change', async () => {
      if (await save(input.value.trim())) value = input.value;
      else input.value = value;
    });
    return input;
  }

  async function read() {
    root.setAttribute('aria-busy', 'true');
    try {
      const [known, store, kept, said] = await Promise.all([
        ask(api + '/datasets'), ask(api + '/event-store'), ask(api + '/event-store/retention'), ask(api + '/sampling-rules')]);
      retention = kept;
      datasets = known.map((one) => ({ ...one, usage: store.datasets.find((used) => used.dataset === one.slug) || { events: 0, bytes: 0 } }));
      rules = said.rules;
      part('failure').hidden = true;
      show(store);
      showRules();
      await showColumns();
    } catch (failure) {
      part('failure').hidden = false;
      part('failure-words').textContent = failure.message;
      part('sum').textContent = '';
    } finally {
      root.setAttribute('aria-busy', 'false');
    }
  }

  function show(store) {
    const all = datasets.reduce((sum, one) => ({ events: sum.events + one.usage.events, bytes: sum.bytes + one.usage.bytes }), { events: 0, bytes: 0 });
    part('sum').textContent = `${count(all.events)} events, ${bytes(all.bytes)}${all.events ? `, ${bytes(all.bytes / all.events)} each` : ''}`
      + (store.full ? `; ${store.full}` : '') + (store.shed.requests ? `; ${count(store.shed.requests)} requests with events sent away since the start` : '');
    part('table').hidden = datasets.length === 0;
    part('empty').hidden = datasets.length > 0;
    part('days').value = retention.days;
    part('rows').replaceChildren(...datasets.map(row));
  }

  function row(one) {
    const own = retention.datasets.find((set) => set.dataset === one.slug);
    const url = `${api}/datasets/${encodeURIComponent(one.slug)}`;
    return el('tr', { 'data-dataset': one.slug },
      el('th', { scope: 'row' }, el('button', { type: 'button', class: 'x-link', 'aria-pressed': String(chosen() === one.slug), onclick: () => choose(one.slug) }, one.name)),
      el('td', {}, field(one.description, `What ${one.name} is for`, (description) => put(part('done'), `Described ${one.name}`, url, { description }), { maxlength: '4000', class: 'd-says', placeholder: 'say what it is for' })),
      el('td', { class: 'x-number' }, count(one.columns)),
      el('td', { class: 'x-number' }, el('a', { href: `${root.dataset.explore}?${new URLSearchParams({ view: 'all', range: '24h', dataset: one.slug })}` }, count(one.usage.events))),
      el('td', { class: 'x-number' }, bytes(one.usage.bytes)),
      el('td', { class: 'r-time' }, at(one.usage.oldest), ' – ', at(one.usage.newest)),
      el('td', { class: 'd-kept' }, field(own ? own.days : '', `For how many days ${one.name} is kept`, (days) => keep(one.slug, days), { size: '5', inputmode: 'numeric', placeholder: retention.days }), ' days'));
  }

  /** @param days empty where it is kept as long as the others */
  function keep(slug, days) {
    const others = retention.datasets.filter((set) => set.dataset !== slug);
    return retain({ days: retention.days, datasets: days === '' ? others : [...others, { dataset: slug, days: number(days) }] });
  }

  async function retain(wanted) {
    const kept = await put(part('done'), 'Kept so long', api + '/event-store/retention', wanted);
    if (kept) retention = kept;
    return kept;
  }

  /** What is no number is told the server as it is, who says what is wrong with it. */
  const number = (text) => (text !== '' && Number.isFinite(Number(text)) ? Number(text) : text);

  function choose(slug) {
    const url = new URLSearchParams(location.search);
    url.set('dataset', slug);
    history.pushState(null, '', location.pathname + '?' + url);
    part('rows').querySelectorAll('[aria-pressed]').forEach((button) => button.setAttribute('aria-pressed', String(button.closest('tr').dataset.dataset === slug)));
    showColumns().then(() => part('columns').scrollIntoView({ block: 'nearest' }));
  }

  async function showColumns() {
    const one = datasets.find((known) => known.slug === (chosen() || (datasets[0] || {}).slug));
    part('columns').hidden = !one;
    if (!one) return;
    columns = await ask(`${api}/datasets/${encodeURIComponent(one.slug)}/columns`);
    part('columns-title').textContent = `Columns of ${one.name}`;
    list();
  }

  function list() {
    const words = part('find').value.trim().toLowerCase();
    const found = columns.filter((column) => `${column.name} ${column.description}`.toLowerCase().includes(words));
    const hidden = columns.filter((column) => column.hidden).length;
    part('columns-sum').textContent = `${count(found.length)} of ${count(columns.length)}${hidden ? `, ${count(hidden)} hidden` : ''}`;
    part('column-rows').replaceChildren(...found.map(columnRow));
  }

  function columnRow(column) {
    const save = async (what) => {
      const url = `${api}/datasets/${encodeURIComponent(column.dataset)}/columns/${column.id}`;
      const said = await put(part('columns-done'), `Described ${column.name}`, url, { description: column.description, hidden: column.hidden, ...what });
      if (said) Object.assign(column, said);
      return said;
    };
    const offered = el('input', { type: 'checkbox', 'aria-label': `Offer ${column.name}`, onchange: async (event) => (event.target.checked = (await save({ hidden: !event.target.checked })) ? event.target.checked : !event.target.checked) });
    offered.checked = !column.hidden;
    const range = `${root.dataset.explore}?${new URLSearchParams({ view: 'all', range: '24h', dataset: column.dataset, by: column.name })}`;
    return el('tr', { 'data-column': column.name },
      el('th', { scope: 'row' }, el('a', { href: range }, column.name)),
      el('td', {}, column.mixed ? el('span', { class: 't-badge t-quiet', title: 'Words came beside numbers or truths: calculations take the numbers, groups are of words' }, 'mixed') : column.type.toLowerCase()),
      el('td', { class: 'x-number' }, column.values ? `≈ ${count(column.values)}` : '–'),
      el('td', {}, at(column.lastSeen)),
      el('td', {}, field(column.description, `What ${column.name} is`, (description) => save({ description }), { maxlength: '4000', class: 'd-says', placeholder: 'say what it is' })),
      el('td', {}, offered));
  }

  // ---- rules of sampling --------------------------------------------------------------------------------------------

  const said = (filter) => saidOf(untyped(filter));

  function changed() {
    part('save').disabled = false;
    part('rules-done').textContent = 'Not saved yet';
    showRules();
  }

  function showRules() {
    part('rules').replaceChildren(...(rules.length ? rules.map(rule) : [el('li', { class: 'x-empty' }, 'No rules: every event is kept.')]));
  }

  function rule(one, i) {
    const move = (step) => {
      rules.splice(i + step, 0, ...rules.splice(i, 1));
      changed();
    };
    const set = (what) => {
      Object.assign(one, what);
      part('save').disabled = false;
      part('rules-done').textContent = 'Not saved yet';
    };
    const named = el('input', { type: 'text', 'aria-label': 'Name of the rule', maxlength: '100', onchange: (event) => set({ name: event.target.value }) });
    named.value = one.name;
    const rate = el('input', { type: 'text', inputmode: 'numeric', size: '8', 'aria-label': 'Of how many one is kept', onchange: (event) => set({ rate: number(event.target.value) }) });
    rate.value = one.rate;
    const pressed = el('input', { type: 'checkbox', onchange: (event) => set({ underPressure: event.target.checked }) });
    pressed.checked = one.underPressure;
    return el('li', { class: 'd-rule' },
      el('div', { class: 'x-line' }, named,
        el('label', { class: 'x-by' }, 'one of ', rate), el('label', { class: 'x-live' }, pressed, ' only under pressure'), el('span', { class: 'x-grow' }),
        el('button', { type: 'button', class: 'x-button', 'aria-label': `${one.name} earlier`, disabled: i === 0, onclick: () => move(-1) }, '↑'),
        el('button', { type: 'button', class: 'x-button', 'aria-label': `${one.name} later`, disabled: i === rules.length - 1, onclick: () => move(1) }, '↓'),
        el('button', { type: 'button', class: 'x-button', onclick: () => (rules.splice(i, 1), changed()) }, 'Remove')),
      el('div', { class: 'x-line' },
        el('ul', { class: 'x-chips', 'aria-label': `What events ${one.name} is for` }, ...(one.filters.length ? [] : [el('li', { class: 'x-meta' }, 'every event')]), ...one.filters.map((filter, j) =>
          el('li', { class: 'x-chip' }, el('span', {}, said(filter)), el('button', { type: 'button', 'aria-label': `Remove ${said(filter)}`, onclick: () => (one.filters.splice(j, 1), changed()) }, '×')))),
        condition(one)));
  }

  function condition(one) {
    const column = el('input', { type: 'text', placeholder: 'column', 'aria-label': 'Column', autocomplete: 'off', spellcheck: 'false' });
    const op = el('select', { 'aria-label': 'Comparison' }, ...Object.entries(OPS).map(([sign, words]) => el('option', { value: sign }, words)));
    const value = el('input', { type: 'text', placeholder: 'value', 'aria-label': 'Value', autocomplete: 'off' });
    op.addEventListener('change', () => fit(value, op.value));
    return el('form', { class: 'x-filter', onsubmit: (event) => {
      event.preventDefault();
      if (!column.value.trim() || (!value.value.trim() && !valueless(op.value))) return;
      one.filters.push(typed({ column: column.value.trim(), op: op.value, value: value.value.trim() }));
      changed();
    } }, column, op, value, el('button', { class: 'x-button' }, 'Add condition'));
  }

  part('add').addEventListener('click', () => {
    rules.push({ name: 'New rule', filters: [], rate: 10, underPressure: false });
    changed();
    part('rules').lastElementChild.querySelector('input').select();
  });
  part('save').addEventListener('click', async () => {
    const saved = await put(part('rules-done'), 'Saved', api + '/sampling-rules', { rules });
    if (!saved) return;
    rules = saved.rules;
    part('save').disabled = true;
    showRules();
  });
  part('days').addEventListener('change', async (event) => {
    const kept = await retain({ days: number(event.target.value.trim()), datasets: retention.datasets });
    event.target.value = retention.days;
    if (kept) part('rows').replaceChildren(...datasets.map(row));
  });
  part('find').addEventListener('input', list);
  part('retry').addEventListener('click', read);
  window.addEventListener('popstate', () => showColumns());
  read();
})();
