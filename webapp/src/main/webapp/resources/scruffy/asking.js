/* What pages about events are asked with: a time, a dataset and filters, which stand in the address. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, count, time } = scruffy;

  const MINUTE = 60000;
  const RANGES = { '15m': ['15 min', 15], '1h': ['1 h', 60], '6h': ['6 h', 360], '24h': ['24 h', 1440], '7d': ['7 days', 10080], '30d': ['30 days', 43200] };
  const OPS = {
    '=': 'is', '!=': 'is not', '>': '>', '>=': '≥', '<': '<', '<=': '≤',
    contains: 'contains', 'does-not-contain': 'does not contain', 'starts-with': 'starts with', exists: 'is there', 'does-not-exist': 'is not there',
  };
  const WITHOUT_VALUE = ['exists', 'does-not-exist'];
  const MOST_DAYS = 31;

  const iso = (ms) => new Date(ms).toISOString();

  const said = (filter) => `${filter.column} ${OPS[filter.op] || filter.op}${WITHOUT_VALUE.includes(filter.op) ? '' : ' ' + filter.value}`;

  const typed = ({ column, op, value }) => {
    if (WITHOUT_VALUE.includes(op)) return { column, op };
    const number = value.trim() !== '' && Number.isFinite(Number(value)) && !/with$|contain$|contains$/.test(op);
    return { column, op, value: number ? Number(value) : value === 'true' ? true : value === 'false' ? false : value };
  };

  class Asking {
    /**
     * @param frame where the controls go
     * @param told {zone, api, range: which stands where none is named, changed()}
     */
    constructor(frame, told) {
      this.told = told;
      this.id = (name) => `asking-${name}`;
      this.frame = frame;
      this.build();
      this.read();
      window.addEventListener('popstate', () => {
        this.read();
        told.changed();
      });
      this.offer();
    }

    // ---- what stands in the address --------------------------------------------------------------------------------

    read() {
      const url = new URLSearchParams(location.search);
      const [from, to] = [Date.parse(url.get('from')), Date.parse(url.get('to'))];
      this.fixed = to > from ? [from, to] : null;
      this.range = RANGES[url.get('range')] ? url.get('range') : this.told.range;
      this.dataset = url.get('dataset') || '';
      this.filters = url.getAll('f').map((text) => text.split('|')).filter(([column, op]) => column && OPS[op])
        .map(([column, op, ...value]) => ({ column, op, value: value.join('|') }));
      this.draw();
    }

    /** What the address says of a thing that the page alone knows. */
    get(name) {
      return new URLSearchParams(location.search).get(name) || '';
    }

    /** Changes the address, and says so. */
    set(what) {
      const url = new URLSearchParams(location.search);
      Object.entries(what).forEach(([name, value]) => {
        url.delete(name);
        [].concat(value || []).forEach((one) => url.append(name, one));
      });
      const text = url.toString();
      history.pushState(null, '', location.pathname + (text ? '?' + text : ''));
      this.read();
      this.told.changed();
    }

    add(filter) {
      const text = [filter.column, filter.op, filter.value].join('|');
      const all = this.filters.map((one) => [one.column, one.op, one.value].join('|'));
      if (!all.includes(text)) this.set({ f: [...all, text] });
    }

    /** The time that is asked about, in milliseconds. */
    window() {
      const now = Math.ceil(Date.now() / 1000) * 1000;
      return this.fixed || [now - RANGES[this.range][1] * MINUTE, now];
    }

    /** The time and the filters as a query has them. */
    question(more = []) {
      const [from, to] = this.window();
      const dataset = this.dataset ? [{ column: 'meta.dataset', op: '=', value: this.dataset }] : [];
      return { from: iso(from), to: iso(to), filters: [...more, ...dataset, ...this.filters.map(typed)] };
    }

    get live() {
      return !this.fixed;
    }

    /** The address of Explore that asks about the same, and more. */
    explore(page, more = {}) {
      const url = new URLSearchParams({ view: 'all', live: 'off' });
      if (this.fixed) ['from', 'to'].forEach((name, i) => url.set(name, iso(this.fixed[i])));
      else url.set('range', this.range);
      if (this.dataset) url.set('dataset', this.dataset);
      this.filters.forEach((one) => url.append('f', [one.column, one.op, one.value].join('|')));
      Object.entries(more).forEach(([name, values]) => {
        if (name !== 'f') url.delete(name);
        [].concat(values).forEach((value) => url.append(name, value));
      });
      return `${page}?${url}`;
    }

    // ---- controls ---------------------------------------------------------------------------------------------------

    build() {
      const field = (name, words, more = {}) => el('input', { id: this.id(name), type: 'text', placeholder: words, 'aria-label': words, autocomplete: 'off', spellcheck: 'false', ...more });
      this.ranges = el('div', { class: 'x-choice', role: 'group', 'aria-label': 'Time range' });
      this.when = el('details', { class: 'w-when' }, el('summary', { class: 'x-button' }, 'From – to'),
        el('form', { class: 'w-form', onsubmit: (event) => this.between(event) },
          el('label', {}, 'From ', el('input', { id: this.id('from'), type: 'datetime-local', required: true })),
          el('label', {}, 'to ', el('input', { id: this.id('to'), type: 'datetime-local', required: true })),
          el('p', { class: 'x-hint' }, `Station time, ${this.told.zone}; at most ${MOST_DAYS} days`),
          el('p', { id: this.id('wrong'), class: 'x-warn', role: 'alert', hidden: true }),
          el('button', { class: 'x-button' }, 'Show')));
      this.when.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape') return;
        this.when.open = false;
        this.when.firstElementChild.focus();
      });
      this.chips = el('ul', { class: 'x-chips', 'aria-label': 'Filters' });
      this.datasets = el('select', { onchange: (event) => this.set({ dataset: event.target.value }) }, el('option', { value: '' }, 'all'));
      this.op = el('select', { 'aria-label': 'Comparison' }, ...Object.entries(OPS).map(([op, words]) => el('option', { value: op }, words)));
      this.column = field('column', 'column', { list: this.id('columns') });
      this.value = field('value', 'value', { list: this.id('values') });
      this.names = el('datalist', { id: this.id('columns') });
      this.values = el('datalist', { id: this.id('values') });
      const form = el('form', { class: 'x-filter', onsubmit: (event) => this.typed(event) },
        this.column, this.names, this.op, this.value, this.values, el('button', { class: 'x-button' }, 'Add filter'));
      this.op.addEventListener('change', () => (this.value.disabled = WITHOUT_VALUE.includes(this.op.value)));
      this.value.addEventListener('focus', () => this.offerValues());
      this.frame.append(
        el('div', { class: 'x-line' }, this.ranges, this.when, ...this.frame.children),
        el('div', { class: 'x-line' }, el('label', { class: 'x-by' }, 'Dataset ', this.datasets), this.chips, form));
    }

    draw() {
      this.ranges.replaceChildren(...Object.entries(RANGES).map(([key, [words]]) => el('button', {
        type: 'button', 'data-key': key, 'aria-pressed': String(this.live && key === this.range), onclick: () => this.set({ range: key === this.told.range ? '' : key, from: '', to: '' }),
      }, words)));
      this.when.dataset.fixed = String(!this.live);
      const [from, to] = this.window();
      this.when.querySelectorAll('input').forEach((input, i) => (input.value = scruffy.localOf([from, to][i], this.told.zone)));
      this.chips.replaceChildren(...this.filters.map((filter, i) => el('li', { class: 'x-chip' }, el('span', {}, said(filter)),
        el('button', { type: 'button', 'aria-label': `Remove the filter ${said(filter)}`, onclick: () => this.without(i) }, '×'))));
      this.datasets.value = this.dataset;
    }

    without(i) {
      this.set({ f: this.filters.filter((_, j) => j !== i).map((one) => [one.column, one.op, one.value].join('|')) });
    }

    between(event) {
      event.preventDefault();
      const [from, to] = [...this.when.querySelectorAll('input')].map((input) => scruffy.momentOf(input.value, this.told.zone));
      const wrong = to <= from ? 'The end comes after the beginning.' : to - from > MOST_DAYS * 86400000 ? `At most ${MOST_DAYS} days.` : '';
      const said = this.when.querySelector('.x-warn');
      said.hidden = !wrong;
      said.textContent = wrong;
      if (wrong) return;
      this.when.open = false;
      this.set({ from: iso(from), to: iso(to) });
    }

    typed(event) {
      event.preventDefault();
      const [column, op, value] = [this.column.value.trim(), this.op.value, this.value.value.trim()];
      if (!column || (!value && !WITHOUT_VALUE.includes(op))) return;
      this.column.value = this.value.value = '';
      this.add({ column, op, value: WITHOUT_VALUE.includes(op) ? '' : value });
    }

    async offer() {
      try {
        const [datasets, columns] = await Promise.all([scruffy.ask(this.told.api + '/datasets'), scruffy.ask(this.told.api + '/datasets/__all__/columns')]);
        this.datasets.replaceChildren(el('option', { value: '' }, 'all'), ...datasets.map((one) => el('option', { value: one.slug }, one.name)));
        this.datasets.value = this.dataset;
        const shown = columns.filter((column) => !column.hidden).sort((a, b) => (b.lastSeen || '').localeCompare(a.lastSeen || ''));
        this.names.replaceChildren(...[...new Map(shown.map((column) => [column.name, column])).values()].map((column) =>
          el('option', { value: column.name }, `${column.type.toLowerCase()}, ${column.description || `${count(column.values)} values`}`)));
      } catch {
        this.names.replaceChildren(); // whoever knows the name can still type it
      }
    }

    /** Offers the most frequent values of the column. */
    async offerValues() {
      const column = this.column.value.trim();
      if (!column || column === this.offered) return;
      this.offered = column;
      try {
        const found = await scruffy.ask(this.told.api + '/query', { ...this.question(), breakdowns: [column], calculations: [{ op: 'COUNT' }], limit: 30 });
        this.values.replaceChildren(...found.rows.filter((row) => row.group[column] !== null)
          .map((row) => el('option', { value: String(row.group[column]) }, `${count(Math.round(row.values.COUNT))} events`)));
      } catch {
        this.values.replaceChildren(); // a column that nobody knows yet has no values to offer
      }
    }

    /** The time in words. */
    words() {
      const [from, to] = this.window();
      const { zone } = this.told;
      const day = time.day(from, zone);
      return `${day}, ${time.minute(from, zone)} – ${time.day(to, zone) === day ? '' : time.day(to, zone) + ', '}${time.minute(to, zone)} ${time.zone(to, zone)}`;
    }
  }

  scruffy.Asking = Asking;
})();
