/* How well players play, spot by spot and rendition by rendition, as the guide's lines beside hls.js or video.js tell, and which avail was on. */
(() => {
  'use strict';
  const root = document.getElementById('players');
  if (!root) return;
  const scruffy = window.scruffy;
  const { el, length, count, time, ask } = scruffy;
  const { zone, api } = root.dataset;
  const part = (name) => document.getElementById('p-' + name);

  const SESSION = 'player.session';
  const SPOT = 'player.spot';
  const HEIGHT = 'player.height';
  const MOST = 200;
  const AT_ONCE = 25; // of them an address has room
  const LONGEST = 200;
  const LATEST = 30;
  const PLAYED = { column: SESSION, op: 'exists' };
  const named = (value) => ({ column: 'name', op: '=', value });
  const SHOWN = ['name', 'duration_ms', SPOT, HEIGHT, 'player.stream', 'exception.message'];

  const asking = new scruffy.Asking(part('question'), { zone, api, range: '24h', changed: read });
  let turn = 0;
  let spots = new Map();

  const MEASURES = [
    { words: 'Sessions', asked: { op: 'COUNT_DISTINCT', column: SESSION, name: 'sessions' }, say: (value) => count(value || 0) },
    { words: 'Half started within', asked: { op: 'P50', column: 'duration_ms', name: 'half', filters: [named('start')] }, say: length },
    { words: '95 % started within', asked: { op: 'P95', column: 'duration_ms', name: 'most', filters: [named('start')] }, say: length },
    { words: 'Stalls', asked: { op: 'COUNT', name: 'stalls', filters: [named('stall')] }, say: (value) => count(Math.round(value || 0)) },
    { words: 'Stalled for', asked: { op: 'SUM', column: 'duration_ms', name: 'stalled', filters: [named('stall')] }, say: (value) => length(value || 0) },
    { words: 'Errors', asked: { op: 'COUNT', name: 'errors', filters: [named('player error')] }, say: (value) => count(Math.round(value || 0)) },
  ];

  async function read() {
    const mine = ++turn;
    root.setAttribute('aria-busy', 'true');
    const question = { ...asking.question([PLAYED]), calculations: MEASURES.map((one) => one.asked) };
    try {
      const known = new Set((await ask(api + '/datasets/__all__/columns')).map((column) => column.name));
      const none = { rows: [], matched: 0 };
      const any = known.has(SESSION) && known.has('duration_ms');
      const by = (column) => (any && known.has(column) ? ask(api + '/query', { ...question, breakdowns: [column], orders: [{ name: 'stalled', order: 'descending' }], limit: MOST }) : none);
      const [all, bySpot, byHeight, troubles] = await Promise.all([
        any ? ask(api + '/query', question) : none, by(SPOT), by(HEIGHT),
        any ? scruffy.events(api, { ...question, filters: [...question.filters, { column: 'name', op: 'in', value: ['stall', 'player error'] }], calculations: undefined }, SHOWN.filter((column) => known.has(column)), LATEST) : [],
      ]);
      if (mine !== turn) return;
      await learn([...bySpot.rows.map((row) => row.group[SPOT]), ...troubles.map((one) => one.values[SPOT])]);
      if (mine !== turn) return;
      part('failure').hidden = true;
      part('empty').hidden = all.matched > 0;
      part('words').textContent = all.matched > 0 ? `${count(all.matched)} events of players, ${asking.words()}` : '';
      part('numbers').replaceChildren(...(all.matched > 0 ? MEASURES.map((one) => el('div', { class: 'o-number' }, el('dt', {}, one.words), el('dd', {}, one.say(all.rows[0].values[one.asked.name])))) : []));
      table('spots', 'Spot', bySpot.rows, SPOT, spotWords);
      table('renditions', 'Lines', byHeight.rows, HEIGHT, (value) => [value === null ? 'not told' : `${value}`, '']);
      showTroubles(troubles);
    } catch (failure) {
      if (mine !== turn) return;
      part('failure').hidden = false;
      part('failure-words').textContent = failure.message;
    } finally {
      if (mine === turn) root.setAttribute('aria-busy', 'false');
    }
  }

  const isFolder = (value) => typeof value === 'string' && value !== '' && value.length <= LONGEST && !value.includes('\0');

  /** Learns whose segments these are. What a player made up stays unknown. */
  async function learn(media) {
    const wanted = [...new Set(media.filter(isFolder))].slice(0, MOST);
    const found = await Promise.all(Array.from({ length: Math.ceil(wanted.length / AT_ONCE) }, (_, i) => spotsOf(wanted.slice(i * AT_ONCE, (i + 1) * AT_ONCE))));
    spots = new Map(found.flat().map((one) => [one.media, one]));
  }

  const spotsOf = (media) => ask(`${api}/players/spots?${new URLSearchParams(media.map((one) => ['media', one]))}`).catch(() => []);

  /** A title and what is known of it besides. */
  function spotWords(media) {
    if (!media) return ['the program', ''];
    const known = spots.get(media);
    return known ? [known.title, [known.adId, known.underwriter].filter(Boolean).join(', ')] : [media, 'no creative here'];
  }

  function table(name, head, rows, column, words) {
    part(name).replaceChildren(
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, head), ...MEASURES.map((one) => el('th', { scope: 'col', class: 'x-number' }, one.words)))),
      el('tbody', {}, ...(rows.length ? rows.map((row) => {
        const value = row.group[column] ?? null;
        const [title, more] = words(value);
        const href = asking.explore(root.dataset.explore, { by: 'name', f: [`${SESSION}|exists|`, value === null ? `${column}|does-not-exist|` : `${column}|=|${value}`] });
        return el('tr', {}, el('th', { scope: 'row' }, el('a', { href }, title), more ? el('small', { class: 'l-service' }, more) : null),
          ...MEASURES.map((one) => el('td', { class: `x-number ${one.asked.name === 'errors' && row.values.errors > 0 ? 'l-failed' : ''}` }, one.say(row.values[one.asked.name]))));
      }) : [el('tr', {}, el('td', { class: 'x-meta', colspan: String(MEASURES.length + 1) }, 'Nothing in this time.'))])));
  }

  function showTroubles(troubles) {
    part('troubles').replaceChildren(...(troubles.length ? troubles.map(({ at, values }) => {
      const when = time.stamp(at, zone, 'second');
      const [title, more] = spotWords(values[SPOT]);
      const stream = String(values['player.stream'] ?? '');
      return el('tr', {},
        el('th', { scope: 'row', class: 'r-time' }, el('time', { datetime: new Date(at).toISOString() }, when)),
        el('td', { class: values.name === 'stall' ? null : 'l-failed' }, values.name === 'stall' ? `stalled for ${length(values.duration_ms)}` : values['exception.message'] || 'an error'),
        el('td', {}, title, more ? el('small', { class: 'l-service' }, more) : null),
        el('td', { class: 'x-number' }, values[HEIGHT] ?? '–'), el('td', {}, stream ? stream.replace(/^\w+:\/\/[^/]+/, '') : '–'),
        el('td', {}, stream ? el('button', { type: 'button', class: 'x-button', 'aria-label': `Its avail: ${when}`, onclick: (event) => avail(event.currentTarget, stream, at) }, 'Its avail') : null));
    }) : [el('tr', {}, el('td', { class: 'x-meta', colspan: '6' }, 'None in this time.'))]));
  }

  /** Goes to the avail that was on last then. */
  async function avail(button, stream, at) {
    part('done').textContent = 'Looking for it …';
    try {
      const { breaks } = await ask(`${api}/players/on-air?${new URLSearchParams({ stream, at: new Date(at).toISOString() })}`);
      part('done').textContent = breaks.length ? '' : 'No avail was on then.';
      if (!breaks.length) { // the words above may be out of sight
        button.ariaLabel = button.ariaLabel.replace(button.textContent, 'None was on');
        button.textContent = 'None was on';
      }
      if (breaks.length) location.assign(scruffy.availSteps(root.dataset.avails, breaks[breaks.length - 1]));
    } catch (failure) {
      part('done').textContent = failure.message;
    }
  }

  part('again').addEventListener('click', read);
  part('retry').addEventListener('click', read);
  read();
})();
