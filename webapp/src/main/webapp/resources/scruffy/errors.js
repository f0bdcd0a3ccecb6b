/* Errors of one cause together: all of them, or one with what is known of it and what people make of it. */
(() => {
  'use strict';
  const root = document.getElementById('errors');
  if (!root) return;
  const { scruffy } = window;
  const { el, count, time, ask, breakable } = scruffy;
  const { zone, user, api } = root.dataset;
  const part = (id) => document.getElementById(id);
  const radius = new window.scruffy.Radius(part('radius'), { zone, api: root.dataset.home, avails: root.dataset.avails });

  let people = null;
  let where = []; // what the events of the group that is shown have in common
  let shown = [];
  let chosen = new Set(); // the ids of those that something is to be made of
  const STATES = { OPEN: 'Open', RESOLVED: 'Resolved', IGNORED: 'Ignored', '': 'All' };
  const ORDERS = { '': 'seen last first', EVENTS: 'most events first', FIRST_SEEN: 'the newest first' };
  const DAY = 86400000;
  const HOUR = 3600000;

  /** @param stated whether nothing near it says of which zone it is */
  const at = (text, stated = false) => {
    const when = Date.parse(text);
    const near = Date.now() - when < DAY * 6;
    const day = time.day(when, zone) === time.day(Date.now(), zone) ? '' : (near ? time.shortDay(when, zone) : time.day(when, zone)) + ' ';
    return el('time', { datetime: text, title: `${time.day(when, zone)} ${time.second(when, zone)} ${time.zone(when, zone)}` }, day + time.minute(when, zone) + (stated ? ` ${time.zone(when, zone)}` : ''));
  };

  const url = () => new URLSearchParams(location.search);

  /** The address of this page with some parameters changed; null takes one away. */
  const address = (changes) => {
    const query = url();
    Object.entries(changes).forEach(([key, value]) => (value === null ? query.delete(key) : query.set(key, value)));
    const text = query.toString();
    return location.pathname + (text ? '?' + text : '');
  };

  const go = (changes) => {
    history.pushState(null, '', address(changes));
    read();
  };

  const badge = (group) => {
    const back = group.state === 'OPEN' && group.regressedAt;
    return el('span', { class: 'e-state', 'data-state': back ? 'BACK' : group.state }, back ? 'Came back' : STATES[group.state]);
  };

  /** What changes from one event to the next is left open. */
  const message = (group) => group.message.replaceAll('<*>', '…');

  const name = (group) => group.type || message(group) || 'An error without a name';

  async function read() {
    root.setAttribute('aria-busy', 'true');
    const id = url().get('id');
    try {
      if (id) {
        people = people || await ask(api + '/assignees');
        one(await ask(`${api}/${encodeURIComponent(id)}`));
        radius.ask({ error: id });
      } else all(await ask(api + '?' + wanted()));
      part('e-failure').hidden = true;
      part('e-all').hidden = Boolean(id);
      part('e-one').hidden = !id;
    } catch (failure) {
      part('e-failure').hidden = false;
      part('e-failure-words').textContent = failure.message;
    } finally {
      root.setAttribute('aria-busy', 'false');
    }
  }

  function wanted() {
    const [trace, span] = ['trace', 'span'].map((name) => url().get(name) || '');
    if (trace) return new URLSearchParams({ trace, span });
    const query = new URLSearchParams({ limit: '200' });
    ['dataset', 'service', 'order', 'text'].forEach((name) => url().get(name) && query.set(name, url().get(name)));
    const state = url().get('state') ?? 'OPEN';
    if (state) query.set('state', state);
    if (url().has('mine')) query.set('assignee', user);
    return query;
  }

  function all({ groups, missed }) {
    const state = url().get('state') ?? 'OPEN';
    part('e-state').replaceChildren(...Object.entries(STATES).map(([key, words]) =>
      el('button', { type: 'button', 'aria-pressed': String(key === state), onclick: () => go({ state: key === 'OPEN' ? null : key }) }, words)));
    const trace = url().get('trace');
    part('e-trace-only').hidden = !trace;
    document.querySelectorAll('#e-all .x-question').forEach((question) => (question.hidden = Boolean(trace)));
    part('e-of-trace').textContent = trace || '';
    part('e-of-trace').href = `${root.dataset.trace}?${new URLSearchParams({ id: trace || '', ...(url().get('span') ? { span: url().get('span') } : {}) })}`;
    part('e-mine').checked = url().has('mine');
    ['order', 'text', 'dataset', 'service'].forEach((name) => (part(`e-${name}`).value = url().get(name) || ''));
    part('e-table').hidden = groups.length === 0;
    part('e-empty').hidden = groups.length > 0;
    part('e-empty').textContent = trace ? 'This tells of no error that is known.' : state === 'OPEN' && !['mine', 'text', 'dataset', 'service'].some((name) => url().has(name))
      ? 'No open errors. Exceptions of spans, logs and Sentry’s clients come here by themselves.'
      : 'No errors of this kind.';
    part('e-sum').textContent = `${count(groups.length)} ${groups.length === 1 ? 'cause' : 'causes'}, ${ORDERS[url().get('order')] || ORDERS['']}, station time (${zone})`
      + (missed > 0 ? `; ${count(missed)} errors could not be counted` : '');
    // roles are said: on a phone the rows are laid out as cards, and are rows of a table all the same
    shown = groups;
    chosen = new Set(groups.map(({ id }) => id).filter((id) => chosen.has(id)));
    const cell = (head, more, ...inside) => el('td', { role: 'cell', 'data-head': head, ...more }, ...inside);
    part('e-rows').replaceChildren(...groups.map((group) => el('tr', { role: 'row' }, cell(null, {}, pick(group)),
      cell(null, { class: 'x-wide' },
        el('a', { class: 'e-name', href: address({ id: group.id }), onclick: (event) => (event.preventDefault(), go({ id: group.id })) }, ...breakable(name(group))), ' ',
        group.state === 'OPEN' && !group.regressedAt ? null : badge(group),
        group.state === 'OPEN' && group.regressedBuild ? el('small', {}, ` in build ${group.regressedBuild}`) : null,
        group.type ? el('span', { class: 'e-said' }, ...breakable(message(group))) : null,
        el('small', { class: 'e-said' }, ...breakable([group.culprit, group.services.slice(0, 3).join(', '), group.dataset].filter(Boolean).join(' · ')))),
      cell('Events', { class: 'x-number' }, count(group.events)),
      cell('Last 24 hours', {}, lastDay(group)),
      cell('Stations', { class: 'x-number' }, group.stations ? count(group.stations) : '–'),
      cell('Last seen', {}, at(group.lastSeen)), cell('First seen', {}, at(group.firstSeen)),
      cell('Whose', {}, group.assignee || '–'))));
    showMany();
  }

  // ---- several at once ------------------------------------------------------------------------------------------------

  const pick = ({ id, ...group }) => el('label', { class: 'e-pick' },
    el('input', { type: 'checkbox', value: id, checked: chosen.has(id), onchange: ({ target }) => (chosen[target.checked ? 'add' : 'delete'](id), showMany()) }),
    el('span', { class: 'x-unseen' }, `Choose ${name(group)}`));

  function showMany() {
    const act = (words, verdict) => el('button', { type: 'button', class: 'x-button', onclick: () => judgeMany(shown.filter(({ id }) => chosen.has(id)), verdict, words) }, words);
    part('e-many').hidden = chosen.size === 0;
    part('e-many').replaceChildren(el('span', {}, `${count(chosen.size)} chosen`), act('Resolve', { state: 'RESOLVED', nextBuild: false }), act('Resolved with the next build', { state: 'RESOLVED', nextBuild: true }),
      act('Ignore', { state: 'IGNORED' }), act('Open again', { state: 'OPEN' }));
    part('e-each').checked = shown.length > 0 && chosen.size === shown.length;
    part('e-each').indeterminate = chosen.size > 0 && chosen.size < shown.length;
  }

  const verdictOf = ({ state, assignee, nextBuild }) => ({ state, assignee, nextBuild });

  /** Says of each group what is made of it, all at once; answers those that were still there. */
  async function tell(groups, verdict = {}) {
    const { results } = await ask(`${api}/verdicts`, { verdicts: groups.map((group) => ({ id: group.id, ...verdictOf(group), ...verdict })) });
    return groups.filter((_, i) => results[i].status === 200);
  }

  /** Says the same of many; one press takes all of it back. */
  async function judgeMany(groups, verdict, words) {
    const done = part('e-many-done');
    const many = (all) => `${count(all.length)} ${all.length === 1 ? 'error' : 'errors'}`;
    done.textContent = `${words} …`;
    try {
      const told = await tell(groups, verdict);
      done.replaceChildren(`${words}: done of ${told.length < groups.length ? `${count(told.length)} of ` : ''}${many(groups)}. `);
      if (told.length) done.append(el('button', { type: 'button', class: 'x-link', onclick: () => undoMany(told) }, 'Undo'));
    } catch (failure) {
      done.textContent = failure.message;
      return;
    }
    chosen.clear();
    await read();
  }

  /** Each is again what it was. */
  async function undoMany(groups) {
    const done = part('e-many-done');
    try {
      await tell(groups);
      done.textContent = 'Undo: done.';
    } catch (failure) {
      done.textContent = failure.message;
    }
    await read();
  }

  // ---- one --------------------------------------------------------------------------------------------------------------

  /** A bar for each hour; in words how many there were, and the most in an hour. */
  function lastDay({ lastDay: hours }) {
    const sum = hours.reduce((all, events) => all + events, 0);
    const most = Math.max(...hours);
    const words = sum ? `${count(sum)} in the last 24 hours, at most ${count(most)} in one` : 'None in the last 24 hours';
    const bars = hours.map((events) => {
      const bar = el('i', {});
      bar.style.height = `${events ? Math.max(12, (events / most) * 100) : 0}%`;
      return bar;
    });
    return el('span', { class: 'e-day', role: 'img', title: words, 'aria-label': words }, ...bars);
  }

  function one(story) {
    const { group } = story;
    part('e-title').replaceChildren(...breakable(name(group)));
    part('e-badge').replaceChildren(badge(group));
    part('e-message').replaceChildren(...breakable(group.type ? message(group) : ''));
    const fact = (words, value) => el('div', { class: 't-fact' }, el('dt', {}, words), el('dd', {}, value));
    part('e-facts').replaceChildren(...[
      fact('Events', count(group.events)), fact('First seen', at(group.firstSeen, true)), fact('Last seen', at(group.lastSeen, true)),
      group.culprit ? fact('Where', el('span', {}, ...breakable(group.culprit))) : null, fact('Dataset', group.dataset), group.services.length ? fact(group.services.length === 1 ? 'Service' : 'Services', el('span', {}, ...breakable(group.services.join(', ')))) : null, fact('Whose', group.assignee || 'nobody’s'),
      group.regressedAt ? fact('Came back', el('span', {}, group.regressedBuild ? `in build ${group.regressedBuild}, at ` : 'at ', at(group.regressedAt, true))) : null,
    ].filter(Boolean));
    where = story.where;
    part('e-actions').replaceChildren(...actions(group));
    hours(story.hours);
    const list = (id, items, none) => part(id).replaceChildren(...(items.length ? items : [el('li', { class: 'x-meta' }, none)]));
    list('e-stations', story.stations.map((one) => el('li', {}, el('strong', {}, one.callSign), el('span', {}, `${count(one.events)} events, last `, at(one.lastSeen, true)))),
      'No event said a station in the last 30 days.');
    list('e-builds', story.builds.map((one) => el('li', {}, el('strong', {}, one.name, one.name === group.regressedBuild ? el('small', {}, ' it came back in this one') : null), el('span', {}, at(one.firstSeen), ' – ', at(one.lastSeen, true)))),
      'No event said its build: send service.version or release.');
    part('e-stack').textContent = story.stack || 'It came without a stack trace.';
    part('e-trace').hidden = !story.traceId;
    part('e-trace').href = `${root.dataset.trace}?id=${encodeURIComponent(story.traceId)}`;
  }

  function actions(group) {
    const { state, assignee, nextBuild } = group;
    const act = (words, verdict) => el('button', { type: 'button', class: 'x-button', onclick: () => judge(group, { state, assignee, nextBuild, ...verdict }, words) }, words);
    return [
      state === 'RESOLVED' ? null : act('Resolve', { state: 'RESOLVED', nextBuild: false }),
      state === 'RESOLVED' ? null : act('Resolved with the next build', { state: 'RESOLVED', nextBuild: true }),
      state === 'IGNORED' ? null : act('Ignore', { state: 'IGNORED' }),
      state === 'OPEN' ? null : act('Open again', { state: 'OPEN' }),
      assignee === user ? act('Give it away', { assignee: '' }) : act('Take it', { assignee: user }),
      whose(group),
      el('a', { class: 'x-button e-link', href: explore() }, 'Explore its events'),
    ].filter(Boolean);
  }

  /** Anybody's who may see a station that one sees oneself, or nobody's. */
  function whose(group) {
    const choice = el('select', { onchange: () => judge(group, { state: group.state, nextBuild: group.nextBuild, assignee: choice.value }, choice.value ? `Give it to ${choice.value}` : 'Give it away') });
    const names = [...new Set([...people, ...(group.assignee ? [group.assignee] : [])])].sort();
    choice.replaceChildren(...['', ...names].map((one) => el('option', { value: one, selected: one === group.assignee }, one || 'nobody’s')));
    return el('label', { class: 'x-by' }, 'Whose ', choice);
  }

  /** Its events in Explore, of 7 days or of a time. */
  const explore = (time = { range: '7d' }) => {
    const page = new URLSearchParams({ view: 'all', ...time });
    where.forEach((filter) => page.append('f', scruffy.filters.written(filter)));
    return `${root.dataset.explore}?${page}`;
  };

  const dark = new scruffy.Dark({
    zone, api: root.dataset.home, avails: root.dataset.avails, station: root.dataset.station,
    zoom: (from, to) => location.assign(explore({ live: 'off', from: new Date(from).toISOString(), to: new Date(to).toISOString() })),
  });

  async function judge(group, verdict, words) {
    part('e-done').textContent = `${words} …`;
    const { state, assignee, nextBuild } = group;
    const back = el('button', { type: 'button', class: 'x-link', onclick: () => judge({ ...group, ...verdict }, { state, assignee, nextBuild }, 'Undo') }, 'Undo');
    try {
      one(await ask(`${api}/${group.id}`, verdict, 'PUT'));
      part('e-done').replaceChildren(`${words}: done. `, ...(words === 'Undo' ? [] : [back]));
    } catch (failure) {
      part('e-done').textContent = failure.message;
    }
  }

  function hours(hours) {
    const now = Math.floor(Date.now() / HOUR) * HOUR;
    const counted = new Map(hours.map((hour) => [Date.parse(hour.start), hour.events]));
    const most = Math.max(1, ...counted.values());
    const about = (start) => ({ from: start, to: start + HOUR, filters: where });
    const bars = Array.from({ length: 168 }, (_, i) => {
      const start = now - (167 - i) * HOUR;
      const bar = el('button', { type: 'button', tabindex: '-1', title: `${time.stamp(start, zone)}: ${count(counted.get(start) || 0)}`,
        onclick: (event) => dark.offer({ x: event.clientX, y: event.clientY }, about(start)) }, el('i'));
      bar.firstElementChild.style.height = `${((counted.get(start) || 0) / most) * 100}%`;
      return bar;
    });
    part('e-bars').replaceChildren(...bars);
    part('e-most').textContent = hours.length ? `at most ${count(most)} in an hour` : 'none';
    part('e-from').textContent = time.day(now - 167 * HOUR, zone);
    part('e-to').textContent = 'now';
    part('e-hours').replaceChildren(...[...hours].reverse().map((hour) => el('tr', {},
      el('th', { scope: 'row' }, dark.button(time.stamp(Date.parse(hour.start), zone), () => about(Date.parse(hour.start)))),
      el('td', { class: 'x-number' }, count(hour.events)))));
  }

  part('e-mine').addEventListener('change', (event) => go({ mine: event.target.checked ? '1' : null }));
  ['order', 'dataset', 'service'].forEach((name) => part(`e-${name}`).addEventListener('change', ({ target }) => go({ [name]: target.value || null })));
  part('e-search').addEventListener('submit', (event) => {
    event.preventDefault();
    go({ text: part('e-text').value.trim() || null });
  });
  part('e-each').addEventListener('change', ({ target }) => {
    chosen = new Set(target.checked ? shown.map(({ id }) => id) : []);
    part('e-rows').querySelectorAll('.e-pick input').forEach((box) => (box.checked = target.checked));
    showMany();
  });
  /** The services that errors came from; the one of the address is there whatever comes. */
  function offerServices() {
    const now = () => url().get('service') || '';
    const list = (names) => {
      part('e-service').replaceChildren(...[...new Set(['', ...(now() ? [now()] : []), ...names])].sort().map((one) => el('option', { value: one }, one || 'all')));
      part('e-service').value = now();
    };
    list([]);
    ask(api + '/services').then(list, () => {}); // without them the rest can be used
  }

  offerServices();
  scruffy.offerDatasets(part('e-dataset'), root.dataset.home, url().get('dataset') || '');
  part('e-again').addEventListener('click', () => (offerServices(), read()));
  part('e-retry').addEventListener('click', read);
  part('e-back').addEventListener('click', (event) => {
    event.preventDefault();
    go({ id: null });
  });
  window.addEventListener('popstate', read);
  read();
})();
