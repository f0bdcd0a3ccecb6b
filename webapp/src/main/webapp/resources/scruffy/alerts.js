/* What is watched, what was promised, what fires and fired, and who is told. */
(() => {
  'use strict';
  const root = document.getElementById('alerts');
  if (!root) return;
  const scruffy = window.scruffy;
  const { el, count, time, ask } = scruffy;
  const { zone, api, station } = root.dataset;
  const part = (name) => document.getElementById('al-' + name);
  const KINDS = { EMAIL: 'E-mail', WEBHOOK: 'Webhook', SLACK: 'Slack' };
  const TOLD = { WAITING: 'to be told', SENT: 'told', DROPPED: 'not told, it was over', FAILED: 'could not be told' };
  const NAMES = { trigger: 'trigger', slo: 'objective', recipient: 'recipient' };
  const URLS = { trigger: 'triggers', slo: 'slos', recipient: 'recipients' };
  const DAY = 86400000;
  const charts = new Map();
  const open = new Set(); // the objectives whose days are looked at
  const pending = new Set(); // addresses of what is deleted unless somebody takes it back
  let known = { triggers: [], slos: [], recipients: [], alerts: [], quiet: [], firing: 0 };

  const at = (text) => {
    const when = Date.parse(text);
    return el('time', { datetime: text, title: `${time.day(when, zone)} ${time.second(when, zone)} ${time.zone(when, zone)}` }, time.stamp(when, zone));
  };
  const lasting = (seconds) => (seconds % 3600 === 0 ? `${seconds / 3600} h` : seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);
  const rounded = (value) => (Math.abs(value) >= 1000 ? count(Math.round(value)) : String(Number(value.toPrecision(4))));
  const state = (one) => el('span', { class: 'al-state', 'data-state': one.state }, one.state === 'FIRING' ? 'Firing' : one.state === 'OK' ? 'OK' : 'Off');
  const calculation = ({ query }) => (query.calculations || [])[0] || { op: 'COUNT' };
  /** In the unit of the column that is calculated with. */
  const valued = ({ op, column }, value) => (!column || op === 'COUNT_DISTINCT' ? rounded(value) : scruffy.amount(value, column));
  const label = ({ op, column }) => (column ? `${op}(${column})` : op);
  const names = (ids) => ids.map((id) => (known.recipients.find((one) => one.id === id) || {}).name).filter(Boolean).join(', ') || 'nobody';
  const belongs = (one) => (one.station === '*' ? '' : one.station);
  const url = (kind, one) => `${api}/${URLS[kind]}/${one.id}`;

  function refuse(failure) {
    part('failure').hidden = false;
    part('failure-words').textContent = failure.message;
  }

  async function read() {
    root.setAttribute('aria-busy', 'true');
    try {
      const [triggers, slos, recipients, alerts, quiet, { firing }] = await Promise.all(
        ['triggers', 'slos', 'recipients', 'alerts?limit=100', 'alerts/quiet-hours', 'alerts/firing'].map((name) => ask(`${api}/${name}`)));
      known = { triggers, slos, recipients, alerts, quiet, firing };
      part('failure').hidden = true;
      show();
    } catch (failure) {
      refuse(failure);
    } finally {
      root.setAttribute('aria-busy', 'false');
    }
  }

  function show() {
    const { triggers, slos, recipients, alerts, firing } = known;
    const there = (kind, all) => all.filter((one) => !pending.has(url(kind, one)));
    part('sum').textContent = firing ? `${count(firing)} ${firing === 1 ? 'alert fires' : 'alerts fire'} now` : 'Nothing fires now';
    fill('triggers', there('trigger', triggers).map(triggerRow));
    fill('slos', there('slo', slos).map(card));
    fill('recipients', there('recipient', recipients).map(recipientRow));
    fill('history', alerts.map(historyRow));
    showQuiet();
  }

  function fill(name, lines) {
    part(name).replaceChildren(...lines);
    part('no-' + name).hidden = lines.length > 0;
  }

  const button = (words, title, act) => el('button', { type: 'button', class: 'x-link', 'aria-label': title, onclick: act }, words);

  const acts = (kind, one) => el('span', { class: 'al-acts' },
    button('Change', `Change the ${NAMES[kind]} ${one.name}`, () => edit(kind, one)),
    button('Delete', `Delete the ${NAMES[kind]} ${one.name}`, () => remove(kind, one)));

  function remove(kind, one) {
    const address = url(kind, one);
    const back = () => (pending.delete(address), show());
    pending.add(address);
    show();
    scruffy.deleteLater(part('notices'), `The ${NAMES[kind]} ${one.name} is deleted.`, {
      url: address, undone: back, done: () => read().finally(() => pending.delete(address)), failed: (failure) => (back(), refuse(failure)),
    });
  }

  // roles are said: on a phone the rows are laid out as cards, and are rows of a table all the same
  const cell = (head, ...inside) => el('td', { role: 'cell', 'data-head': head }, ...inside);
  const wide = (one) => (one.classList.add('x-wide'), one);
  const first = (...inside) => el('th', { scope: 'row', role: 'rowheader' }, ...inside);

  // ---- triggers ---------------------------------------------------------------------------------------------------------

  function triggerRow(one) {
    const by = one.query.breakdowns && one.query.breakdowns.length ? ` for each ${one.query.breakdowns.join(', ')}` : '';
    const often = one.exceededLimit > 1 ? `, ${one.exceededLimit} times in a row` : '';
    return el('tr', { role: 'row', 'data-name': one.name },
      first(one.name, el('small', { class: 'g-was' }, [one.description, belongs(one)].filter(Boolean).join(' · '))),
      cell('State', state(one), one.firingSince ? el('span', { class: 'g-was' }, 'since ', at(one.firingSince)) : null),
      wide(cell('Fires when', `${label(calculation(one))} ${one.op} ${valued(calculation(one), one.threshold)}${by} in ${lasting(one.windowSeconds)}${often}`,
        el('small', { class: 'g-was' }, (one.query.filters || []).map(scruffy.filterSaid).join(', ')), el('a', { href: one.explore }, 'Explore'))),
      cell('Told', names(one.recipients)),
      cell('Looked at', one.checked ? at(one.checked) : 'not yet', one.problem ? el('span', { class: 'al-problem g-was' }, one.problem) : null),
      wide(cell(null, acts('trigger', one))));
  }

  // ---- objectives -------------------------------------------------------------------------------------------------------

  const percent = (share) => `${rounded(Number((share * 100).toPrecision(3)))} %`;
  const amount = ({ weight }, value) => (!weight ? `${rounded(value)} events` : `${scruffy.amount(value, weight)} ${weight}`);

  function card(one) {
    const left = one.budgetLeft;
    const words = one.total === 0 ? 'No events in this time: all of the budget is there'
      : `${rounded(one.reached)} % good of ${amount(one, one.total)}, ${one.target} % promised over ${one.windowDays} days`;
    const details = el('details', { open: open.has(one.id) }, // which asks for its days when it opens, now too
       el('summary', {}, 'Day by day'),
      el('div', { class: 'g-chart' }, el('canvas', { id: `al-chart-${one.id}`, role: 'img', 'aria-label': `Budget left of ${one.name} over its days; the table below says the same` })),
      el('div', { class: 'x-scroll g-steps' }, el('table', { class: 'x-table' }, el('thead', {}, el('tr', {}, ...['Day from', 'Good', 'Of', 'Budget left'].map((head, i) => el('th', { scope: 'col', class: i ? 'x-number' : null }, head)))),
        el('tbody', { id: `al-days-${one.id}` }))),
      el('p', { class: 'x-hint' }, 'Click a day, in the chart or the table, to explore its events or to ask why avails were dark then.'));
    details.addEventListener('toggle', () => {
      open[details.open ? 'add' : 'delete'](one.id);
      if (details.open) burnDown(one);
    });
    return el('li', { class: 'al-card', 'data-name': one.name },
      el('div', { class: 'x-card-head' }, el('h3', {}, one.name), state(one)),
      el('p', { class: 'x-meta' }, [one.description, belongs(one)].filter(Boolean).join(' · ')),
      el('label', { class: 'bo-field' }, left < 0 ? `Budget overspent by ${percent(-left)}` : `${percent(left)} of the budget left`,
        el('progress', { class: left < 0 ? 'al-budget al-over' : 'al-budget', max: '1', value: String(left < 0 ? 1 : Math.min(1, left)) })),
      el('p', {}, words), el('p', { class: 'x-meta' }, `Burns ${rounded(one.burnRate)} × as fast as it may, in the last hour. Told: ${names(one.recipients)}`),
      el('p', {}, el('a', { href: one.failing }, 'Its failing events'), ` of ${one.windowDays} days`),
      one.problem ? el('p', { class: 'al-problem' }, one.problem) : null, details, acts('slo', one));
  }

  const ofQualifying = ({ qualifying = {} }) => ({ filters: qualifying.filters || [], filter_combination: qualifying.filter_combination, calculated_fields: qualifying.calculated_fields });

  async function burnDown(one) {
    try {
      const { days } = await ask(`${url('slo', one)}/burn-down`);
      const day = (each) => time.stamp(Date.parse(each.from), zone);
      const dark = new scruffy.Dark({ zone, api, avails: root.dataset.avails, station, zoom: (from) => location.assign(days.find((each) => Date.parse(each.from) === from).explore) });
      const about = (each) => ({ ...ofQualifying(one), from: Date.parse(each.from), to: Math.min(Date.now(), Date.parse(each.from) + DAY) });
      const rows = document.getElementById(`al-days-${one.id}`);
      if (!rows) return;
      rows.replaceChildren(...days.map((each) => el('tr', {}, el('th', { scope: 'row' }, dark.button(day(each), () => about(each))),
        ...[scruffy.amount(each.good, one.weight), scruffy.amount(each.total, one.weight), percent(each.left)].map((words) => el('td', { class: 'x-number' }, words)))));
      chart(one, days.map(day), days.map((each) => each.left * 100), (i, point) => dark.offer(point, about(days[i])));
    } catch (failure) {
      refuse(failure);
    }
  }

  function chart(one, labels, data, pick) {
    const style = getComputedStyle(root);
    const [muted, line, accent] = ['--muted', '--line', '--accent'].map((name) => style.getPropertyValue(name).trim());
    const old = charts.get(one.id);
    if (old) old.destroy();
    charts.set(one.id, new window.Chart(document.getElementById(`al-chart-${one.id}`), {
      type: 'line',
      data: { labels, datasets: [{ label: 'Budget left', data, borderColor: accent, backgroundColor: accent, borderWidth: 2, pointRadius: 2, stepped: false }] },
      options: {
        animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: 'index', intersect: false },
        onClick: ({ native }, [point]) => point && pick(point.index, { x: native.clientX, y: native.clientY }),
        scales: { x: { ticks: { color: muted, maxRotation: 0, autoSkipPadding: 24 }, grid: { color: line } }, y: { suggestedMax: 100, ticks: { color: muted, callback: (value) => `${count(value)} %` }, grid: { color: line } } },
        plugins: { legend: { display: false } },
      },
    }));
  }

  // ---- recipients, history, quiet hours ---------------------------------------------------------------------------------

  function recipientRow(one) {
    const said = el('span', { class: 'g-was', role: 'status' });
    const test = async () => {
      said.textContent = 'Telling …';
      try {
        const { told, problem } = await ask(`${url('recipient', one)}/test`, {});
        said.textContent = told ? 'A test was sent.' : problem;
      } catch (failure) {
        said.textContent = failure.message;
      }
    };
    return el('tr', { 'data-name': one.name }, el('th', { scope: 'row' }, one.name), el('td', {}, KINDS[one.kind], one.signed ? ', signed' : '', el('small', { class: 'g-was' }, one.address)),
      el('td', {}, el('span', { class: 'al-acts' }, button('Test', `Send a test to ${one.name}`, test), acts('recipient', one)), said));
  }

  function historyRow(one) {
    return el('tr', { role: 'row', 'data-name': one.name, 'data-group': one.group },
      first(one.name, el('small', { class: 'g-was' }, [one.group, belongs(one)].filter(Boolean).join(' · '))),
      wide(cell('What was wrong', one.words, one.explore ? el('a', { class: 'g-was', href: one.explore }, 'Explore what fired') : null)), cell('From', at(one.began)), cell('To', one.ended ? at(one.ended) : el('span', { class: 'al-state', 'data-state': 'FIRING' }, 'Firing')),
      cell('Who was told', one.told.length === 0 ? 'nobody' : el('ul', { class: 'al-told' }, ...one.told.map((each) => el('li', {}, el('span', { class: 'al-state', 'data-state': each.state }, TOLD[each.state]), ` ${each.recipient}, ${each.what === 'FIRED' ? 'that it fires' : 'that it is over'}, `, at(each.at),
        each.problem ? el('span', { class: 'al-problem g-was' }, `${each.problem}, tried ${each.attempts} times`) : null)))));
  }

  const quiet = part('quiet');

  function showQuiet() {
    const mine = known.quiet.find((one) => one.station === station);
    quiet.elements.begins.value = mine ? mine.begins : '22:00';
    quiet.elements.ends.value = mine ? mine.ends : '06:00';
    part('no-quiet').hidden = !mine;
    part('quiet-said').textContent = mine ? `${mine.begins} – ${mine.ends}${mine.ends < mine.begins ? ', over midnight' : ''}` : 'none: always told at once';
    part('quiets').replaceChildren(...known.quiet.filter((one) => one.station !== station).map((one) => el('li', { class: 'x-meta' }, `${one.station}: ${one.begins} – ${one.ends}`)));
  }

  async function keepQuiet(body, method) {
    try {
      await (method === 'DELETE' ? gone(`${api}/alerts/quiet-hours/${station}`) : ask(`${api}/alerts/quiet-hours/${station}`, body, method));
      await read();
    } catch (failure) {
      part('quiet-said').textContent = failure.message;
    }
  }

  async function gone(address) {
    const answer = await fetch(address, { method: 'DELETE', credentials: 'same-origin', headers: { 'X-Requested-With': 'XMLHttpRequest' } });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  }

  quiet.addEventListener('submit', (event) => {
    event.preventDefault();
    keepQuiet({ begins: quiet.elements.begins.value, ends: quiet.elements.ends.value }, 'PUT');
  });
  part('no-quiet').addEventListener('click', () => keepQuiet(undefined, 'DELETE'));

  // ---- forms ------------------------------------------------------------------------------------------------------------

  const dialog = part('dialog');
  const form = part('form');
  let saving = null;

  /** @param mine what was typed before and not saved, and why in words */
  function edit(kind, now, mine = {}, words = '') {
    const drawn = (said) => scruffy.alertForms[kind](said, { station, recipients: known.recipients });
    const made = drawn({ ...now, ...mine });
    const opened = drawn(now).read();
    const said = el('p', { class: 'bo-said', role: 'alert' });
    const columns = el('datalist', { id: scruffy.alertForms.columnsId });
    const save = el('button', { class: 'x-button bo-first' }, 'Save');
    form.replaceChildren(el('h2', { id: 'al-dialog-title' }, `${now.id ? 'Change the' : 'A new'} ${NAMES[kind]}`), columns, ...made.fields, said,
      el('div', { class: 'x-line' }, save, el('button', { type: 'button', class: 'x-button', onclick: () => dialog.close() }, 'Cancel')));
    saving = async () => {
      const typed = made.read();
      try {
        await ask(now.id ? url(kind, now) : `${api}/${URLS[kind]}`, { ...typed, updated: now.updated }, now.id ? 'PUT' : 'POST');
        dialog.close();
        await read();
      } catch (failure) {
        said.textContent = failure.message;
        if (now.id && scruffy.isOvertaken(failure)) await look(kind, now, opened, typed);
      }
    };
    if (!dialog.open) dialog.showModal();
    if (words) save.focus();
    said.textContent = words;
    scruffy.offerColumns(columns, api);
  }

  /** What somebody else made of it, with what was typed here on top. */
  async function look(kind, now, opened, typed) {
    await read();
    const theirs = known[URLS[kind]].find((one) => one.id === now.id);
    const { mine, words } = scruffy.overtaken(now, opened, typed, theirs);
    edit(kind, theirs || {}, mine, words);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    saving();
  });
  ['trigger', 'slo', 'recipient'].forEach((kind) => part('new-' + kind).addEventListener('click', () => edit(kind, {})));
  part('retry').addEventListener('click', read);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open || event.target.matches('input, select, textarea')) return;
    const keys = { t: () => edit('trigger', {}), o: () => edit('slo', {}), r: read };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  new MutationObserver(() => known.slos.filter((one) => open.has(one.id)).forEach(burnDown)).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  setInterval(() => {
    if (!document.hidden && !dialog.open && !part('notices').firstChild && !root.contains(document.activeElement)) read();
  }, 15000);

  read().then(() => {
    const kind = new URLSearchParams(location.search).get('new');
    if (!['trigger', 'slo'].includes(kind)) return;
    const brought = sessionStorage.getItem(`scruffy.${kind}`);
    sessionStorage.removeItem(`scruffy.${kind}`);
    history.replaceState(null, '', location.pathname);
    edit(kind, brought ? JSON.parse(brought) : {});
  });
})();
