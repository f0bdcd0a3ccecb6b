/* What became of each avail of a day, and of one of them step by step: why was it dark? */
(() => {
  'use strict';
  const { el, time, ask, air } = window.scruffy;
  const page = document.getElementById('avails');
  if (!page) return;
  const part = (id) => document.getElementById(id);
  const { zone, api, query, home } = page.dataset;
  const engineer = page.dataset.engineer === 'true';
  const asked = new URLSearchParams(location.search);
  const OUTCOMES = window.scruffy.outcomes;
  const STEPS = { CUE: 'Cue', DECISION: 'Decision', CREATIVE: 'Creatives ready', FREEZE: 'Freeze', SPLICE: 'Splice', AS_RUN: 'As-run' };
  const STATES = { DONE: 'done', LATE: 'late', SHORT: 'cut short', FAILED: 'failed', MISSING: 'missing', SKIPPED: 'not reached', COMING: 'to come' };
  const FIRST = 40;
  const MARKS = { DONE: '✓', LATE: '!', SHORT: '!', FAILED: '✕', MISSING: '✕', SKIPPED: '–', COMING: '…' };

  let day = asked.get('day') || air.dayOf(Number(page.dataset.now), zone);
  let shown = [];
  let all = false;

  const clock = (text) => `${time.second(Date.parse(text), zone)} ${time.zone(Date.parse(text), zone)}`;
  const dated = (text) => `${time.day(Date.parse(text), zone)}, ${clock(text)}`;
  const link = (to, more) => `${home}${to}${query}&${new URLSearchParams(more)}`;
  const badge = (outcome) => el('span', { class: 'v-outcome', 'data-outcome': outcome }, OUTCOMES[outcome]);

  function fail(words) {
    part('v-failure').hidden = !words;
    part('v-failure-words').textContent = words;
  }

  async function load() {
    try {
      if (asked.get('id')) showOne(await ask(`${api}/${encodeURIComponent(asked.get('id'))}`));
      else await loadDay();
      fail('');
    } catch (failure) {
      fail(failure.message);
    }
  }

  async function loadDay() {
    part('v-day').hidden = false;
    part('v-date').value = day;
    const wanted = day;
    const between = { from: air.dayStart(day, zone), to: air.dayStart(air.dayAfter(day, 1), zone) };
    const found = await ask(`${api}?${new URLSearchParams({ from: new Date(between.from).toISOString(), to: new Date(between.to).toISOString() })}`);
    if (wanted !== day) return;
    shown = found.avails.reverse();
    show();
  }

  function show() {
    const outcome = part('v-outcome').value;
    const fit = shown.filter((avail) => !outcome || avail.outcome === outcome);
    const first = all ? fit : fit.slice(0, FIRST);
    part('v-more').hidden = first.length === fit.length;
    part('v-rows').replaceChildren(...first.map((avail) => el('tr', {},
      el('th', { scope: 'row', class: 'x-time' }, clock(avail.at)), el('td', {}, badge(avail.outcome)),
      el('td', {}, `${avail.aired} of ${avail.spots} ${avail.spots === 1 ? 'spot' : 'spots'}`),
      el('td', {}, avail.words),
      el('td', {}, el('a', { href: link('avails.xhtml', { id: avail.id, day }), 'aria-label': `Steps of the avail at ${clock(avail.at)}` }, 'Steps')))));
    part('v-table').hidden = !fit.length;
    part('v-empty').hidden = fit.length > 0;
    part('v-empty').textContent = shown.length ? 'No avail of the day fits the filter.' : 'No break of this day has come yet.';
    const count = (of) => shown.filter((avail) => avail.outcome === of).length;
    part('v-sum').textContent = [`${shown.length} avails`].concat(Object.keys(OUTCOMES).filter(count).map((of) => `${count(of)} ${OUTCOMES[of]}`)).join(' · ');
  }

  function showOne(avail) {
    part('v-one').hidden = false;
    part('v-back').href = link('avails.xhtml', { day: air.dayOf(Date.parse(avail.at), zone) });
    part('v-title').textContent = dated(avail.at);
    part('v-badge').replaceChildren(badge(avail.outcome));
    part('v-verdict').textContent = avail.words;
    part('v-facts').textContent = [avail.break ? `break ${avail.break}` : 'no planned break', avail.lengthMs ? `${avail.lengthMs / 1000} s long` : '',
      `${avail.aired} of ${avail.spots} ${avail.spots === 1 ? 'spot' : 'spots'} aired`].filter(Boolean).join(' · ');
    part('v-steps').replaceChildren(...avail.steps.map((step) => {
      const first = step.kind === avail.failed;
      const links = el('div', { class: 'v-links' });
      if (step.manifest) links.append(el('a', { href: link('seen.xhtml', { at: step.manifest }) }, 'What viewers saw then'));
      if (step.traceId && engineer) links.append(el('a', { href: link('trace.xhtml', { id: step.traceId }) }, 'Trace'));
      return el('li', { 'data-state': step.state }, el('span', { class: 'v-mark', 'aria-hidden': 'true' }, MARKS[step.state]),
        el('div', {}, el('strong', {}, STEPS[step.kind]), el('div', { class: 'x-meta' }, STATES[step.state])),
        el('div', {}, el('div', { class: first ? 'v-first' : '' }, step.words || 'As expected.'), step.at ? el('div', { class: 'x-meta' }, clock(step.at)) : null, links));
    }));
  }

  function go(to) {
    if (!/^\d{4}-\d\d-\d\d$/.test(to)) return;
    day = to;
    const address = new URL(location.href);
    address.searchParams.set('day', day);
    history.replaceState(null, '', address);
    load();
  }

  part('v-date').addEventListener('change', () => go(part('v-date').value));
  part('v-before').addEventListener('click', () => go(air.dayAfter(day, -1)));
  part('v-after').addEventListener('click', () => go(air.dayAfter(day, 1)));
  part('v-outcome').addEventListener('change', show);
  part('v-more').addEventListener('click', () => {
    all = true;
    show();
  });
  part('v-retry').addEventListener('click', load);
  load();
})();
