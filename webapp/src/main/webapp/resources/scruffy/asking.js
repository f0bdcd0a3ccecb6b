/* What pages about events are asked with: a time, a dataset and filters, which stand in the address. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, time } = scruffy;

  const iso = (ms) => new Date(ms).toISOString();
  const { ranges, filters: { ops, valueless, said, written, read, unread, typed, field: fit } } = scruffy;

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
      scruffy.offerDatasets(this.datasets, told.api, this.dataset);
      scruffy.offerColumns(this.names, told.api);
    }

    // ---- what stands in the address --------------------------------------------------------------------------------

    read() {
      const url = new URLSearchParams(location.search);
      const [from, to] = [Date.parse(url.get('from')), Date.parse(url.get('to'))];
      this.fixed = to > from ? [from, to] : null;
      this.range = ranges[url.get('range')] ? url.get('range') : this.told.range;
      this.dataset = url.get('dataset') || '';
      this.filters = url.getAll('f').map(read).filter(Boolean);
      this.unread = unread(url.getAll('f'));
      this.offered = ''; // the column whose values are offered; of other events there may be others
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
      const all = this.filters.map(written);
      if (!all.includes(written(filter))) this.set({ f: [...all, written(filter)] });
    }

    /** The time that is asked about, in milliseconds. */
    window() {
      const now = Math.ceil(Date.now() / 1000) * 1000;
      return this.fixed || [now - ranges[this.range].ms, now];
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
      this.filters.forEach((one) => url.append('f', written(one)));
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
      const details = el('details', { class: 'w-when' });
      this.when = new scruffy.When(details, { zone: this.told.zone, show: (from, to) => this.set({ from: iso(from), to: iso(to) }) });
      this.chips = el('ul', { class: 'x-chips', 'aria-label': 'Filters' });
      this.datasets = el('select', { onchange: (event) => this.set({ dataset: event.target.value }) }, el('option', { value: '' }, 'all'));
      this.op = el('select', { 'aria-label': 'Comparison' }, ...Object.entries(ops).map(([op, words]) => el('option', { value: op }, words)));
      this.column = field('column', 'column', { list: this.id('columns') });
      this.value = field('value', 'value', { list: this.id('values') });
      this.names = el('datalist', { id: this.id('columns') });
      this.values = el('datalist', { id: this.id('values') });
      const form = el('form', { class: 'x-filter', onsubmit: (event) => this.typed(event) },
        this.column, this.names, this.op, this.value, this.values, el('button', { class: 'x-button' }, 'Add filter'));
      this.op.addEventListener('change', () => fit(this.value, this.op.value));
      this.value.addEventListener('focus', () => this.offerValues());
      this.frame.append(
        el('div', { class: 'x-line' }, this.ranges, details, ...this.frame.children),
        el('div', { class: 'x-line' }, el('label', { class: 'x-by' }, 'Dataset ', this.datasets), this.chips, form));
    }

    draw() {
      this.ranges.replaceChildren(...Object.entries(ranges).map(([key, { words }]) => el('button', {
        type: 'button', 'data-key': key, 'aria-pressed': String(this.live && key === this.range), onclick: () => this.set({ range: key === this.told.range ? '' : key, from: '', to: '' }),
      }, words)));
      this.when.set(...this.window(), !this.live);
      this.chips.replaceChildren(...this.filters.map((filter, i) => el('li', { class: 'x-chip' }, el('span', {}, said(filter)),
        el('button', { type: 'button', 'aria-label': `Remove the filter ${said(filter)}`, onclick: () => this.without(i) }, '×'))),
      ...this.unread.map((text) => el('li', { class: 'x-chip' }, el('span', { class: 'x-warn' }, `Not understood, left out: ${text}`),
        el('button', { type: 'button', 'aria-label': `Remove ${text}`, onclick: () => this.set({ f: this.filters.map(written) }) }, '×'))));
      this.datasets.value = this.dataset;
    }

    without(i) {
      this.set({ f: this.filters.filter((_, j) => j !== i).map(written) });
    }

    typed(event) {
      event.preventDefault();
      const [column, op, value] = [this.column.value.trim(), this.op.value, this.value.value.trim()];
      if (!column || (!value && !valueless(op))) return;
      this.column.value = this.value.value = '';
      this.add({ column, op, value: valueless(op) ? '' : value });
    }

    /** Offers the most frequent values of the column. */
    offerValues() {
      const column = this.column.value.trim();
      if (!column || column === this.offered) return;
      this.offered = column;
      scruffy.offerValues(this.values, this.told.api, this.question(), column);
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
