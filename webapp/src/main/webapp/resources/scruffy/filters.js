/* Filters of events: how they are said, how a query has them, and what is offered while one is typed. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, count } = scruffy;

  const MINUTE = 60000;

  /** How long back from now may be looked, by the key that stands in addresses. */
  scruffy.ranges = {
    '15m': { words: '15 min', last: '15 minutes', ms: 15 * MINUTE },
    '1h': { words: '1 h', last: 'hour', ms: 60 * MINUTE },
    '6h': { words: '6 h', last: '6 hours', ms: 360 * MINUTE },
    '24h': { words: '24 h', last: '24 hours', ms: 1440 * MINUTE },
    '7d': { words: '7 days', last: '7 days', ms: 7 * 1440 * MINUTE },
    '30d': { words: '30 days', last: '30 days', ms: 30 * 1440 * MINUTE },
  };

  const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
  const MOST_STEPS = 480;
  const UNITS = [[86400, 'day'], [3600, 'h'], [60, 'min'], [1, 's']];

  /** How wide the steps are that results are drawn in, in seconds; 0 where that is left to the page. */
  scruffy.every = {
    words: (step) => {
      const [unit, name] = UNITS.find(([seconds]) => step % seconds === 0);
      return `${step / unit} ${name}`;
    },

    /** As an address has it. */
    read: (text) => STEPS.find((step) => step === Number(text)) || 0,

    /** Those that make a line of so many seconds: neither a point alone nor more than a chart has room for. */
    suits: (seconds) => STEPS.filter((step) => seconds / step >= 2 && seconds / step <= MOST_STEPS),

    /** From and to, in seconds, with whole steps by the zone's clocks. */
    grid: (from, to, step, zone) => {
      const ahead = Math.round(scruffy.time.offset(from * 1000, zone) / 1000);
      return [Math.floor((from + ahead) / step) * step - ahead, Math.ceil((to + ahead) / step) * step - ahead];
    },
  };

  /** What a time may be compared with, by how many seconds earlier it is; the timeslot of last week is not always as many. */
  scruffy.earlier = {
    words: { 0: 'nothing', 3600: 'an hour before', 86400: 'the day before', 604800: 'the week before', slot: 'the same timeslot last week', 2419200: 'four weeks before' },
    said: (compare) => scruffy.earlier.words[compare] || `${scruffy.length(compare * 1000)} before`,

    /** As an address has it: one of the keys, 0 where it has none. */
    read: (text) => (text === 'slot' ? text : scruffy.earlier.words[text] ? Number(text) : 0),

    /** How many seconds earlier than {@code from}, in seconds. */
    offset: (compare, from, zone) => (compare === 'slot' ? Math.round((from * 1000 - scruffy.daysBefore(from * 1000, 7, zone)) / 1000) : compare),

    /** What a query asks in addition; nothing where the time compared with would not end where this one begins or before, but for what whole steps add. */
    asked: (compare, from, to, step, zone) => {
      const offset = scruffy.earlier.offset(compare, from, zone);
      return compare && offset > to - from - 2 * step ? { compare_time_offset_seconds: offset } : {};
    },
  };

  const OPS = {
    '=': 'is', '!=': 'is not', '>': '>', '>=': '≥', '<': '<', '<=': '≤',
    contains: 'contains', 'does-not-contain': 'does not contain', 'starts-with': 'starts with', 'does-not-start-with': 'does not start with',
    'ends-with': 'ends with', 'does-not-end-with': 'does not end with', in: 'is one of', 'not-in': 'is none of',
    exists: 'is there', 'does-not-exist': 'is not there',
  };
  const WITHOUT_VALUE = ['exists', 'does-not-exist'];
  const OF_MANY = ['in', 'not-in'];
  const OF_TEXT = ['contains', 'does-not-contain', 'starts-with', 'does-not-start-with', 'ends-with', 'does-not-end-with'];
  const ONE_OF_MANY = /"((?:[^"\\]|\\.)*)"|[^,\s][^,]*/g; // as it is, or in quotes where a comma is in it

  /** A number or a truth where the text is one. */
  function value(text) {
    if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
    return text === 'true' || text === 'false' ? text === 'true' : text;
  }

  const quoted = (text) => (/^[^",\s](?:[^",]*[^",\s])?$/.test(text) && value(text) === text ? text : `"${text.replace(/["\\]/g, '\\$&')}"`);

  const many = (text) => [...text.matchAll(ONE_OF_MANY)].map(([whole, quoted]) => (quoted === undefined ? value(whole.trim()) : quoted.replace(/\\(.)/g, '$1')));

  /** A filter of a page is {column, op, value}, of which the value is text. */
  scruffy.filters = {
    ops: OPS,
    valueless: (op) => WITHOUT_VALUE.includes(op),

    /** Makes the field of a value one for what the comparison takes. */
    field: (input, op) => {
      input.disabled = WITHOUT_VALUE.includes(op);
      input.placeholder = OF_MANY.includes(op) ? 'values, with commas' : 'value';
    },

    said: ({ column, op, value }) => `${column} ${OPS[op] || op}${WITHOUT_VALUE.includes(op) ? '' : ' ' + value}`,
    written: ({ column, op, value }) => [column, op, value].join('|'),

    /** What an address has that no filter can be read from: whoever leaves it out answers another question. */
    unread: (texts) => texts.filter((text) => text && !scruffy.filters.read(text)),

    /** From an address; null where it is none. */
    read: (text) => {
      const [column, op, ...value] = (text || '').split('|');
      return column && OPS[op] ? { column, op, value: value.join('|') } : null;
    },

    /** As a query has it. */
    typed: ({ column, op, value: text }) => {
      if (WITHOUT_VALUE.includes(op)) return { column, op };
      if (OF_MANY.includes(op)) return { column, op, value: many(text) };
      return { column, op, value: OF_TEXT.includes(op) ? text : value(text) };
    },

    /** As a page has what a query has. */
    untyped: ({ column, op, value: of }) => ({ column, op, value: [].concat(of ?? '').map((one) => (Array.isArray(of) && typeof one === 'string' ? quoted(one) : String(one))).join(', ') }),
  };

  const DENIES = {
    '!=': '=', 'does-not-contain': 'contains', 'does-not-start-with': 'starts-with', 'does-not-end-with': 'ends-with', 'not-in': 'in', 'does-not-exist': 'exists',
  };
  const CALLS = { '>': 'GT', '>=': 'GTE', '<': 'LT', '<=': 'LTE', contains: 'CONTAINS', 'starts-with': 'STARTS_WITH', 'ends-with': 'ENDS_WITH' };

  const inQuotes = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;
  const literal = (of) => (typeof of === 'string' ? inQuotes(of) : of < 0 ? `SUB(0, ${-of})` : String(of));
  const both = (of) => (typeof of === 'string' ? [literal(of)] : [literal(of), inQuotes(String(of))]); // a column of words may hold numbers

  /** A filter as an expression of a query: what denies is true of an event without the column. */
  function expression({ column, op, value: of }, made) {
    const own = made.find(({ name }) => name === column);
    const field = own ? `(${own.expression})` : `$${inQuotes(column)}`;
    if (DENIES[op]) return `NOT(${expression({ column, op: DENIES[op], value: of }, made)})`;
    if (op === 'exists') return `EXISTS(${field})`;
    if (op === '=' || op === 'in') return `IN(${[field, ...[].concat(of).flatMap(both)].join(', ')})`;
    return `${CALLS[op]}(${OF_TEXT.includes(op) ? `STRING(${field})` : field}, ${literal(of)})`;
  }

  /**
   * What a query asks so that events meet any of these filters, whatever else they are to meet: a field of its own, and a filter of that, as a
   * page has it.
   *
   * @param made calculated fields that the filters may be of
   */
  scruffy.filters.any = (filters, made) => {
    const names = made.map(({ name }) => name);
    const name = ['filters.any', ...names.map((_, i) => `filters.any${i + 2}`)].find((one) => !names.includes(one));
    return { field: { name, expression: `OR(${filters.map((one) => expression(scruffy.filters.typed(one), made)).join(', ')})` }, filter: { column: name, op: '=', value: 'true' } };
  };

  /**
   * Offers the columns of the catalogue that nobody hid, those that came last first. Whoever knows another can still type it.
   *
   * @param numbers a list for those of numbers alone, if any
   * @param made calculated fields, [{name, expression}], which come first
   */
  scruffy.offerColumns = async (list, api, dataset, numbers, made = []) => {
    const known = await scruffy.ask(`${api}/datasets/${encodeURIComponent(dataset || '__all__')}/columns`).catch(() => []);
    const shown = known.filter((column) => !column.hidden)
      .sort((a, b) => (b.lastSeen || '').localeCompare(a.lastSeen || '') || a.name.localeCompare(b.name));
    const byName = new Map();
    shown.forEach((column) => byName.has(column.name) || byName.set(column.name, column));
    const options = (some) => some.map((column) => el('option', { value: column.name }, `${column.mixed ? 'mixed' : column.type.toLowerCase()}, ${column.description || `${count(column.values)} values`}`));
    const all = [...byName.values()];
    const calculated = () => made.map(({ name, expression }) => el('option', { value: name }, `calculated: ${expression}`));
    list.replaceChildren(...calculated(), ...options(all));
    if (numbers) numbers.replaceChildren(...calculated(), ...options(all.filter(({ type, mixed }) => mixed || type === 'INTEGER' || type === 'FLOAT')));
  };

  scruffy.offerDatasets = async (select, api, chosen) => {
    const known = await scruffy.ask(api + '/datasets').catch(() => []);
    select.replaceChildren(el('option', { value: '' }, 'all'), ...known.map((one) => el('option', { value: one.slug }, one.name)));
    select.value = chosen;
  };

  /** Offers the most frequent values of a column; none of one that nobody knows yet. */
  scruffy.offerValues = async (list, api, question, named) => {
    const column = named.replace(/^none\./, 'any.'); // what no span is to have is what any has
    const found = await scruffy.ask(api + '/query', { ...question, breakdowns: [column], havings: [], orders: [], calculations: [{ op: 'COUNT' }], limit: 30 })
      .catch(() => ({ rows: [] }));
    list.replaceChildren(...found.rows.filter((row) => row.group[column] !== null)
      .map((row) => el('option', { value: String(row.group[column]) }, `${count(Math.round(row.values.COUNT))} events`)));
  };
})();
