/* What the platform does in the background: what runs, what comes next, and how it went before, which its events tell. */
(() => {
  'use strict';
  const root = document.getElementById('jobs');
  if (!root) return;
  const scruffy = window.scruffy;
  const { el, length, count, time, ask } = scruffy;
  const { zone, api } = root.dataset;
  const part = (name) => document.getElementById('jobs-' + name);

  const PACE = 5000;
  const RUNS = 50;
  const JOB = 'job.name';
  const OF_JOBS = { column: JOB, op: 'exists' };
  const RETRY_OF = 'job.retry_of';
  const ABOUT = ['creative', 'station', 'feed', 'fill.day', 'trigger', 'slo'];
  const FAILED = { column: 'error', op: '=', value: true };
  const SHOWN = [JOB, 'duration_ms', 'error', 'status_message', RETRY_OF, ...ABOUT];

  const asking = new scruffy.Asking(part('question'), { zone, api, range: '24h', changed: read });
  let turn = 0;
  let now = { running: [], routines: [], mayRun: false };
  let history = [];
  let shown = [];
  let retries = new Map(); // of what was repeated the last time, by its trace

  const at = (ms) => el('time', { datetime: new Date(ms).toISOString(), title: `${time.day(ms, zone)} ${time.second(ms, zone)} ${time.zone(ms, zone)}` },
    `${time.day(ms, zone) === time.day(Date.now(), zone) ? '' : time.shortDay(ms, zone) + ' '}${time.second(ms, zone)}`);
  const trace = (id, span) => `${root.dataset.trace}?id=${encodeURIComponent(id)}${span ? `&span=${encodeURIComponent(span)}` : ''}`;

  async function read() {
    const mine = ++turn;
    root.setAttribute('aria-busy', 'true');
    const ends = await Promise.allSettled([readNow(mine), readHistory(mine)]);
    if (mine !== turn) return;
    const failed = ends.find((end) => end.status === 'rejected');
    part('failure').hidden = !failed;
    if (failed) part('failure-words').textContent = failed.reason.message;
    root.setAttribute('aria-busy', 'false');
  }

  async function readNow(mine) {
    const background = await ask(api + '/jobs');
    if (mine === turn) show(background);
  }

  /** What the events tell, of which there may be none, and which may be nowhere to be asked. */
  async function readHistory(mine) {
    const question = asking.question([OF_JOBS]);
    const known = new Set((await ask(api + '/datasets/__all__/columns')).map((column) => column.name));
    const [any, failures] = [known.has(JOB), known.has('error')]; // before the first event of a kind there is nothing to ask
    const [found, runs] = await Promise.all([
      any ? ask(api + '/query', {
        ...question, breakdowns: [JOB], limit: 200,
        calculated_fields: [{ name: 'event.time', expression: 'EVENT_TIMESTAMP()' }],
        calculations: [{ op: 'COUNT' }, ...(failures ? [{ op: 'COUNT', name: 'failed', filters: [FAILED] }] : []),
          ...['P50', 'MAX'].map((op) => ({ op, column: 'duration_ms' })), { op: 'MAX', column: 'event.time', name: 'last' }],
      }) : { rows: [] },
      any && (failures || which() !== 'failed') ? scruffy.events(api, { ...question, filters: [...question.filters, ...chosen()] }, SHOWN.filter((column) => known.has(column)), RUNS) : [],
    ]);
    const failed = runs.filter((one) => one.values.error).map((one) => one.values['trace.trace_id']);
    const again = known.has(RETRY_OF) && failed.length
      ? await scruffy.events(api, { ...question, filters: [{ column: RETRY_OF, op: 'in', value: failed }] }, SHOWN.filter((column) => known.has(column)), 4 * RUNS) : [];
    if (mine !== turn) return;
    retries = new Map(again.reverse().map((one) => [one.values[RETRY_OF], one]));
    history = found.rows;
    part('words').textContent = `${asking.words()}, as this node’s events tell`;
    list();
    showRuns(runs);
  }

  /** Which runs are listed: of one job, and perhaps those that failed only. */
  function chosen() {
    const job = asking.get('job');
    return [...(job ? [{ column: JOB, op: '=', value: job }] : []), ...(which() === 'failed' ? [FAILED] : [])];
  }

  /** Of all jobs those that failed: some run every second. */
  const which = () => asking.get('which') || (asking.get('job') ? 'all' : 'failed');

  function show(background) {
    const before = now.mayRun;
    now = background;
    if (before !== now.mayRun) showRuns(shown);
    part('running-words').textContent = now.running.length ? count(now.running.length) : 'Nothing runs on this node.';
    replace(part('running'), now.running.map(running));
    list();
  }

  function list() {
    const byName = new Map(history.map((row) => [row.group[JOB], row.values]));
    const routines = new Map(now.routines.map((one) => [one.name, one]));
    const names = [...new Set([...routines.keys(), ...byName.keys()])].sort();
    replace(part('rows'), names.map((name) => line(name, routines.get(name), byName.get(name))));
  }

  /** Puts new content in the place of old: what has the focus keeps it, by its key. */
  function replace(frame, content) {
    const key = frame.contains(document.activeElement) && document.activeElement.dataset.focus;
    frame.replaceChildren(...content);
    const again = key && [...frame.querySelectorAll('[data-focus]')].find((one) => one.dataset.focus === key);
    if (again) again.focus({ preventScroll: true });
  }

  function running(job) {
    const since = Date.parse(job.since);
    return el('li', {},
      el('a', { href: trace(job.traceId), 'data-focus': job.traceId }, job.name),
      job.progress > 0 ? el('progress', { value: job.progress, max: 1, 'aria-label': `How much of ${job.name} is done` }) : null,
      el('span', { class: 'x-meta' }, job.progress > 0 ? `${Math.round(job.progress * 100)} %, ` : '', 'since ', at(since), `, ${length(Math.max(0, Date.now() - since))}`));
  }

  function line(name, routine, values) {
    const some = values || {};
    const failed = Math.round(some.failed || 0);
    const next = routine && Date.parse(routine.next);
    const runs = now.running.some((one) => one.name === name);
    return el('tr', { 'data-job': name },
      el('th', { scope: 'row' }, el('button', { type: 'button', class: 'x-value', 'data-focus': `job ${name}`, 'aria-pressed': String(asking.get('job') === name), onclick: () => asking.set({ job: asking.get('job') === name ? '' : name, which: '' }) }, name)),
      el('td', {}, runs ? 'runs now' : !routine ? '–' : next <= Date.now() ? 'now' : at(next), routine ? el('small', { class: 'x-meta' }, ` every\u00a0${length(routine.paceMs).replace(/ 0 (min|s)$/, '').replaceAll(' ', '\u00a0')}`) : null),
      el('td', { class: 'x-number' }, count(Math.round(some.COUNT || 0))),
      el('td', { class: `x-number ${failed ? 'l-failed' : ''}` }, failed ? el('button', { type: 'button', class: 'x-link', 'data-focus': `failed ${name}`, title: `The failed runs of ${name}`, onclick: () => asking.set({ job: name, which: 'failed' }) }, count(failed)) : '–'),
      el('td', { class: 'x-number' }, length(some['P50(duration_ms)'])), el('td', { class: 'x-number' }, length(some['MAX(duration_ms)'])),
      el('td', {}, last(routine, some)),
      el('td', {}, routine && now.mayRun ? el('button', { type: 'button', class: 'x-button', 'data-run': name, 'data-focus': `run ${name}`, 'aria-label': `Run now: ${name}`, onclick: () => run(name) }, 'Run now') : null));
  }

  /** What had nothing to do tells no event, and ran all the same. */
  function last(routine, some) {
    const when = Math.max(some.last ? some.last * 1000 : 0, routine && routine.last ? Date.parse(routine.last) : 0);
    return when ? at(when) : '–';
  }

  function showRuns(runs) {
    shown = runs;
    const failed = which() === 'failed';
    const job = asking.get('job');
    const choice = (words, pressed, what) => el('button', { type: 'button', 'data-focus': words, 'aria-pressed': String(pressed), onclick: () => asking.set(what) }, words);
    replace(part('which'), [choice('All', !failed, { which: 'all' }), choice('Failed', failed, { which: 'failed' })]);
    part('runs-title').textContent = job ? `Runs of ${job}` : 'Runs';
    part('explore').href = asking.explore(root.dataset.explore, { by: JOB, f: [job ? `${JOB}|=|${job}` : `${JOB}|exists|`, ...(failed ? ['error|=|true'] : [])] });
    part('none').hidden = runs.length > 0;
    part('none').textContent = failed ? 'No run failed in this time.' : 'No run in this time.';
    replace(part('runs'), runs.map((one) => {
      const { values } = one;
      const about = ABOUT.filter((column) => values[column] !== null && values[column] !== undefined).map((column) => values[column]).join(' ');
      return el('tr', {},
        el('th', { scope: 'row', class: 'r-time' }, values['trace.trace_id'] ? el('a', { href: trace(values['trace.trace_id'], values['trace.span_id']), 'data-focus': values['trace.span_id'] }, at(one.at)) : at(one.at)),
        el('td', {}, values[JOB], about ? el('small', { class: 'x-meta' }, ` ${about}`) : null),
        el('td', { class: 'x-number' }, length(values.duration_ms)),
        el('td', {}, el('span', { class: values.error ? 'l-failed' : null }, values.error ? `failed${values.status_message ? ': ' + values.status_message : ''}` : 'well'),
          values[RETRY_OF] ? el('small', { class: 'x-meta' }, ' repeats ', el('a', { href: trace(values[RETRY_OF]), 'data-focus': `of ${values['trace.span_id']}` }, 'one that failed')) : null,
          values.error ? repeated(values['trace.trace_id']) : null),
        el('td', {}, values.error && now.mayRun ? el('button', { type: 'button', class: 'x-button', 'data-focus': `retry ${values['trace.span_id']}`, 'aria-label': `Retry: ${values[JOB]} ${about}`, onclick: () => retry(values) }, 'Retry') : null));
    }));
  }

  function repeated(id) {
    const again = retries.get(id);
    return again ? el('small', { class: 'x-meta' }, ' ', el('a', { href: trace(again.values['trace.trace_id'], again.values['trace.span_id']), 'data-focus': `again ${id}` }, 'repeated'), ` ${again.values.error ? 'and failed again' : 'and went well'}, `, at(again.at)) : null;
  }

  async function retry(values) {
    part('retried').textContent = `${values[JOB]} …`;
    try {
      const asked = await ask(`${api}/jobs/runs/${encodeURIComponent(values['trace.trace_id'])}/retry`, undefined, 'POST');
      part('retried').replaceChildren(asked.words, ...(asked.page ? [' ', el('a', { href: asked.page }, 'See what comes of it')] : []));
      setTimeout(read, PACE / 2); // its event is kept a moment after its end
    } catch (failure) {
      part('retried').textContent = failure.message;
    }
  }

  async function run(name) {
    part('done').textContent = `${name} …`;
    try {
      await ask(`${api}/jobs/${encodeURIComponent(name)}/run`, undefined, 'POST');
      part('done').textContent = `${name} runs as soon as its thread is free.`;
      show(await ask(api + '/jobs'));
    } catch (failure) {
      part('done').textContent = failure.message;
    }
  }

  setInterval(() => {
    if (!document.hidden && root.getAttribute('aria-busy') === 'false') ask(api + '/jobs').then(show, () => {});
  }, PACE);
  part('again').addEventListener('click', read);
  part('retry').addEventListener('click', read);
  read();
})();
