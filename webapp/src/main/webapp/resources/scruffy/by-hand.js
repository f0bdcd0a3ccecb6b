/* On air: the window as a picture, what is wrong, and what people do by hand. */
(() => {
  'use strict';
  const { el, time, air } = window.scruffy;
  const page = document.getElementById('on-air');
  if (!page) return;
  const part = (id) => document.getElementById(id);
  const { zone, actions } = page.dataset;
  const traffic = page.dataset.traffic === 'true';
  const admin = page.dataset.admin === 'true';
  let news = null;
  let drawn = '';
  let kind = '';

  const clock = (text) => `${time.second(Date.parse(text), zone)} ${time.zone(Date.parse(text), zone)}`;
  const next = () => {
    const planned = news && news.nextBreak;
    return planned && Date.parse(planned.start) > Date.parse(news.at) ? planned : null;
  };

  const spots = (planned) => (planned.spots.length === 1 ? 'one spot' : `${planned.spots.length} spots`);

  const DEEDS = {
    FIRE: { title: 'Fire the next break now?', button: 'Fire it now', said: 'It starts with the next segment.',
      words: () => `The break planned for ${clock(next().start)} starts within a few seconds, with ${spots(next())}. It does not air again at its time. Until its first segment is out you can take this back.` },
    CANCEL: { title: 'Cancel the next break?', button: 'Cancel it', said: 'The break will not air.',
      words: () => `The break planned for ${clock(next().start)} does not air: viewers see the network’s own. What it would have aired is owed: ${spots(next())}. Until then you can take this back.` },
    RETURN: { title: 'End this break now?', button: 'End it now', said: 'The network comes back with the next segment.',
      words: () => 'Viewers go back to the network with the next segment, as after an early return. What they have been shown stays, the rest is owed. This cannot be taken back.' },
    SLATE: { title: 'Put the slate up?', button: 'Put it up', said: 'The slate goes up with the next segment.',
      words: () => 'The slate covers the network from the next segment on, for two minutes or until you end it.' },
    BYPASS: { title: 'Bypass this feed?', button: 'Bypass it', said: 'The network feed goes out untouched.',
      words: () => 'The network feed goes out untouched from the next segment on, a break that is on ends, and no spot airs until you take this back. It holds when Scruffy is started again.' },
  };
  const DONE = { FIRE: 'fired break', CANCEL: 'cancelled break', RETURN: 'ended break', SLATE: 'put the slate up', BYPASS: 'bypassed the feed' };

  /** Why something cannot be done now, empty where it can. */
  function whyNot(wanted) {
    const { breakOn, noSlate } = news.hands;
    const bypassed = news.hands.actions.some((one) => one.kind === 'BYPASS' && !one.undoneAt);
    const on = breakOn !== null && breakOn !== undefined;
    if (wanted === 'RETURN') return on ? '' : 'No break is on.';
    if (wanted === 'CANCEL') return next() ? '' : 'No break is planned.';
    if (wanted === 'BYPASS') return bypassed ? 'The feed is bypassed.' : '';
    if (bypassed) return 'The feed is bypassed.';
    if (on) return 'A break is on.';
    if (wanted === 'SLATE') return noSlate;
    return !next() ? 'No break is planned.' : next().spots.length ? '' : 'No spot is in the next break.';
  }

  function show() {
    const now = JSON.stringify([news.window, news.alarms, news.hands, news.nextBreak]);
    if (now === drawn) return;
    drawn = now;
    if (news.window) {
      air.timeline(part('window-timeline'), news.window.segments, zone, 'live edge');
      air.rows(part('window-rows'), news.window.segments, zone);
    }
    part('alarms').replaceChildren(...news.alarms.map((alarm) => el('li', {},
      el('strong', {}, alarm.words), el('span', { class: 'o-quiet' }, `since ${clock(alarm.since)}`), el('span', {}, alarm.doing))));
    part('alarms-none').hidden = news.alarms.length > 0;
    showHands();
  }

  function showHands() {
    const done = news.hands.actions.slice().reverse();
    part('hands-bypass').hidden = !done.some((one) => one.kind === 'BYPASS' && !one.undoneAt);
    part('hands-none').hidden = done.length > 0;
    part('hands-done').replaceChildren(...done.slice(0, 6).map((one) => {
      const may = !one.undoneAt && one.kind !== 'RETURN' && (one.kind === 'BYPASS' ? admin : traffic && waits(one));
      return el('li', {}, el('span', {}, `${one.actor} ${DONE[one.kind]}${one.break && one.kind !== 'SLATE' ? ` ${one.break}` : ''}`,
        el('span', { class: 'o-quiet' }, ` ${clock(one.at)}${one.undoneAt ? `, taken back ${clock(one.undoneAt)}` : ''}`)),
      may ? el('button', { type: 'button', class: 'x-button', onclick: () => undo(one) }, 'Take back') : null);
    }));
    if (!traffic) return;
    const reasons = new Map();
    document.querySelectorAll('[data-kind]').forEach((button) => {
      const why = whyNot(button.dataset.kind);
      button.disabled = why !== '';
      if (why) reasons.set(why, [...(reasons.get(why) || []), button.textContent.replace(' …', '')]);
    });
    part('hands-why').textContent = [...reasons].map(([why, names]) => `${names.join(', ')}: ${why}`).join(' ');
  }

  /** What was fired or cancelled can be taken back until it is decided; the server has the last word. */
  function waits(one) {
    if (one.kind === 'CANCEL') return next() !== null;
    return Date.parse(news.at) - Date.parse(one.at) < 15000 && news.hands.breakOn !== one.break;
  }

  function open(button) {
    kind = button.dataset.kind;
    const deed = DEEDS[kind];
    part('hand-title').textContent = deed.title;
    part('hand-words').textContent = deed.words();
    part('hand-do').textContent = deed.button;
    part('hand-reason').value = '';
    part('hand-failure').hidden = true;
    part('hand-dialog').showModal();
  }

  async function send(method, url, body) {
    const response = await fetch(url, {
      method, credentials: 'same-origin',
      headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest', ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    if (response.ok) return;
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail || `The server answered ${response.status}.`);
  }

  async function act(event) {
    event.preventDefault();
    part('hand-do').disabled = true;
    try {
      const planned = next();
      await send('POST', actions, { kind, reason: part('hand-reason').value, ...(planned && (kind === 'FIRE' || kind === 'CANCEL') ? { break: planned.id } : {}) });
      part('hand-dialog').close();
      part('hands-said').textContent = DEEDS[kind].said;
      document.dispatchEvent(new CustomEvent('on-air-ask'));
    } catch (failure) {
      part('hand-failure').hidden = false;
      part('hand-failure').textContent = failure.message;
    }
    part('hand-do').disabled = false;
  }

  async function undo(one) {
    try {
      await send('DELETE', `${actions}/${one.id}`);
      part('hands-said').textContent = 'It is taken back.';
    } catch (failure) {
      part('hands-said').textContent = failure.message;
    }
    document.dispatchEvent(new CustomEvent('on-air-ask'));
  }

  document.addEventListener('on-air-news', (event) => {
    news = event.detail;
    show();
  });
  document.querySelectorAll('[data-kind]').forEach((button) => button.addEventListener('click', () => open(button)));
  part('hand-form').addEventListener('submit', act);
  part('hand-close').addEventListener('click', () => part('hand-dialog').close());
})();
