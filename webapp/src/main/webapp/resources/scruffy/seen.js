/* What did viewers see at 20:14:32? The version of a playlist that was out then, explained, and what changed with it. */
(() => {
  'use strict';
  const { el, time, ask, air } = window.scruffy;
  const page = document.getElementById('seen');
  if (!page) return;
  const part = (id) => document.getElementById(id);
  const { zone, api, query, home } = page.dataset;
  const engineer = page.dataset.engineer === 'true';
  let shown = null;
  let twice = 0;

  const clock = (at) => `${time.second(at, zone)}.${String(at % 1000).padStart(3, '0')} ${time.zone(at, zone)}`;

  function fail(words) {
    part('s-failure').hidden = !words;
    part('s-failure').textContent = words;
  }

  async function load(at) {
    const rendition = part('s-rendition').value;
    try {
      shown = await ask(`${api}?${new URLSearchParams({ at: new Date(at).toISOString(), rendition })}`);
      fail('');
      show(at);
    } catch (failure) {
      fail(failure.message);
      part('s-body').hidden = true;
    }
    const address = new URL(location.href);
    address.searchParams.set('at', new Date(at).toISOString());
    address.searchParams.set('rendition', rendition);
    history.replaceState(null, '', address);
  }

  function fields(at) {
    part('s-day').value = air.dayOf(at, zone);
    part('s-time').value = time.second(at, zone);
  }

  function show(at) {
    const published = Date.parse(shown.at);
    part('s-body').hidden = false;
    fields(at);
    const names = shown.renditions.length ? shown.renditions : [shown.rendition];
    part('s-rendition').replaceChildren(...names.map((name) => el('option', { value: name, selected: name === shown.rendition }, name)));
    part('s-before').disabled = !shown.before;
    part('s-after').disabled = !shown.until;
    part('s-head').textContent = `${time.day(at, zone)}, ${time.second(at, zone)} ${time.zone(at, zone)}`;
    air.timeline(part('s-timeline'), shown.segments, zone, 'ends');
    air.rows(part('s-rows'), shown.segments, zone);
    part('s-links').replaceChildren(...(shown.traceId && engineer ? [el('a', { href: `${home}trace.xhtml${query}&${new URLSearchParams({ id: shown.traceId })}` }, 'The poll that published it, as a trace')] : []));
    part('s-facts').replaceChildren(...[
      ['Published', clock(published)],
      ['Until', shown.until ? clock(Date.parse(shown.until)) : 'it is the newest one that is kept'],
      ['ETag', shown.etag], ['Trace', shown.traceId || 'none'], ['Kept for', `${shown.keptHours} hours`],
      ['Not kept', `${shown.dropped} versions since the last start`],
    ].flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
    part('s-changes').replaceChildren(...(shown.changes.length
      ? shown.changes.map((change) => el(change.added ? 'ins' : 'del', {}, `${change.added ? '+' : '−'} ${change.text}`))
      : [el('p', { class: 'x-empty' }, shown.before ? 'Nothing.' : 'No version before it is kept.')]));
    const added = new Set(shown.changes.filter((change) => change.added).map((change) => change.line));
    part('s-text').replaceChildren(...shown.text.split('\n').map((line, at) => el('span', { class: added.has(at + 1) ? 'w-new' : null }, line || ' ')));
  }

  function submit(event) {
    event.preventDefault();
    const found = air.moments(part('s-day').value, part('s-time').value, zone);
    if (!found.length) {
      fail('The station’s clocks skip this time on that day.');
      return;
    }
    if (found.length > 1) twice++;
    part('s-say').textContent = found.length > 1
      ? `The station’s clocks showed this time twice on that day: this is the ${twice % 2 ? 'first' : 'second'}; press Show for the other one.`
      : 'A player shows pictures from about three segments before the end of the list it holds.';
    load(found.length > 1 && twice % 2 === 0 ? found[1] : found[0]);
  }

  const step = (to) => to && load(Date.parse(to));

  part('s-form').addEventListener('submit', submit);
  part('s-now').addEventListener('click', () => load(Date.now()));
  part('s-rendition').addEventListener('change', () => shown && load(Date.parse(shown.at)));
  part('s-before').addEventListener('click', () => shown && step(shown.before));
  part('s-after').addEventListener('click', () => shown && step(shown.until));
  document.addEventListener('keydown', (event) => {
    if (!shown || event.target.closest('input, select, textarea, pre, .w-diff') || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'ArrowLeft') step(shown.before);
    if (event.key === 'ArrowRight') step(shown.until);
  });

  const asked = new URLSearchParams(location.search);
  const at = Date.parse(asked.get('at') || '') || Number(page.dataset.now);
  if (/^[a-z0-9]{1,16}$/.test(asked.get('rendition') || '')) part('s-rendition').replaceChildren(el('option', {}, asked.get('rendition')));
  fields(at);
  load(at);
})();
