/* A window of segments as a picture and as a table, for On air and What viewers saw. */
(() => {
  'use strict';
  const scruffy = window.scruffy;
  const { el, time } = scruffy;

  const svg = (name, attributes, ...children) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  };

  const start = (segment) => Date.parse(segment.start);
  const end = (segment) => start(segment) + segment.lengthMs;
  const clock = (at, zone) => time.second(at, zone);

  /** Segments that are one thing: the network, or one spot, between two discontinuities. */
  function runs(segments) {
    const found = [];
    segments.forEach((segment) => {
      const last = found[found.length - 1];
      if (last && last.title === segment.title && !segment.discontinuous) last.end = end(segment);
      else found.push({ title: segment.title, adId: segment.adId, start: start(segment), end: end(segment), discontinuous: segment.discontinuous });
    });
    return found;
  }

  /**
   * Draws them into a box; what is drawn is said in its label.
   *
   * @param edge words for where the window ends
   */
  function timeline(box, segments, zone, edge) {
    if (!segments.length) {
      box.replaceChildren(el('p', { class: 'x-empty' }, 'No segment is listed.'));
      return;
    }
    const from = start(segments[0]);
    const to = end(segments[segments.length - 1]);
    const x = (at) => `${(((at - from) / (to - from)) * 100).toFixed(3)}%`;
    const room = (ms) => (ms / (to - from)) * (box.clientWidth || 1000);
    /** Whether its time stands clear of those of both ends and of the next one's. */
    const clear = (one) => room(one.end - one.start) > 70 && room(one.start - from) > 70 && room(to - one.start) > 210;
    const all = runs(segments);
    const picture = svg('svg', { class: 'w-timeline', role: 'img', 'aria-label': words(all, zone) });
    all.forEach((one) => {
      const block = svg('svg', { x: x(one.start), y: 22, width: x(from + one.end - one.start), height: 40, overflow: 'hidden' },
        svg('rect', { width: '100%', height: '100%', class: one.title ? 'w-spot' : 'w-network' }),
        svg('text', { x: 8, y: 25, class: one.title ? 'w-spot-words' : 'w-network-words' }, one.title || 'Network'),
        svg('title', {}, `${one.title || 'Network'}, ${clock(one.start, zone)} to ${clock(one.end, zone)}`));
      picture.append(block);
      if (clear(one)) picture.append(svg('text', { x: x(one.start), y: 80, class: 'w-time' }, clock(one.start, zone)));
    });
    segments.forEach((segment) => {
      if (start(segment) > from) picture.append(svg('line', { x1: x(start(segment)), x2: x(start(segment)), y1: 56, y2: 62, class: 'w-tick' }));
      if (segment.discontinuous) picture.append(svg('line', { x1: x(start(segment)), x2: x(start(segment)), y1: 16, y2: 66, class: 'w-cut' }));
      if (segment.cue) {
        const late = (start(segment) - from) / (to - from) > 0.85;
        picture.append(svg('text', { x: x(start(segment)), y: 13, class: 'w-cue', 'text-anchor': late ? 'end' : 'start' }, `▼ cue ${segment.cue.toLowerCase()}`));
      }
    });
    picture.append(svg('text', { x: 0, y: 80, class: 'w-time' }, clock(from, zone)),
      svg('text', { x: '100%', y: 80, class: 'w-time w-end', 'text-anchor': 'end' }, `${edge} ${clock(to, zone)}`),
      svg('line', { x1: '100%', x2: '100%', y1: 16, y2: 66, class: 'w-edge' }));
    box.replaceChildren(picture);
  }

  const words = (all, zone) => all.map((one) => `${one.title || 'network'} from ${clock(one.start, zone)}`).join(', ');

  /** The same as rows of a table: start, number, what airs, what stands before it. */
  function rows(body, segments, zone) {
    body.replaceChildren(...segments.map((segment) => el('tr', {},
      el('td', { class: 'x-time' }, clock(start(segment), zone)),
      el('td', { class: 'x-number' }, String(segment.sequence)),
      el('td', { class: 'x-number' }, String(segment.discontinuity)),
      el('td', { class: 'x-number' }, `${(segment.lengthMs / 1000).toFixed(3)} s`),
      el('th', { scope: 'row' }, segment.title || 'Network'),
      el('td', {}, [segment.discontinuous ? 'discontinuity' : '', segment.cue ? `cue ${segment.cue.toLowerCase()}` : ''].filter(Boolean).join(', ') || '–'))));
  }

  /** The moments at which a station's clock shows a time of a day; two where the clocks are set back. */
  function moments(day, clockTime, zone) {
    const [hours, minutes, seconds] = `${clockTime}:00`.split(':').map(Number);
    const midnight = dayStart(day, zone);
    const padded = (n) => String(n).padStart(2, '0');
    return scruffy.moments(midnight, dayStart(dayAfter(day, 1), zone), `${padded(hours)}:${padded(minutes)}`, zone).map((at) => at + (seconds || 0) * 1000);
  }

  const dayAfter = (day, by) => new Date(Date.parse(`${day}T00:00:00Z`) + by * 86400000).toISOString().slice(0, 10);

  function dayStart(day, zone) {
    const utc = Date.parse(`${day}T00:00:00Z`);
    const near = utc - time.offset(utc, zone);
    return utc - time.offset(near, zone);
  }

  /** 2026-11-24, of the station's clock. */
  const dayOf = (at, zone) => new Date(at + time.offset(at, zone)).toISOString().slice(0, 10);

  scruffy.air = { timeline, rows, moments, dayStart, dayAfter, dayOf };
})();
