/* The page As-run: what was planned on a day beside what aired, logs read in, spots made good, affidavits. */
(() => {
  'use strict';
  const { el, time, ask } = window.scruffy;
  const page = document.getElementById('as-run');
  if (!page) return;
  const part = (id) => document.getElementById(id);
  const { zone, api, feed } = page.dataset;
  const traffic = page.dataset.traffic === 'true';
  const q = encodeURIComponent;
  const WORDS = { AIRED: 'aired', LATE: 'late', EARLY: 'early', SHORT: 'short', MISSED: 'missed', PREEMPTED: 'pre-empted', '': 'not reconciled' };

  let day = new URLSearchParams(location.search).get('day') || isoDay(Number(page.dataset.now));
  /** How many spots are listed without folding them by the hour. */
  const AT_A_GLANCE = 40;
  /** Which hours somebody opened or closed. */
  const unfolded = new Map();

  let shown = null;
  let preview = null;

  /** 2026-11-24, of the feed's own clock. */
  function isoDay(at) {
    return new Date(at + time.offset(at, zone)).toISOString().slice(0, 10);
  }

  const moved = (by) => new Date(Date.parse(`${day}T00:00:00Z`) + by * 86400000).toISOString().slice(0, 10);
  const clock = (text) => `${time.second(Date.parse(text), zone)} ${time.zone(Date.parse(text), zone)}`;
  const dated = (text) => `${time.day(Date.parse(text), zone)}, ${clock(text)}`;
  const length = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor((ms % 60000) / 1000)).padStart(2, '0')}${ms % 1000 ? `.${String(ms % 1000).padStart(3, '0')}` : ''}`;

  /** POST, PUT and DELETE as scruffy.ask does POST, also for answers without a body. */
  async function send(method, url, body) {
    const response = await fetch(url, {
      method,
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest', ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    const found = response.status === 204 ? {} : await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(found.detail || `The server answered ${response.status}.`);
    return found;
  }

  function fail(id, words) {
    part(id).hidden = !words;
    (part(`${id}-words`) || part(id)).textContent = words;
  }

  /** What was done last, with its Undo where there is one to take back. */
  function done(words, undoable) {
    fail('a-failure', '');
    part('a-done').hidden = false;
    part('a-done-words').textContent = words;
    part('a-undo').hidden = !undoable;
  }

  async function undo() {
    part('a-undo').disabled = true;
    try {
      await send('POST', `${api}/undo`, {});
      done('It is taken back.', false);
      await load();
    } catch (failure) {
      fail('a-failure', failure.message);
    }
    part('a-undo').disabled = false;
  }

  // ---- the day ----------------------------------------------------------------------------------------------------

  async function load() {
    const wanted = day;
    part('a-day').value = day;
    try {
      const found = await ask(`${api}/reconciliation?feed=${q(feed)}&day=${day}`);
      if (wanted !== day) return;
      shown = found;
      fail('a-failure', '');
      show();
    } catch (failure) {
      fail('a-failure', failure.message);
    }
  }

  function go(to) {
    if (!/^\d{4}-\d\d-\d\d$/.test(to)) return;
    day = to;
    unfolded.clear();
    const address = new URL(location.href);
    address.searchParams.set('day', day);
    history.replaceState(null, '', address);
    load();
  }

  function wanted(spot) {
    const outcome = part('a-outcome').value;
    const text = part('a-find').value.trim().toLowerCase();
    const fits = !outcome || (outcome === '?' ? !spot.outcome : spot.outcome === outcome);
    return fits && (!text || `${spot.adId} ${spot.title} ${spot.underwriter} ${spot.orderName}`.toLowerCase().includes(text));
  }

  function show() {
    const spots = shown.spots.filter(wanted);
    const whole = spots.length === shown.spots.length && spots.length > AT_A_GLANCE;
    part('a-rows').replaceChildren(...(whole ? byHour(spots) : spots.map(row)));
    part('a-table').hidden = spots.length === 0;
    part('a-empty').hidden = spots.length > 0;
    part('a-empty').textContent = shown.spots.length === 0
      ? 'No spot is planned on this feed on that day.'
      : 'No spot of the day fits the filter.';
    const counts = {};
    shown.spots.forEach((spot) => (counts[spot.outcome] = (counts[spot.outcome] || 0) + 1));
    part('a-sum').textContent = [`${shown.spots.length} spots`]
      .concat(Object.keys(WORDS).filter((key) => counts[key]).map((key) => `${counts[key]} ${WORDS[key]}`))
      .join(' · ');
    part('a-more-rows').replaceChildren(...shown.unscheduled.map((seen) =>
      el('tr', {}, cell('Actual', clock(seen.at)), cell('Ad-ID', seen.adId), cell('Title', seen.title),
        el('td', { class: 'x-number', 'data-label': 'Length' }, length(seen.lengthMs)),
        cell('From', seen.source === 'SCRUFFY' ? 'our own log ' : 'the automation',
          seen.proof ? el('button', { type: 'button', class: 'x-button', 'aria-label': `Proof: ${seen.title}`, onclick: () => showProof(seen) }, 'Proof') : null))));
    part('a-more').hidden = shown.unscheduled.length === 0;
    part('a-more-empty').hidden = shown.unscheduled.length > 0;
    showPapers();
  }

  const counted = (spots, outcomes) => spots.filter((spot) => outcomes.includes(spot.outcome)).length;

  /** A whole day hour by hour; those with something to do, and the hour that is now, are open. */
  function byHour(spots) {
    const hours = new Map();
    spots.forEach((spot) => {
      const at = Date.parse(spot.plannedAt);
      const hour = at - ((at + time.offset(at, zone)) % 3600000);
      hours.set(hour, [...(hours.get(hour) || []), spot]);
    });
    return [...hours].flatMap(([hour, listed]) => {
      const bad = counted(listed, ['MISSED', 'PREEMPTED', 'SHORT', 'LATE', 'EARLY']);
      const now = Math.floor((Date.now() - hour) / 3600000) === 0;
      const rows = listed.map(row);
      const button = el('button', { type: 'button', class: 'a-fold' },
        `${time.minute(hour, zone)} ${time.zone(hour, zone)}`);
      const fold = (isOpen) => {
        button.setAttribute('aria-expanded', isOpen);
        rows.forEach((each) => { each.hidden = !isOpen; });
      };
      button.addEventListener('click', () => {
        unfolded.set(hour, button.getAttribute('aria-expanded') !== 'true');
        fold(unfolded.get(hour));
      });
      fold(unfolded.has(hour) ? unfolded.get(hour) : bad > 0 || now);
      const words = [`${listed.length} spot${listed.length === 1 ? '' : 's'}`]
        .concat(Object.keys(WORDS).filter((key) => counted(listed, [key])).map((key) => `${counted(listed, [key])} ${WORDS[key]}`));
      return [el('tr', { class: 'a-hour' }, el('th', { scope: 'rowgroup', colspan: '7' }, button,
        el('span', { class: bad ? 'a-hour-words a-bad' : 'a-hour-words' }, words.join(' · ')))), ...rows];
    });
  }

  const cell = (label, ...words) => el('td', { 'data-label': label }, ...words);

  function row(spot) {
    const acts = el('div', { class: 'a-acts' });
    if (traffic && (spot.status === 'MISSED' || spot.status === 'PREEMPTED') && spot.order) {
      acts.append(el('button', { type: 'button', class: 'x-button', 'aria-label': `Make good: ${spot.title}`, onclick: () => offers(spot) }, 'Make good …'));
    }
    if (traffic && spot.outcome && !spot.makeGood) {
      acts.append(el('button', { type: 'button', class: 'x-button', 'aria-label': `Correct the outcome: ${spot.title}`, onclick: () => correct(spot) }, 'Correct …'));
    }
    if (spot.source === 'SCRUFFY' && spot.airedAt) {
      acts.append(el('button', { type: 'button', class: 'x-button', 'aria-label': `Proof: ${spot.title}`, onclick: () => prove(spot) }, 'Proof'));
    }
    if (spot.break && Date.parse(spot.plannedAt) < Date.now()) {
      acts.append(el('a', { class: 'x-button a-link', href: link('avails.xhtml', { id: `break-${spot.break}` }), 'aria-label': `What became of the break of ${spot.title}` },
        spot.outcome === 'MISSED' ? 'Why?' : 'Break'));
    }
    return el('tr', {},
      cell('Scheduled', clock(spot.plannedAt)),
      cell('Actual', spot.airedAt ? clock(spot.airedAt) : '–'),
      el('th', { scope: 'row' }, spot.title, el('span', { class: 'a-quiet' }, spot.adId)),
      cell('Order', spot.orderName || '–', el('span', { class: 'a-quiet' }, spot.underwriter)),
      el('td', { class: 'x-number', 'data-label': 'Length' }, length(spot.airedAt ? spot.airedMs : spot.plannedMs),
        spot.outcome === 'SHORT' ? el('span', { class: 'a-quiet' }, `of ${length(spot.plannedMs)}`) : null),
      cell('Outcome', el('span', { class: 'a-outcome', 'data-outcome': spot.outcome }, WORDS[spot.outcome]),
        spot.makeGood ? el('span', { class: 'a-quiet' }, 'made good') : null,
        spot.corrected ? el('span', { class: 'a-quiet' }, `corrected: ${spot.note}`) : null),
      el('td', {}, acts));
  }

  function showPapers() {
    const first = `${day.slice(0, 7)}-01`;
    const last = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10);
    part('a-papers').replaceChildren(...shown.orders.map((order) => {
      const address = (kind) => `${api}/orders/${q(order.id)}/affidavit.${kind}?from=${first}&to=${last}`;
      return el('li', {}, el('span', {}, order.name, el('span', { class: 'a-quiet' }, order.underwriter)),
        el('span', {}, el('a', { href: address('pdf') }, 'PDF'), ' · ', el('a', { href: address('csv') }, 'CSV')));
    }));
    part('a-papers-empty').hidden = shown.orders.length > 0;
  }

  async function reconcile() {
    part('a-reconcile').disabled = true;
    try {
      await send('POST', `${api}/reconciliation?feed=${q(feed)}&day=${day}`);
      await load();
    } catch (failure) {
      fail('a-failure', failure.message);
    }
    part('a-reconcile').disabled = false;
  }

  // ---- proof ------------------------------------------------------------------------------------------------------

  const link = (to, more) => `${page.dataset.home}${to}${page.dataset.query}&${new URLSearchParams(more)}`;
  const precise = (text) => `${time.second(Date.parse(text), zone)}.${String(Date.parse(text) % 1000).padStart(3, '0')} ${time.zone(Date.parse(text), zone)}`;

  async function prove(spot) {
    part('a-proof-title').textContent = spot.title;
    part('a-proof-facts').replaceChildren();
    part('a-proof-links').replaceChildren();
    part('a-proof-words').textContent = 'Reading …';
    part('a-proof').showModal();
    try {
      const found = await ask(`${api}/as-run?feed=${q(feed)}&day=${day}&adId=${q(spot.adId)}`);
      const seen = found.rows.find((one) => one.placement === spot.placement && one.source === 'SCRUFFY');
      if (seen && seen.proof) showProof(seen);
      else part('a-proof-words').textContent = 'This airing was logged before proofs were kept, or by the station’s automation.';
    } catch (failure) {
      part('a-proof-words').textContent = failure.message;
    }
  }

  function showProof(seen) {
    const { proof } = seen;
    part('a-proof-title').textContent = seen.title;
    if (!part('a-proof').open) part('a-proof').showModal();
    part('a-proof-words').textContent = `${seen.adId}, ${seen.placement ? `placement ${seen.placement}` : 'no placement'}, ${proof.fill.toLowerCase()}${seen.reason ? `, ${seen.reason.replace('_', ' ').toLowerCase()}` : ''}.`;
    part('a-proof-facts').replaceChildren(...[
      ['Planned', `${precise(proof.plannedStart)} to ${precise(proof.plannedEnd)}, ${proof.plannedTicks} ticks of 90 kHz`],
      ['Aired', `${precise(seen.at)} to ${precise(proof.actualEnd)}, ${proof.lengthTicks} ticks from ${proof.startTicks}`],
      ['Segments', `media sequence ${proof.firstSequence} to ${proof.lastSequence}, discontinuity ${proof.discontinuity}`],
      ['Renditions', proof.renditions.join(', ')],
      ['Splice', `${proof.spliceErrorMs} ms from where it was signalled`],
      ['Avail', proof.availKey], ['Cue', proof.cue || 'none: the schedule’s clock'],
      ['Creative', `${proof.media || 'its folder is gone'}`], ['SHA-256', proof.contentHash || 'not known'],
      ['Loudness', proof.loudnessLufs === undefined || proof.loudnessLufs === null ? 'not measured' : `${proof.loudnessLufs} LUFS`],
      ['First body', proof.etag || 'not known'], ['Trace', proof.traceId || 'not known'],
    ].flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
    part('a-proof-links').replaceChildren(el('a', { href: link('seen.xhtml', { at: new Date(Date.parse(proof.actualEnd)).toISOString() }) }, 'What viewers saw'),
      el('a', { href: link('avails.xhtml', { id: proof.avail }) }, 'Its avail'));
    if (proof.traceId && page.dataset.engineer === 'true') part('a-proof-links').append(el('a', { href: link('trace.xhtml', { id: proof.traceId }) }, 'Trace'));
  }

  // ---- make-goods and corrections ---------------------------------------------------------------------------------

  async function offers(spot) {
    fail('a-drawer-failure', '');
    part('a-offers').replaceChildren();
    part('a-ruled').textContent = '';
    part('a-make-reason').value = '';
    part('a-drawer-words').textContent = `${spot.title} (${spot.adId}), planned for ${dated(spot.plannedAt)}, ${WORDS[spot.outcome]}.`;
    part('a-drawer').showModal();
    try {
      const found = await ask(`${api}/make-goods/${q(spot.placement)}`);
      part('a-offers').replaceChildren(...found.offers.map((offer) =>
        el('li', {}, el('span', {}, dated(offer.at), el('span', { class: 'a-quiet' }, `${offer.program}: ${offer.reasons.join(', ')}`)),
          el('button', { type: 'button', class: 'x-button a-primary', onclick: () => make(spot, offer.break, offer.at) }, 'Place it here'))));
      const ruled = Object.entries(found.ruledOut).map(([why, count]) => `${count} ${why}`).join(', ');
      const none = found.offers.length ? '' : 'No break to come fits. ';
      part('a-ruled').textContent = none + (ruled ? `Other breaks do not fit: ${ruled}.` : '');
    } catch (failure) {
      fail('a-drawer-failure', failure.message);
    }
  }

  async function make(spot, adBreak, at) {
    try {
      await send('POST', `${api}/make-goods/${q(spot.placement)}?reason=${q(part('a-make-reason').value)}`, { break: adBreak });
      part('a-drawer').close();
      done(`${spot.title} is made good on ${dated(at)}.`, true);
      load();
    } catch (failure) {
      fail('a-drawer-failure', failure.message);
    }
  }

  let corrected = null;
  function correct(spot) {
    corrected = spot;
    fail('a-correct-failure', '');
    part('a-correct-words').textContent = `${spot.title} (${spot.adId}), planned for ${dated(spot.plannedAt)}.`;
    part('a-correct-outcome').value = spot.outcome;
    part('a-reason').value = '';
    part('a-correct').showModal();
  }

  async function sendCorrection(event) {
    event.preventDefault();
    try {
      await send('POST', `${api}/reconciliation/${q(corrected.placement)}`, { outcome: part('a-correct-outcome').value, reason: part('a-reason').value });
      part('a-correct').close();
      done(`${corrected.title} is down as ${WORDS[part('a-correct-outcome').value]}.`, true);
      load();
    } catch (failure) {
      fail('a-correct-failure', failure.message);
    }
  }

  // ---- import -----------------------------------------------------------------------------------------------------

  async function open() {
    part('a-form').reset();
    part('a-form').hidden = false;
    part('a-preview').hidden = true;
    part('a-progress-line').hidden = true;
    fail('a-form-failure', '');
    part('a-dialog-day').textContent = day;
    part('a-dialog').showModal();
    try {
      const templates = await ask(`${api}/as-run/templates`);
      part('a-template').replaceChildren(...templates.map((template) => el('option', { value: template.name }, template.title)));
    } catch (failure) {
      fail('a-form-failure', failure.message);
    }
  }

  function upload(event) {
    event.preventDefault();
    const file = part('a-file').files[0];
    if (!file) return;
    fail('a-form-failure', '');
    part('a-progress-line').hidden = false;
    const request = new XMLHttpRequest(); // fetch tells nothing of how far an upload is
    request.open('POST', `${api}/as-run/imports?feed=${q(feed)}&day=${day}&template=${q(part('a-template').value)}&fileName=${q(file.name)}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.upload.onprogress = (sent) => progress(sent.loaded, sent.total);
    request.onload = () => uploaded(request);
    request.onerror = () => refuse('Scruffy does not answer. Is it running?');
    progress(0, file.size);
    request.send(file);
  }

  function progress(sent, all) {
    part('a-progress').value = all ? (sent / all) * 100 : 100;
    part('a-progress-words').textContent = sent < all ? `${Math.round((sent / all) * 100)} % sent` : 'Reading the lines …';
  }

  function refuse(words) {
    part('a-progress-line').hidden = true;
    fail('a-form-failure', words);
  }

  function uploaded(request) {
    let found = {};
    try {
      found = JSON.parse(request.responseText);
    } catch (noJson) {
      refuse(`The server answered ${request.status}.`);
      return;
    }
    if (request.status !== 201) {
      refuse(found.detail || found.title || `The server answered ${request.status}.`);
      return;
    }
    part('a-progress-line').hidden = true;
    part('a-form').hidden = true;
    part('a-preview').hidden = false;
    preview = found;
    part('a-preview-words').textContent = `${found.rows} spots, ${found.matched} of them planned ones; ${found.bad} lines cannot be read, `
      + `${found.skipped} are no spots, ${found.known} are in the log already.`;
    part('a-preview-rows').replaceChildren();
    more('');
    part('a-commit').focus();
  }

  async function more(after) {
    try {
      const found = await ask(`${api}/as-run/imports/${preview.id}/rows?after=${after}`);
      part('a-preview-rows').append(...found.rows.map(previewRow));
      part('a-preview-more').hidden = !found.next;
      part('a-preview-more').onclick = () => more(found.next);
    } catch (failure) {
      fail('a-form-failure', failure.message);
    }
  }

  function previewRow(line) {
    const shows = line.problem ? el('span', { class: 'a-outcome', 'data-outcome': 'MISSED' }, 'cannot be read')
      : line.known ? el('span', { class: 'a-outcome' }, 'in the log already')
        : line.placement ? el('span', { class: 'a-outcome', 'data-outcome': line.outcome }, WORDS[line.outcome])
          : el('span', { class: 'a-outcome' }, 'not scheduled');
    return el('tr', {}, el('td', { class: 'x-number' }, String(line.line)), el('td', {}, line.at ? clock(line.at) : '–'),
      el('td', {}, line.adId || '–', line.problem ? null : el('span', { class: 'a-quiet' }, line.title)),
      el('td', {}, shows, line.problem ? el('span', { class: 'a-quiet' }, line.problem) : null));
  }

  async function end(method, path) {
    try {
      await send(method, `${api}/as-run/imports/${preview.id}${path}`);
      part('a-dialog').close();
      load();
    } catch (failure) {
      fail('a-form-failure', failure.message);
    }
  }

  // ---- all of it --------------------------------------------------------------------------------------------------

  part('a-day').addEventListener('change', () => go(part('a-day').value));
  part('a-before').addEventListener('click', () => go(moved(-1)));
  part('a-after').addEventListener('click', () => go(moved(1)));
  part('a-outcome').addEventListener('change', () => shown && show());
  part('a-find').addEventListener('input', () => shown && show());
  part('a-retry').addEventListener('click', load);
  part('a-reconcile').addEventListener('click', reconcile);
  part('a-import').addEventListener('click', open);
  part('a-form').addEventListener('submit', upload);
  part('a-undo').addEventListener('click', undo);
  part('a-correct-form').addEventListener('submit', sendCorrection);
  part('a-commit').addEventListener('click', () => end('POST', '/commit'));
  part('a-cancel').addEventListener('click', () => end('DELETE', ''));
  ['dialog', 'drawer', 'correct', 'proof'].forEach((name) => part(`a-${name}-close`).addEventListener('click', () => part(`a-${name}`).close()));
  part('a-reconcile').hidden = !traffic;
  part('a-import').hidden = !traffic;
  load();
})();
