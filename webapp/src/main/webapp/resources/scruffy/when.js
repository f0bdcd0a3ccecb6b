/* From when to when, in the station's zone: two fields of a local date and time, and stretches of a chart. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { time } = scruffy;

  const momentOf = (wall, zone) => wall - time.offset(wall - time.offset(wall, zone), zone);

  /** 2026-11-28T18:04 at the station; what a field of date and time takes. */
  scruffy.localOf = (at, zone) => new Date(at + time.offset(at, zone)).toISOString().slice(0, 16);

  /** The moment that the station's clocks say so; one of the two where they repeat it. */
  scruffy.momentOf = (local, zone) => momentOf(Date.parse(local + 'Z'), zone);

  /** The same local time so many days earlier, in milliseconds: not always 24 hours each. */
  scruffy.daysBefore = (at, days, zone) => momentOf(at + time.offset(at, zone) - days * 86400000, zone);

  /** The program's timeslot of a moment in a feed's week, null where there is none. */
  scruffy.slotAt = (week, feed, at) => {
    const slots = (week.feeds.find((one) => one.name === feed) || { slots: [] }).slots;
    return slots.find((slot) => Date.parse(slot.startsAt) <= at && at < Date.parse(slot.endsAt)) || null;
  };

  /**
   * Lets a stretch of a chart be dragged out.
   *
   * @param frame around the chart's canvas, where a bar is laid over what is dragged
   * @param told {at(x): the moment under a place of the canvas, zoom(from, to), back()}
   */
  scruffy.dragTime = (frame, told) => {
    const canvas = frame.querySelector('canvas');
    const bar = scruffy.el('div', { class: 'w-drag', hidden: true });
    frame.append(bar);
    let began = null;
    const x = (event) => event.clientX - canvas.getBoundingClientRect().left;
    canvas.addEventListener('pointerdown', (event) => {
      if (event.pointerType === 'touch') return; // a finger scrolls
      began = x(event);
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (began === null) return;
      const [a, b] = [began, x(event)].sort((p, q) => p - q);
      bar.hidden = b - a < 4;
      bar.style.left = `${a}px`;
      bar.style.width = `${b - a}px`;
    });
    canvas.addEventListener('pointerup', (event) => {
      if (began === null) return;
      const [a, b] = [began, x(event)].sort((p, q) => p - q);
      began = null;
      bar.hidden = true;
      if (b - a > 6) told.zoom(told.at(a), told.at(b));
    });
    canvas.addEventListener('dblclick', () => told.back());
  };
})();
