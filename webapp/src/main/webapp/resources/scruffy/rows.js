/* Events one by one: the latest that a question is about, as a table of which every value can be asked on. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, count, time } = scruffy;

  const AT = 'event.time';
  const ALWAYS = ['meta.dataset', 'trace.trace_id', 'trace.span_id'];
  const STEPS = 120;
  const AT_ONCE = 90;

  const iso = (ms) => new Date(ms).toISOString();

  /** The end of a time that has so many events, the beginning where the oldest are wanted: each event of the rest would cost. */
  async function narrowed(api, question, most, oldest) {
    const [from, to] = [Date.parse(question.from), Date.parse(question.to)];
    const step = Math.max(1, Math.ceil((to - from) / 1000 / STEPS));
    const found = await scruffy.ask(api + '/query', { ...question, calculations: [{ op: 'COUNT' }], granularity: step, include: ['series'] });
    const steps = found.series.map((one) => ({ at: Date.parse(one.time), events: one.values.COUNT || 0 })).sort((a, b) => (oldest ? a.at - b.at : b.at - a.at));
    const sum = steps.reduce((all, one) => all + one.events, 0);
    const enough = most * Math.max(1, sum / Math.max(1, found.matched)); // what stands for many counts as many
    let events = 0;
    const last = steps.find((one) => (events += one.events) >= enough);
    if (!last) return { from, to };
    const less = oldest ? { from, to: Math.min(to, last.at + step * 1000) } : { from: Math.max(from, last.at), to };
    if (events < 20 * enough || step === 1 || less.to - less.from >= to - from) return less;
    return narrowed(api, { ...question, from: iso(less.from), to: iso(less.to) }, most, oldest);
  }

  /**
   * The latest events that a question is about.
   *
   * @param question {from, to, filters, filter_combination, calculated_fields}
   * @param oldest whether the first ones are wanted instead
   * @returns [{at: milliseconds, values by column, count}], the latest first
   */
  scruffy.events = async (api, question, columns, most, oldest = false) => {
    const { from, to } = await narrowed(api, question, most, oldest);
    const found = await scruffy.ask(api + '/query', { ...scruffy.events.query(question, columns, most, oldest), from: iso(from), to: iso(to) });
    const rows = found.rows.map((row) => ({ at: row.group[AT] * 1000, values: row.group, count: row.values.COUNT }));
    return oldest ? rows.reverse() : rows;
  };

  /** The same as a query of groups, of one event each: two that are alike in the columns and in their time are one. */
  scruffy.events.query = (question, columns, most, oldest) => ({
    ...question,
    calculated_fields: [...(question.calculated_fields || []), { name: AT, expression: 'EVENT_TIMESTAMP()' }],
    breakdowns: [...new Set([AT, ...ALWAYS, ...columns])],
    calculations: [{ op: 'COUNT' }],
    orders: [{ column: AT, order: oldest ? 'ascending' : 'descending' }],
    limit: most,
  });

  /** Every field of an event of {@code scruffy.events}. */
  scruffy.fields = async (api, row) => {
    const known = await scruffy.ask(`${api}/datasets/${encodeURIComponent(row.values['meta.dataset'] || '__all__')}/columns`);
    const names = [...new Set(known.map((column) => column.name))];
    const same = Object.entries(row.values).filter(([name, value]) => names.includes(name) && typeof value === 'string')
      .map(([column, value]) => ({ column, op: '=', value }));
    const question = { from: iso(Math.floor(row.at) - 1), to: iso(Math.floor(row.at) + 2), filters: same };
    const fields = {};
    for (let i = 0; i < names.length; i += AT_ONCE) {
      const found = await scruffy.ask(api + '/query', scruffy.events.query(question, names.slice(i, i + AT_ONCE), 100, true));
      const mine = found.rows.find((one) => Math.abs(one.group[AT] * 1000 - row.at) < 0.002) || found.rows[0];
      Object.entries((mine || { group: {} }).group).forEach(([name, value]) => name !== AT && value !== null && (fields[name] = value));
    }
    return fields;
  };

  const worded = (column, value) => {
    if (value === null || value === undefined) return '–';
    return typeof value === 'number' && scruffy.unit(column) ? scruffy.amount(value, column) : String(value);
  };

  class Rows {
    /**
     * @param table an empty table
     * @param told {zone, api, trace(id, span), filter({column, op, value}), group(column), remove(column), more(row) for one more action, avail(key) where it is explained}
     */
    constructor(table, told) {
      this.table = table;
      this.told = told;
      this.rows = [];
    }

    show(rows, columns) {
      this.rows = rows;
      this.columns = columns;
      const head = (column) => el('th', { scope: 'col' }, column, this.told.remove
        ? el('button', { type: 'button', class: 'r-less', 'aria-label': `Do not show ${column}`, onclick: () => this.told.remove(column) }, '×') : null);
      this.zone = time.zone(rows.length ? rows[0].at : Date.now(), this.told.zone);
      this.table.replaceChildren(
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, `Time (${this.zone})`), ...columns.map(head), el('td', {}))),
        el('tbody', {}, ...rows.map((row) => this.row(row))));
    }

    row(row) {
      const { at, values } = row;
      const zone = time.zone(at, this.told.zone);
      const when = el('time', { datetime: iso(at), title: `${time.day(at, this.told.zone)}, ${iso(at)}` },
        `${time.shortDay(at, this.told.zone)} ${time.second(at, this.told.zone)}.${String(Math.floor(at % 1000)).padStart(3, '0')}${zone === this.zone ? '' : ` ${zone}`}`);
      const trace = values['trace.trace_id'];
      const line = el('tr', {},
        el('th', { scope: 'row', class: 'r-time' }, trace ? el('a', { href: this.told.trace(trace, values['trace.span_id']) }, when) : when,
          row.count > 1 ? el('span', { class: 'x-meta', title: 'It stands for so many' }, ` × ${count(Math.round(row.count))}`) : null),
        ...this.columns.map((column) => el('td', {}, this.value(column, values[column]))),
        el('td', { class: 'r-acts' }, ...[
          el('button', { type: 'button', class: 'x-link', 'aria-expanded': 'false', onclick: (event) => this.toggle(event.currentTarget, row, line) }, 'All fields'),
          ...(this.told.more ? this.told.more(row) : [])]));
      return line;
    }

    value(column, value) {
      return scruffy.valueButton(worded(column, value), column, value, this.told);
    }

    async toggle(button, row, line) {
      const open = button.getAttribute('aria-expanded') === 'true';
      button.setAttribute('aria-expanded', String(!open));
      if (open) {
        line.nextElementSibling.remove();
        return;
      }
      const cell = el('td', { colspan: String(this.columns.length + 2) }, 'Reading …');
      line.after(el('tr', { class: 'r-fields' }, cell));
      try {
        const fields = await scruffy.fields(this.told.api, row);
        cell.replaceChildren(el('dl', { class: 'r-list' }, ...Object.entries(fields).sort(([a], [b]) => a.localeCompare(b))
          .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, this.value(name, value))))));
      } catch (failure) {
        cell.textContent = failure.message;
      }
    }
  }

  scruffy.Rows = Rows;
})();
