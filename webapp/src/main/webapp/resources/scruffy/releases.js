/* What a release changed, and where the minutes of a build go: each beside the one before. */
(() => {
  'use strict';
  const root = document.getElementById('releases');
  if (!root) return;
  const scruffy = window.scruffy;
  const { el, length, count, time, ask } = scruffy;
  const { zone, api } = root.dataset;
  const part = (name) => document.getElementById('r-' + name);

  const VERSION = 'service.version';
  const TRACE = 'trace.trace_id';
  const BUILDERS = ['maven', 'builds']; // the services of the guide's two recipes
  const MOST_BUILDS = 50;
  const MOST_STEPS = 1000; // rows, all that a query gives
  const STEPS = 25;
  const AT = { name: 'event.time', expression: 'EVENT_TIMESTAMP()' };
  const SERVER = { column: 'span.kind', op: '=', value: 'server' };
  const FAILED = { column: 'error', op: '=', value: true };
  const TOOK = { op: 'P95', column: 'duration_ms' };

  const asking = new scruffy.Asking(part('question'), { zone, api, range: '7d', changed: read });
  let turn = 0;

  const percent = (share) => `${Number((share * 100).toPrecision(share < 0.1 ? 2 : 3))} %`;
  const at = (ms) => el('time', { datetime: new Date(ms).toISOString(), title: `${time.day(ms, zone)} ${time.second(ms, zone)} ${time.zone(ms, zone)}` },
    `${time.day(ms, zone)}, ${time.minute(ms, zone)}`);
  const trace = (id) => `${root.dataset.trace}?id=${encodeURIComponent(id)}`;

  /** A number, what it was before, and whether that is worse. */
  const beside = (now, before, say, worse) => el('td', { class: `x-number ${before !== null && worse(now, before) ? 'l-failed' : ''}` }, say(now),
    before === null ? null : el('small', { class: 'x-meta' }, ` was ${say(before)}`));

  const has = (known, ...columns) => columns.every((column) => known.has(column));
  const failures = (known) => (known.has('error') ? [{ op: 'COUNT', name: 'failed', filters: [FAILED] }] : []); // before the first there is nothing to ask

  async function read() {
    const mine = ++turn;
    root.setAttribute('aria-busy', 'true');
    try {
      const known = new Set((await ask(api + '/datasets/__all__/columns')).map((column) => column.name));
      const [versions, news, back, marks, builds] = await Promise.all([
        has(known, VERSION, 'span.kind', 'service.name', 'meta.dataset', 'duration_ms') ? ask(api + '/query', ofVersions(known)) : { rows: [], matched: 0 },
        ask(api + '/errors/builds'),
        ask(api + '/errors/regressions'),
        scruffy.marks.of(api, asking.dataset).catch(() => []),
        has(known, TRACE, 'trace.parent_id', 'service.name', 'name', 'duration_ms') ? ask(api + '/query', ofBuilds(known)) : { rows: [] },
      ]);
      if (mine !== turn) return;
      part('failure').hidden = true;
      showReleases(versions, news, back);
      showMarkers(marks);
      await showBuilds(builds.rows, known, mine);
    } catch (failure) {
      if (mine !== turn) return;
      part('failure').hidden = false;
      part('failure-words').textContent = failure.message;
    } finally {
      if (mine === turn) root.setAttribute('aria-busy', 'false');
    }
  }

  // ---- releases ---------------------------------------------------------------------------------------------------

  function ofVersions(known) {
    return {
      ...asking.question([SERVER, { column: VERSION, op: 'exists' }]),
      calculated_fields: [AT], breakdowns: ['service.name', 'meta.dataset', VERSION], limit: 200,
      calculations: [{ op: 'COUNT', name: 'all' }, ...failures(known), TOOK,
        { op: 'MIN', column: AT.name, name: 'first' }, { op: 'MAX', column: AT.name, name: 'last' },
        ...(known.has('plan.exceeded') ? [{ op: 'COUNT', name: 'over', filters: [{ column: 'plan.exceeded', op: '=', value: true }] }] : [])],
    };
  }

  function showReleases({ rows, matched }, news, back) {
    const releases = rows.map((row) => ({ service: row.group['service.name'] || '', dataset: row.group['meta.dataset'] || '', version: row.group[VERSION], ...row.values }))
      .sort((a, b) => b.first - a.first);
    part('releases').hidden = releases.length === 0;
    part('none').hidden = releases.length > 0;
    part('words').textContent = releases.length ? `${count(matched)} requests, ${asking.words()}` : '';
    part('rows').replaceChildren(...releases.map((one, i) => release(one, releases.slice(i + 1).find((other) => other.service === one.service && other.dataset === one.dataset), news, back)));
  }

  function release(one, before, news, back) {
    const was = (work) => (before && before.all ? work(before) : null);
    const rate = (of) => (of.failed || 0) / of.all;
    const took = (of) => of['P95(duration_ms)'];
    const explore = asking.explore(root.dataset.explore, { view: 'web', f: [`service.name|=|${one.service}`, `${VERSION}|=|${one.version}`] });
    return el('tr', { 'data-release': one.version },
      el('th', { scope: 'row' }, el('a', { href: explore }, one.version), el('small', { class: 'l-service' }, one.service)),
      el('td', {}, at(one.first * 1000)),
      el('td', { class: 'x-number' }, count(Math.round(one.all))),
      beside(rate(one), was(rate), percent, (a, b) => a > b * 1.5 && a > b + 0.001),
      beside(took(one), was(took), length, (a, b) => a > b * 1.2),
      el('td', { class: `x-number ${one.over ? 'l-failed' : ''}` }, one.over === undefined ? '–' : count(Math.round(one.over))),
      el('td', { 'data-errors': 'new' }, errors(news, one)), el('td', { 'data-errors': 'back' }, errors(back, one)));
  }

  /** Those of a release. */
  function errors(all, { version, dataset }) {
    const mine = all.filter((group) => group.build === version && group.dataset === dataset);
    if (mine.length === 0) return 'none';
    return el('ul', { class: 'r-errors' }, ...mine.slice(0, 5).map((group) =>
      el('li', {}, el('a', { href: `${root.dataset.errors}?id=${group.id}` }, group.type || group.message.replaceAll('<*>', '…') || 'An error without a name'))),
    mine.length > 5 ? el('li', { class: 'x-meta' }, `and ${count(mine.length - 5)} more`) : null);
  }

  function showMarkers(marks) {
    const [from, to] = asking.window();
    const here = scruffy.marks.within(marks, from, to).reverse(); // the latest first
    part('markers').replaceChildren(...(here.length ? here.map((one) =>
      el('li', {}, one.url ? el('a', { href: one.url }, one.said) : one.said, el('small', {}, `${one.type} `, at(one.at)))) : [el('li', { class: 'x-meta' }, el('span', {}, 'None in this time. A deploy ', el('a', { href: root.dataset.guide + '#deploy.sh' }, 'marks itself'), '.'))]));
  }

  // ---- builds -----------------------------------------------------------------------------------------------------

  function ofBuilds(known) {
    return {
      ...asking.question([{ column: 'service.name', op: 'in', value: BUILDERS }, { column: 'trace.parent_id', op: 'does-not-exist' }, { column: TRACE, op: 'exists' }]),
      calculated_fields: [AT], breakdowns: [TRACE, 'name', ...(known.has('build.branch') ? ['build.branch'] : [])],
      calculations: [{ op: 'MAX', column: AT.name, name: 'at' }, { op: 'MAX', column: 'duration_ms', name: 'took' }, ...failures(known)],
      orders: [{ name: 'at', order: 'descending' }], limit: MOST_BUILDS,
    };
  }

  /** What is built: of Maven's "Build: group:artifact:version" the group and the artifact. */
  const project = (name) => name.replace(/^Build: /, '').replace(/^([^:\s]+:[^:\s]+):[^:\s]+$/, '$1');

  async function showBuilds(rows, known, mine) {
    const builds = rows.map((row) => ({ id: row.group[TRACE], project: project(row.group.name || 'A build'), branch: row.group['build.branch'] || '', ...row.values }));
    builds.forEach((one, i) => (one.before = builds.slice(i + 1).find((other) => other.project === one.project && other.branch === one.branch) || null));
    part('builds').hidden = builds.length === 0;
    part('builds-none').hidden = builds.length > 0;
    part('builds-words').textContent = builds.length ? `${count(builds.length)}, the latest first` : '';
    const chosen = builds.find((one) => one.id === asking.get('build'));
    const pair = chosen ? [chosen, chosen.before].filter(Boolean) : [];
    const [all, ofPair] = await Promise.all([builds, pair].map((some) => steps(some, known)));
    if (mine !== turn) return;
    part('build-rows').replaceChildren(...builds.map((one) => build(one, all.of(one), all.cut)));
    part('steps').hidden = !chosen;
    if (chosen) showSteps(chosen, ofPair.of(chosen), ofPair.of(chosen.before), ofPair.cut);
  }

  /** The steps of builds, the longest first, and whether there are more than were told. */
  async function steps(builds, known) {
    const { rows } = builds.length ? await ask(api + '/query', ofSteps(builds, known)) : { rows: [] };
    const byBuild = new Map(builds.map((one) => [one.id, []]));
    rows.forEach((row) => byBuild.get(row.group[TRACE])?.push({ name: project(row.group.name || ''), took: row.values.took, failed: row.values.failed > 0 }));
    return { of: (one) => (one && byBuild.get(one.id)) || [], cut: rows.length >= MOST_STEPS };
  }

  const ofSteps = (builds, known) => ({
    ...asking.question([{ column: TRACE, op: 'in', value: builds.map((one) => one.id) }, { column: 'trace.parent_id', op: 'exists' }]),
    breakdowns: [TRACE, 'name'], limit: MOST_STEPS, orders: [{ name: 'took', order: 'descending' }],
    calculations: [{ op: 'SUM', column: 'duration_ms', name: 'took' }, ...failures(known)],
  });

  function build(one, steps, cut) {
    const failed = one.failed > 0;
    const broken = steps.find((step) => step.failed);
    return el('tr', { 'data-build': one.id },
      el('th', { scope: 'row' }, el('a', { href: trace(one.id) }, one.project), one.branch ? el('small', { class: 'l-service' }, one.branch) : null),
      el('td', {}, at(one.at * 1000)),
      el('td', { class: failed ? 'l-failed' : null }, failed ? `failed${broken ? `: ${broken.name}` : ''}` : 'passed'),
      el('td', { class: 'x-number' }, length(one.took)),
      el('td', { class: 'x-number' }, one.before ? change(one.took, one.before.took) : 'none'),
      el('td', {}, el('button', {
        type: 'button', class: 'x-value', 'aria-pressed': String(asking.get('build') === one.id), title: `Steps of ${one.project}`,
        onclick: () => asking.set({ build: asking.get('build') === one.id ? '' : one.id }),
      }, steps.length ? `${steps[0].name}, ${length(steps[0].took)}` : cut ? 'not told' : 'no steps')));
  }

  const change = (now, before) => `${now >= before ? '+' : '−'}${length(Math.abs(now - before))}`;

  function showSteps(one, steps, earlier, cut) {
    const before = new Map(earlier.map((step) => [step.name, step.took]));
    part('steps-title').textContent = `Steps of ${one.project}`;
    part('steps-words').replaceChildren(at(one.at * 1000), one.before ? el('span', {}, ', beside the build of ', at(one.before.at * 1000)) : ', the first of its kind in this time');
    part('step-rows').replaceChildren(...steps.slice(0, STEPS).map((step) => {
      const was = before.get(step.name);
      return el('tr', {},
        el('th', { scope: 'row' }, step.name, step.failed ? el('span', { class: 'l-failed' }, ' failed') : null),
        el('td', { class: 'x-number' }, length(step.took)),
        el('td', { class: 'x-number' }, was === undefined ? '–' : length(was)),
        el('td', { class: `x-number ${was !== undefined && step.took > was * 1.2 ? 'l-failed' : ''}` }, was === undefined ? (!one.before ? '–' : cut ? 'not told' : 'new') : change(step.took, was)));
    }));
  }

  part('again').addEventListener('click', read);
  part('retry').addEventListener('click', read);
  read();
})();
