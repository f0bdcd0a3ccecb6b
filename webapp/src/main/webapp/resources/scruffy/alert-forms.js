/* The forms of triggers, objectives and recipients. Each is a list of parts with {fields: elements, read(): what of the document they say}. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el } = scruffy;
  const { ops, valueless, typed, field: fit } = scruffy.filters;
  const OPERATIONS = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX', 'P50', 'P75', 'P90', 'P95', 'P99', 'P999', 'CONCURRENCY', 'RATE_AVG', 'RATE_SUM', 'RATE_MAX'];
  const OF_EVENTS = ['COUNT', 'CONCURRENCY'];
  const MINUTES = [[60, '1 minute'], [300, '5 minutes'], [600, '10 minutes'], [900, '15 minutes'], [1800, '30 minutes'], [3600, '1 hour'], [14400, '4 hours'], [86400, '24 hours']];

  const field = (words, input) => el('label', { class: 'bo-field' }, words, input);
  const input = (more) => el('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...more });
  const number = (value, more) => el('input', { type: 'number', step: 'any', value: value ?? '', required: true, ...more });
  const select = (choices, value) => {
    const made = el('select', {}, ...choices.map(([key, words]) => el('option', { value: key }, words)));
    if (value !== undefined && !choices.some(([key]) => String(key) === String(value))) made.append(el('option', { value }, String(value)));
    if (value !== undefined) made.value = String(value);
    return made;
  };
  const seconds = (value) => select(MINUTES, value);

  scruffy.filterSaid = ({ column, op, value }) => `${column} ${ops[op] || op}${value === undefined || valueless(op) ? '' : ' ' + [].concat(value).join(', ')}`;

  /** Filters of a query, which are added and taken away one by one. */
  function filters(words, now, columns) {
    let all = [...(now || [])];
    const chips = el('ul', { class: 'x-chips', 'aria-label': words });
    const column = input({ placeholder: 'column', 'aria-label': `${words}: column`, list: columns });
    const op = el('select', { 'aria-label': `${words}: comparison` }, ...Object.entries(ops).map(([sign, said]) => el('option', { value: sign }, said)));
    const value = input({ placeholder: 'value', 'aria-label': `${words}: value` });
    const draw = () => chips.replaceChildren(...all.map((one, i) => el('li', { class: 'x-chip' }, el('span', {}, scruffy.filterSaid(one)),
      el('button', { type: 'button', 'aria-label': `Remove the filter ${scruffy.filterSaid(one)}`, onclick: () => (all.splice(i, 1), draw()) }, '×'))));
    const add = () => {
      const name = column.value.trim();
      const text = value.value.trim();
      if (!name || (!text && !valueless(op.value))) return;
      all = [...all, typed({ column: name, op: op.value, value: text })];
      column.value = value.value = '';
      draw();
    };
    op.addEventListener('change', () => fit(value, op.value));
    [column, value].forEach((one) => one.addEventListener('keydown', (event) => event.key === 'Enter' && (event.preventDefault(), add())));
    draw();
    return {
      field: el('fieldset', {}, el('legend', {}, words), chips, el('div', { class: 'x-filter' }, column, op, value, el('button', { type: 'button', class: 'x-button', onclick: add }, 'Add filter'))),
      read: () => (add(), all), // what stands in the fields is meant too
    };
  }

  const common = (now, station) => {
    const name = input({ required: true, maxlength: '100', value: now.name || '' });
    const description = input({ maxlength: '1000', value: now.description || '' });
    const where = select([['*', 'Every station'], ...(station ? [[station, station]] : [])], now.station || '*');
    return {
      fields: [field('Name', name), field('What it means, for whoever is told', description), field('Belongs to', where)],
      read: () => ({ name: name.value, description: description.value, station: where.value }),
    };
  };

  function told(now, recipients) {
    const boxes = recipients.map((one) => el('input', { type: 'checkbox', value: one.id, checked: (now.recipients || []).includes(one.id) }));
    return {
      field: el('fieldset', {}, el('legend', {}, 'Who is told'), ...(boxes.length ? boxes.map((box, i) => el('label', { class: 'x-live' }, box, recipients[i].name)) : [el('span', { class: 'x-hint' }, 'There are no recipients yet; it can be seen here all the same.')])),
      read: () => ({ recipients: boxes.filter((box) => box.checked).map((box) => box.value) }),
    };
  }

  const columnsId = 'al-columns';

  scruffy.alertForms = {
    columnsId,

    trigger(now, { station, recipients }) {
      const head = common(now, station);
      const query = now.query || { calculations: [{ op: 'COUNT' }] };
      const first = (query.calculations || [])[0] || { op: 'COUNT' };
      const op = select(OPERATIONS.map((one) => [one, one]), first.op);
      const column = input({ value: first.column || '', list: columnsId, 'aria-label': 'Of column', placeholder: 'of column' });
      const about = filters('Of events where', query.filters, columnsId);
      const by = input({ value: (query.breakdowns || []).join(', '), placeholder: 'http.route, station', list: columnsId });
      const compare = select([['>', 'more than'], ['>=', 'at least'], ['<', 'less than'], ['<=', 'at most']], now.op || '>');
      const threshold = number(now.threshold);
      const every = seconds(now.everySeconds || 300);
      const span = seconds(now.windowSeconds || 300);
      const times = number(now.exceededLimit || 1, { min: 1, max: 5, step: 1 });
      const enabled = el('input', { type: 'checkbox', checked: now.enabled !== false });
      const who = told(now, recipients);
      const columnless = () => (column.disabled = OF_EVENTS.includes(op.value));
      op.addEventListener('change', columnless);
      columnless();
      return {
        fields: [...head.fields, el('div', { class: 'bo-two' }, field('Number', op), field('Of column', column)), about.field, field('For each, with commas between', by),
          el('div', { class: 'bo-two' }, field('Fires when it is', compare), field('Threshold', threshold), field('So many times in a row', times)),
          el('div', { class: 'bo-two' }, field('Looked at every', every), field('Of the last', span)), who.field, el('label', { class: 'x-live' }, enabled, 'Switched on')],
        read: () => ({
          ...head.read(), ...who.read(), op: compare.value, threshold: Number(threshold.value), everySeconds: Number(every.value), windowSeconds: Number(span.value),
          exceededLimit: Number(times.value), enabled: enabled.checked,
          query: {
            ...query, filters: about.read(), orders: [], havings: [], calculations: [{ ...(op.value === first.op ? first : {}), op: op.value, column: column.disabled ? undefined : column.value.trim() }],
            breakdowns: by.value.split(',').map((one) => one.trim()).filter(Boolean),
          },
        }),
      };
    },

    slo(now, { station, recipients }) {
      const head = common(now, station);
      const qualifying = filters('Events count where', (now.qualifying || {}).filters, columnsId);
      const good = filters('Of these are good where', (now.good || {}).filters, columnsId);
      const weight = input({ value: now.weight || '', list: columnsId, placeholder: 'each counts once', 'aria-label': 'Counted by the column' });
      const target = number(now.target ?? 99.5, { min: 0.0001, max: 99.9999 });
      const days = number(now.windowDays || 28, { min: 1, max: 31, step: 1 });
      const of = (kind) => (now.burnAlerts || []).find((one) => one.kind === kind);
      const optional = { required: false, min: 0.01, placeholder: 'never' };
      const hours = number(now.burnAlerts ? (of('EXHAUSTION_TIME') || {}).amount : 4, optional);
      const percent = number(now.burnAlerts ? (of('BUDGET_RATE') || {}).amount : 10, optional);
      const who = told(now, recipients);
      const burn = (kind, amount) => (amount.value ? [{ ...(of(kind) || {}), kind, amount: Number(amount.value) }] : []);
      const others = (now.burnAlerts || []).filter((one) => one !== of(one.kind)); // made by a program: they stay
      return {
        fields: [...head.fields, qualifying.field, good.field, field('Counted by the column, such as spot.planned_seconds', weight),
          el('div', { class: 'bo-two' }, field('Good are to be at least, %', target), field('Within the last so many days', days)),
          el('div', { class: 'bo-two' }, field('Tell when the budget is gone within, hours', hours), field('Tell when so much of it went in an hour, %', percent)), who.field],
        read: () => ({
          ...head.read(), ...who.read(), weight: weight.value.trim(), target: Number(target.value), windowDays: Number(days.value),
          qualifying: { ...(now.qualifying || {}), filters: qualifying.read() }, good: { ...(now.good || {}), filters: good.read() },
          burnAlerts: [...burn('EXHAUSTION_TIME', hours), ...burn('BUDGET_RATE', percent), ...others],
        }),
      };
    },

    recipient(now) {
      const name = input({ required: true, maxlength: '100', value: now.name || '' });
      const kind = select([['EMAIL', 'E-mail'], ['WEBHOOK', 'Webhook'], ['SLACK', 'Slack']], now.kind || 'EMAIL');
      const address = input({ required: true, maxlength: '2000', value: now.address || '', placeholder: 'oncall@example.org, https://…' });
      const secret = el('input', { type: 'password', autocomplete: 'new-password', maxlength: '200', placeholder: now.signed ? 'stays as it is' : 'none', value: now.secret || null, disabled: now.secret === '' });
      const unsigned = el('input', { type: 'checkbox', checked: now.secret === '', onchange: () => (secret.disabled = unsigned.checked) });
      const signed = el('div', {}, field('Secret that requests are signed with', secret), now.signed ? el('label', { class: 'x-live' }, unsigned, 'Sign them no more') : null);
      const show = () => (signed.hidden = kind.value !== 'WEBHOOK');
      kind.addEventListener('change', show);
      show();
      return {
        fields: [field('Name', name), field('How', kind), field('Address', address), signed],
        read: () => ({ name: name.value, kind: kind.value, address: address.value.trim(), secret: unsigned.checked ? '' : secret.value || undefined }),
      };
    },
  };
})();
