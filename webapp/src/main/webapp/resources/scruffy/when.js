/* From when to when, in the station's zone: two fields of a local date and time, and stretches of a chart. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, time } = scruffy;

  const momentOf = (wall, zone) => wall - time.offset(wall - time.offset(wall, zone), zone);

  /** What a chart draws of values over time: a line has two ends, so a value that is alone is a point. */
  scruffy.line = (data) => ({ data, pointRadius: data.filter((value) => value !== null && value !== undefined).length === 1 ? 4 : 0 });

  const DASHES = [[], [8, 4], [2, 3], [8, 3, 2, 3], [16, 4], [8, 3, 2, 3, 2, 3]];

  /** What tells the lines of a chart apart: a colour of the page's style sheet, and for who sees no colours a dash. */
  scruffy.looks = (frame) => {
    const style = getComputedStyle(frame);
    return DASHES.map((dash, i) => ({ dash, colour: style.getPropertyValue(`--s-${i + 1}`).trim() }));
  };

  /** The labels of a chart's lines, with the dash of each. */
  scruffy.legend = {
    usePointStyle: true, pointStyle: 'line', pointStyleWidth: 36,
    generateLabels: (chart) => window.Chart.defaults.plugins.legend.labels.generateLabels(chart)
      .map((item) => ({ ...item, lineDash: chart.data.datasets[item.datasetIndex].borderDash, lineWidth: 2 })),
  };

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

  const MOST_DAYS = 31;

  /** The two fields, behind a button. */
  class When {
    /** @param details empty  @param told {zone, show(from, to) in milliseconds} */
    constructor(details, told) {
      this.details = details;
      this.told = told;
      const field = (id) => el('input', { id, type: 'datetime-local', required: true });
      this.fields = [field('when-from'), field('when-to')];
      this.wrong = el('p', { id: 'when-wrong', class: 'x-warn', role: 'alert', hidden: true });
      details.append(el('summary', { class: 'x-button' }, 'From – to'),
        el('form', { class: 'w-form', onsubmit: (event) => this.submit(event) },
          el('label', {}, 'From ', this.fields[0]), el('label', {}, 'to ', this.fields[1]),
          el('p', { class: 'x-hint' }, `Station time, ${told.zone}; at most ${MOST_DAYS} days`), this.wrong,
          el('button', { class: 'x-button' }, 'Show')));
      details.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape') return;
        details.open = false;
        details.firstElementChild.focus();
      });
    }

    /** @param fixed whether this time was asked for, and is not the last of now */
    set(from, to, fixed) {
      this.details.dataset.fixed = String(fixed);
      [from, to].forEach((at, i) => (this.fields[i].value = scruffy.localOf(at, this.told.zone)));
    }

    open() {
      this.details.open = true;
      this.fields[0].focus();
    }

    submit(event) {
      event.preventDefault();
      const [from, to] = this.fields.map((input) => scruffy.momentOf(input.value, this.told.zone));
      const wrong = to <= from ? 'The end comes after the beginning.' : to - from > MOST_DAYS * 86400000 ? `At most ${MOST_DAYS} days.` : '';
      this.wrong.hidden = !wrong;
      this.wrong.textContent = wrong;
      if (wrong) return;
      this.details.open = false;
      this.told.show(from, to);
    }
  }

  scruffy.When = When;

  /**
   * Lets a stretch of a chart be dragged out.
   *
   * @param frame around the chart's canvas, where a bar is laid over what is dragged
   * @param told {area(): left and right of what is drawn, nothing before that, times(): the moments of its points, zoom(from, to), back(),
   *     pick(which of the points, {x, y} in the window)} where one can be clicked
   */
  scruffy.dragTime = (frame, told) => {
    const canvas = frame.querySelector('canvas');
    const bar = el('div', { class: 'w-drag', hidden: true });
    frame.append(bar);
    let began = null;
    let dragged = false;
    let picking = 0;
    const share = (place) => {
      const { left, right } = told.area();
      return Math.min(1, Math.max(0, (place - left) / Math.max(1, right - left)));
    };
    const at = (place) => {
      const times = told.times();
      return Math.round(times[0] + share(place) * (times[times.length - 1] - times[0]));
    };
    const x = (event) => event.clientX - canvas.getBoundingClientRect().left;
    canvas.addEventListener('pointerdown', (event) => {
      dragged = false;
      if (event.pointerType === 'touch' || !told.area()) return; // a finger scrolls
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
      dragged = b - a > 6;
      if (dragged) told.zoom(at(a), at(b));
    });
    canvas.addEventListener('click', (event) => {
      if (!told.pick || dragged || !told.area()) return;
      clearTimeout(picking);
      const which = Math.round(share(x(event)) * (told.times().length - 1));
      picking = setTimeout(() => told.pick(which, { x: event.clientX, y: event.clientY }), 260); // a double click goes back
    });
    canvas.addEventListener('dblclick', () => {
      clearTimeout(picking);
      told.back();
    });
  };
})();
