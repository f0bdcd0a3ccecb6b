/*
 * Where events lie in time and by a number of theirs, most often how long they took, on a plain canvas. The rows are a fixed log
 * grid (8 to the octave, row y starts at 2^(y/8), of durations in ms), so that two pictures of the same time always agree; only which rows are shown, and how many of them
 * share a line, adapts to the data and the height. On a linear scale all rows are of one height, from 0 up.
 */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, amount, count, time } = scruffy;

  /** What a heatmap is of where nothing else is asked. */
  scruffy.TOOK = 'duration_ms';

  const ROWS_PER_OCTAVE = 8;
  const WIDEST_OCTAVES = 22;
  const NARROWEST_OCTAVES = 5;
  const LINEAR_ROWS = 40;
  const NEAR = 4; // so many pixels from its line a marker is meant
  const ABOVE = 0.005; // so much of all may lie above a linear scale: one slow request flattens no picture
  /** What is less counts as nothing. */
  const LEAST = 1e-9;
  const MINUTE = 60000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  const STEPS = [1000, 5000, 10000, 30000, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE]
    .concat([HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY]);

  const measuredOf = (cells) => cells.filter((cell) => cell.y !== null && cell.y !== undefined);

  const tidy = (least) => {
    const decade = Math.pow(10, Math.floor(Math.log10(least)));
    return Number(([1, 2, 2.5, 5].map((factor) => factor * decade).find((value) => value >= least) || 10 * decade).toPrecision(3));
  };

  const bound = (y) => Math.pow(2, y / ROWS_PER_OCTAVE);

  /** The rows that are shown for these cells, bottom first, none from {@code longest} on but the last, and which of them each grid row belongs to. */
  const rowsFor = (cells, most, say, longest) => {
    const measured = measuredOf(cells);
    const total = measured.reduce((sum, cell) => sum + cell.count, 0);
    let low = 0;
    let high = NARROWEST_OCTAVES * ROWS_PER_OCTAVE;
    if (measured.length > 0) {
      const sorted = [...measured].sort((a, b) => a.y - b.y);
      high = sorted[sorted.length - 1].y;
      let below = 0;
      for (const cell of sorted) {
        low = cell.y;
        below += cell.count;
        if (below > total * 0.001) break;
      }
      low = Math.max(low, high - WIDEST_OCTAVES * ROWS_PER_OCTAVE);
    }
    const missing = NARROWEST_OCTAVES * ROWS_PER_OCTAVE - (high - low);
    if (missing > 0) {
      low -= Math.ceil(missing / 2);
      high += Math.ceil(missing / 2);
    }
    let share = 1;
    while ((high - low + 1) / share > most && share < ROWS_PER_OCTAVE) share *= 2;
    low = Math.floor(low / share) * share;
    high = Math.min(Math.ceil((high + 1) / share) * share, Math.ceil((ROWS_PER_OCTAVE * Math.log2(longest)) / share) * share);

    const rows = [];
    if (cells.some((cell) => cell.y === null || cell.y === undefined)) rows.push({ kind: 'zero', label: '0 or less' });
    if (measured.some((cell) => cell.y < low)) rows.push({ kind: 'under', label: `< ${say(bound(low))}`, high: bound(low) });
    const first = rows.length;
    for (let y = low; y < high; y += share) rows.push({ kind: 'row', low: bound(y), high: bound(y + share) });
    if (measured.some((cell) => cell.y >= high)) rows.push({ kind: 'over', label: `> ${say(bound(high))}`, low: bound(high) });
    const under = rows.findIndex((row) => row.kind === 'under');
    const rowOf = (y) => {
      if (y === null || y === undefined) return 0;
      if (y < low) return under;
      if (y >= high) return rows.length - 1;
      return first + Math.floor((y - low) / share);
    };
    const scaled = (ms) => ROWS_PER_OCTAVE * Math.log2(ms);
    return { rows, rowOf, placeOf: (ms) => first + (scaled(ms) - low) / share, ticks: () => decades((value) => scaled(value) >= low && scaled(value) <= high) };
  };

  const decades = (shown) => {
    const ticks = (factors) => {
      const found = [];
      for (let decade = 1e-6; decade < 1e18; decade *= 10) found.push(...factors.map((factor) => Number((decade * factor).toPrecision(3))).filter(shown));
      return found;
    };
    const few = ticks([1]);
    return few.length < 5 ? ticks([1, 2, 5]) : few;
  };

  /** The rows of a linear scale for these cells of the log grid: how high each is and how many there are; null where nothing is to be seen. */
  scruffy.linearRows = (cells) => {
    const sorted = measuredOf(cells).sort((a, b) => b.y - a.y);
    const most = sorted.reduce((sum, cell) => sum + cell.count, 0) * ABOVE;
    let above = 0;
    const last = sorted.find((cell) => (above += cell.count) > most);
    if (!last) return null;
    const height = tidy(bound(last.y + 1) / LINEAR_ROWS);
    return { height, count: Math.ceil(bound(last.y + 1) / height) };
  };

  /** An answer with its heatmap on a linear scale: how far up that goes the log one tells. {@code ask} is told the query for it. */
  scruffy.linear = async (found, asked, ask) => {
    const rows = scruffy.linearRows((found.heatmap && found.heatmap.cells) || []);
    if (!rows) return found;
    const { from, to, filters, filter_combination, calculated_fields, granularitySeconds } = asked;
    const { heatmap } = await ask({
      from, to, filters, filter_combination, calculated_fields, granularitySeconds,
      calculations: [{ op: 'HEATMAP', column: found.heatmap.column, height: rows.height }],
    });
    return { ...found, heatmap: { ...heatmap, linear: rows } };
  };

  /** The same as rowsFor of cells whose rows are all of one height. */
  const linearRowsFor = (cells, { height, count: many }, say) => {
    const edge = (y) => Number((y * height).toPrecision(6));
    const top = edge(many);
    const rows = cells.length > measuredOf(cells).length ? [{ kind: 'zero', label: '0 or less' }] : [];
    const first = rows.length;
    for (let y = 0; y < many; y++) rows.push({ kind: 'row', low: y === 0 ? LEAST : edge(y), high: edge(y + 1) });
    if (measuredOf(cells).some((cell) => cell.y >= many)) rows.push({ kind: 'over', label: `> ${say(top)}`, low: top });
    const tick = tidy(top / 6);
    return {
      rows,
      rowOf: (y) => (y === null || y === undefined ? 0 : first + Math.min(y, many)),
      placeOf: (ms) => first + ms / height,
      ticks: () => Array.from({ length: Math.floor(top / tick) + 1 }, (_, i) => Number((i * tick).toPrecision(6))),
    };
  };

  const mixed = (stops, at) => {
    const scaled = Math.min(0.9999, Math.max(0, at)) * (stops.length - 1);
    const i = Math.floor(scaled);
    const f = scaled - i;
    const channel = (c) => Math.round(stops[i][c] + (stops[i + 1][c] - stops[i][c]) * f);
    return `rgb(${channel(0)},${channel(1)},${channel(2)})`;
  };

  const rgb = (text) => {
    const hex = text.trim().replace('#', '');
    return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
  };

  class Heatmap {
    /**
     * @param frame the element that holds canvas, .heatmap-tip and .heatmap-said
     * @param told {zone, open(trace), select(box), back(), menu(point, box, choices, back)}; a box is {from, to, atLeast, below}, from and to in milliseconds or, where time is
     *     folded, slots, of which the last two may be missing, and null where nothing is selected any more
     */
    constructor(frame, told) {
      this.frame = frame;
      this.told = told;
      this.canvas = frame.querySelector('canvas');
      this.tip = frame.querySelector('.heatmap-tip');
      this.voice = frame.querySelector('.heatmap-said');
      this.shown = null;
      this.hovered = null;
      this.cursor = null;
      this.drag = null;
      this.anchor = null;
      this.box = null;
      this.zoomed = false;
      this.marks = [];
      this.listen();
    }

    /**
     * Paints an answer of the query API, whose heatmap says in {@code linear} what scruffy.linearRows came to, where it was asked so.
     *
     * @param fold one of scruffy.folds where x is its slots; a rectangle is then from one slot to another
     */
    show(answer, fold) {
      const from = fold ? 0 : Date.parse(answer.from);
      const to = fold ? fold.slots : Date.parse(answer.to);
      const step = fold ? 1 : answer.granularitySeconds * 1000;
      if (fold !== this.fold) this.anchor = null; // it is of the other axis
      this.fold = fold;
      this.answer = fold ? scruffy.folded(answer, fold, this.told.zone) : answer;
      this.from = from;
      this.to = to;
      this.step = step;
      this.columns = Math.max(1, Math.ceil((to - from) / step));
      this.hideTip();
      this.arrange();
      this.paint();
    }

    /** @param marks {at, until, words, said in full}: moments, or times where until is not null, in milliseconds */
    mark(marks) {
      this.marks = marks;
      this.paint();
    }

    /** How many columns the canvas has room for. */
    get room() {
      return Math.max(30, Math.min(120, Math.floor((this.canvas.clientWidth - 74) / 5)));
    }

    /** Of which column the numbers are. */
    get column() {
      return (this.answer && this.answer.heatmap && this.answer.heatmap.column) || scruffy.TOOK;
    }

    /** What the largest number of a cell is called. */
    get largest() {
      return this.column === scruffy.TOOK ? 'slowest' : 'largest';
    }

    amount(value) {
      return amount(value, this.column);
    }

    arrange() {
      const { clientWidth: width, clientHeight: height } = this.canvas;
      this.area = { left: 66, top: 10, width: Math.max(50, width - 66 - 10), height: Math.max(50, height - 10 - 26) };
      const cells = (this.answer.heatmap && this.answer.heatmap.cells) || [];
      const { linear } = this.answer.heatmap || {};
      const say = (value) => this.amount(value);
      this.grid = linear ? linearRowsFor(cells, linear, say) : rowsFor(cells, Math.floor(this.area.height / 6), say, this.column === scruffy.TOOK ? DAY : Infinity);
      this.shown = new Map();
      for (const cell of cells) {
        if (cell.x < 0 || cell.x >= this.columns) continue;
        const row = this.grid.rowOf(cell.y);
        const key = cell.x + ':' + row;
        const there = this.shown.get(key);
        if (!there) this.shown.set(key, { x: cell.x, row, count: cell.count, max: cell.max, trace: cell.trace });
        else {
          there.count += cell.count;
          if (cell.max > there.max || !there.trace) Object.assign(there, { max: cell.max, trace: cell.trace || there.trace });
        }
      }
      this.most = Math.max(1, ...[...this.shown.values()].map((cell) => cell.count));
      if (this.cursor) {
        this.cursor.x = Math.min(this.cursor.x, this.columns - 1);
        this.cursor.row = Math.min(this.cursor.row, this.grid.rows.length - 1);
      }
    }

    place(x, row) {
      const { left, top, width, height } = this.area;
      const w = width / this.columns;
      const h = height / this.grid.rows.length;
      return { x: left + x * w, y: top + height - (row + 1) * h, w, h };
    }

    colours() {
      const style = getComputedStyle(this.frame);
      const name = (key) => style.getPropertyValue(key);
      return {
        stops: ['--heat-1', '--heat-2', '--heat-3', '--heat-4'].map((key) => rgb(name(key))),
        line: name('--heat-line').trim(),
        text: name('--muted').trim(),
        mark: name('--heat-mark').trim(),
        font: style.fontFamily,
      };
    }

    paint() {
      if (!this.answer) return;
      const ratio = window.devicePixelRatio || 1;
      const { clientWidth: width, clientHeight: height } = this.canvas;
      if (width === 0) return;
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      const g = this.canvas.getContext('2d');
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      g.clearRect(0, 0, width, height);
      const colours = this.colours();
      g.font = `12px ${colours.font}`;
      this.paintAxes(g, colours);
      const gap = this.place(0, 0).w > 4 ? 1 : 0;
      for (const cell of this.shown.values()) {
        const b = this.place(cell.x, cell.row);
        g.fillStyle = mixed(colours.stops, Math.sqrt(cell.count / this.most));
        g.fillRect(b.x, b.y, Math.max(1, b.w - gap), Math.max(1, b.h - (b.h > 4 ? 1 : 0)));
      }
      this.paintMarks(g, colours);
    }

    paintAxes(g, colours) {
      const { left, top, width, height } = this.area;
      g.strokeStyle = colours.line;
      g.fillStyle = colours.text;
      g.lineWidth = 1;
      g.textAlign = 'right';
      g.textBaseline = 'middle';
      const line = (x1, y1, x2, y2) => {
        g.beginPath();
        g.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
        g.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
        g.stroke();
      };
      const labels = [];
      this.grid.rows.forEach((row, i) => {
        if (row.kind === 'row') return;
        const b = this.place(0, i);
        labels.push([row.label, b.y + b.h / 2]);
        if (row.kind !== 'over') line(left, b.y, left + width, b.y);
      });
      for (const tick of this.grid.ticks()) {
        const y = this.heightOf(tick);
        line(left, y, left + width, y);
        labels.push([this.amount(tick), y]);
      }
      this.paintLabels(g, labels);
      g.textAlign = 'center';
      g.textBaseline = 'top';
      for (const tick of this.times()) {
        const x = left + ((tick.at - this.from) / (this.columns * this.step)) * width;
        line(x, top, x, top + height + 4);
        const half = g.measureText(tick.text).width / 2;
        g.fillText(tick.text, Math.min(Math.max(x, left + half - 20), left + width - half + 8), top + height + 8);
      }
      line(left, top + height, left + width, top + height);
    }

    /** Those of rows before those of ticks, none over another. */
    paintLabels(g, labels) {
      const painted = [];
      labels.filter(([, y]) => painted.every((other) => Math.abs(other - y) >= 15) && painted.push(y))
        .forEach(([text, y]) => g.fillText(text, this.area.left - 8, y));
    }

    heightOf(value) {
      return this.area.top + this.area.height - (this.grid.placeOf(value) * this.area.height) / this.grid.rows.length;
    }

    times() {
      if (this.fold) return this.slots();
      const { zone } = this.told;
      const range = this.columns * this.step;
      const fitting = Math.max(2, Math.floor(this.area.width / 84));
      const step = STEPS.find((candidate) => range / candidate <= fitting) || 7 * DAY;
      const ticks = [];
      const local = this.from + time.offset(this.from, zone);
      for (let wanted = Math.ceil(local / step) * step; ; wanted += step) {
        // Twice, because the clock may change between the start of the picture and here.
        let at = wanted - time.offset(wanted - (local - this.from), zone);
        at = wanted - time.offset(at, zone);
        if (at > this.from + range) break;
        if (at >= this.from) ticks.push({ at, text: this.tickText(at, step, range) });
      }
      return ticks;
    }

    slots() {
      const { slots, every, short } = this.fold;
      const step = [1, 2, 4, 8].find((times) => (slots / every / times) * 84 <= this.area.width) * every || slots;
      return Array.from({ length: Math.ceil(slots / step) }, (_, i) => ({ at: i * step, text: short(i * step) }));
    }

    tickText(at, step, range) {
      const { zone } = this.told;
      if (step >= DAY) return time.shortDay(at, zone);
      if (step < MINUTE) return time.second(at, zone);
      const minute = time.minute(at, zone);
      return range > DAY || minute === '00:00' ? `${time.shortDay(at, zone)} ${minute}` : minute;
    }

    paintMarks(g, colours) {
      const outline = (spot, width) => {
        const b = this.place(spot.x, spot.row);
        g.strokeStyle = colours.mark;
        g.lineWidth = width;
        g.strokeRect(b.x - 1, b.y - 1, b.w + 1, b.h + 1);
      };
      if (this.hovered && this.at(this.hovered)) outline(this.hovered, 1.5);
      if (this.cursor && document.activeElement === this.canvas) outline(this.cursor, 2.5);
      const stretched = this.stretched();
      this.paintMarkers(g, colours);
      if (stretched) this.paintBox(g, colours, this.boxOf(...stretched), [4, 3]);
      else if (this.box) this.paintBox(g, colours, this.box, []);
    }

    /** Words that would run into the next ones are left out: the list below the picture has them. */
    paintMarkers(g, colours) {
      if (this.fold) return; // a slot is of no one moment
      const { left, top, width, height } = this.area;
      const x = (at) => left + Math.min(1, Math.max(0, (at - this.from) / (this.columns * this.step))) * width;
      g.textAlign = 'left';
      g.textBaseline = 'top';
      g.fillStyle = colours.mark;
      g.strokeStyle = colours.mark;
      g.lineWidth = 1.5;
      let free = left;
      for (const one of this.marks) {
        const at = x(one.at);
        if (one.until) {
          g.globalAlpha = 0.12;
          g.fillRect(at, top, x(one.until) - at, height);
          g.globalAlpha = 1;
        }
        g.setLineDash([2, 3]);
        g.beginPath();
        g.moveTo(at, top);
        g.lineTo(at, top + height);
        g.stroke();
        g.setLineDash([]);
        const wide = g.measureText(one.words).width;
        if (at + 4 >= free && at + 4 + wide <= left + width) {
          g.fillText(one.words, at + 4, top + 1);
          free = at + 4 + wide + 8;
        }
      }
    }

    /** The two corners of a rectangle that is being made. */
    stretched() {
      if (this.drag && this.drag.moved) return [this.drag.from, this.drag.to];
      return this.anchor && this.cursor ? [this.anchor, this.cursor] : null;
    }

    paintBox(g, colours, box, dash) {
      const { left, top, width, height } = this.area;
      const x = (at) => left + Math.min(1, Math.max(0, (at - this.from) / (this.columns * this.step))) * width;
      const y = (value, otherwise) => (value === undefined ? otherwise : Math.min(top + height, Math.max(top, this.heightOf(value))));
      const [x1, x2] = [x(box.from), x(box.to)];
      const [y1, y2] = [y(box.below, top), box.atLeast > 0 ? y(box.atLeast, top + height) : top + height];
      if (x2 <= x1) return;
      g.fillStyle = colours.mark;
      g.globalAlpha = 0.12;
      g.fillRect(x1, y1, x2 - x1, y2 - y1);
      g.globalAlpha = 1;
      g.strokeStyle = colours.mark;
      g.lineWidth = 2;
      g.setLineDash(dash);
      g.strokeRect(x1, y1, x2 - x1, y2 - y1);
      g.setLineDash([]);
    }

    /** The rectangle of two opposite cells. */
    boxOf(one, other) {
      const [x1, x2] = [one.x, other.x].sort((a, b) => a - b);
      const [row1, row2] = [one.row, other.row].sort((a, b) => a - b).map((row) => this.grid.rows[row]);
      const box = { from: this.from + x1 * this.step, to: this.from + (x2 + 1) * this.step };
      if (row1.low !== undefined) box.atLeast = row1.low;
      if (row2.kind === 'zero') box.below = LEAST;
      else if (row2.high !== undefined) box.below = row2.high;
      return box;
    }

    /** A box in words: when, and from what to what. */
    said(box) {
      const { zone } = this.told;
      const clock = this.step < MINUTE ? time.second : time.minute;
      const took = box.atLeast === undefined && box.below === undefined ? (this.column === scruffy.TOOK ? 'any duration' : `any ${this.column}`)
        : box.atLeast === undefined ? `below ${this.amount(box.below)}`
          : box.below === undefined ? `${this.amount(box.atLeast)} and more` : `${this.amount(box.atLeast)} – ${this.amount(box.below)}`;
      return `${this.fold ? this.fold.span(box.from, box.to) : `${clock(box.from, zone)} – ${clock(box.to, zone)} ${time.zone(box.to, zone)}`}, ${took}`;
    }

    select(box) {
      this.box = box;
      this.anchor = null;
      this.drag = null;
      this.paint();
      this.told.select(box);
    }

    at(spot) {
      return spot && this.shown && this.shown.get(spot.x + ':' + spot.row);
    }

    spotUnder(event) {
      if (!this.answer) return null;
      const edge = this.canvas.getBoundingClientRect();
      const px = event.clientX - edge.left - this.area.left;
      const py = this.area.top + this.area.height - (event.clientY - edge.top);
      if (px < 0 || py < 0 || px >= this.area.width || py >= this.area.height) return null;
      return {
        x: Math.floor((px / this.area.width) * this.columns),
        row: Math.floor((py / this.area.height) * this.grid.rows.length),
      };
    }

    /** The cell under the pointer, or the nearest one. */
    nearest(event) {
      const edge = this.canvas.getBoundingClientRect();
      const within = (part, all) => Math.min(all - 1, Math.max(0, Math.floor(part * all)));
      return {
        x: within((event.clientX - edge.left - this.area.left) / this.area.width, this.columns),
        row: within((this.area.top + this.area.height - (event.clientY - edge.top)) / this.area.height, this.grid.rows.length),
      };
    }

    listen() {
      const canvas = this.canvas;
      canvas.addEventListener('pointerdown', (event) => this.press(event));
      canvas.addEventListener('pointermove', (event) => this.move(event));
      canvas.addEventListener('pointerup', (event) => this.release(event));
      canvas.addEventListener('pointercancel', () => this.forget());
      canvas.addEventListener('touchend', (event) => event.preventDefault()); // else the click that follows is on what the touch put there
      canvas.addEventListener('pointerleave', (event) => event.pointerType === 'mouse' && !this.drag && this.forget());
      canvas.addEventListener('dblclick', () => {
        clearTimeout(this.opening);
        if (this.zoomed) this.told.back();
      });
      canvas.addEventListener('contextmenu', (event) => {
        if (this.offer(this.spotUnder(event))) event.preventDefault();
      });
      canvas.addEventListener('keydown', (event) => this.key(event));
      canvas.addEventListener('focus', () => {
        if (canvas.matches(':focus-visible') && !this.cursor) this.cursor = this.topmost();
        this.say();
        this.paint();
      });
      canvas.addEventListener('blur', () => {
        this.hideTip();
        this.paint();
      });
      new ResizeObserver(() => {
        if (!this.answer) return;
        this.arrange();
        this.paint();
      }).observe(canvas);
      const repaint = () => requestAnimationFrame(() => this.paint());
      const looks = { attributes: true, attributeFilter: ['class', 'data-theme', 'style', 'href'] };
      new MutationObserver(repaint).observe(document.documentElement, looks);
      new MutationObserver(repaint).observe(document.body, looks);
      matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
    }

    press(event) {
      if (event.button !== 0 || !this.answer) return;
      const spot = this.nearest(event);
      this.drag = { from: spot, to: spot, at: [event.clientX, event.clientY], moved: false };
      if (event.pointerType === 'mouse') this.canvas.setPointerCapture(event.pointerId);
    }

    move(event) {
      if (this.drag && event.pointerType === 'mouse') {
        this.drag.to = this.nearest(event);
        if (Math.hypot(event.clientX - this.drag.at[0], event.clientY - this.drag.at[1]) > 6) this.drag.moved = true;
        if (this.drag.moved) {
          this.hideTip();
          this.paint();
          return;
        }
      }
      this.hovered = this.spotUnder(event);
      this.canvas.classList.toggle('opens', Boolean(this.at(this.hovered)));
      this.showTip(this.hovered, false);
      this.tellMarks(event);
      this.paint();
    }

    release(event) {
      const drag = this.drag;
      this.drag = null;
      if (!drag) return;
      if (drag.moved) {
        this.select(this.boxOf(drag.from, drag.to));
        return;
      }
      const spot = this.spotUnder(event);
      if (this.anchor && spot && event.pointerType !== 'mouse') {
        this.select(this.boxOf(this.anchor, spot));
        this.hideTip();
        return;
      }
      if (!this.at(spot)) {
        this.hideTip();
        return;
      }
      if (event.pointerType !== 'mouse') {
        this.hovered = spot;
        this.showTip(spot, true);
        this.paint();
        return;
      }
      // A double click goes back when zoomed, so a single one waits to see whether it stays single.
      this.opening = setTimeout(() => this.open(spot), this.zoomed ? 260 : 0);
    }

    forget() {
      this.drag = null;
      this.hovered = null;
      this.hideTip();
      this.paint();
    }

    open(spot) {
      const cell = this.at(spot);
      if (cell && cell.trace) this.told.open(cell.trace);
      else this.offer(spot);
    }

    /** A menu of what can be done with a cell; false where there is none. */
    offer(spot) {
      const cell = this.at(spot);
      if (!cell || !this.told.menu) return false;
      this.drag = null;
      this.hideTip();
      const choices = cell.trace ? [[`Open the ${this.largest}, ${this.amount(cell.max)}`, () => this.told.open(cell.trace)]] : [];
      this.told.menu(this.pointOf(cell), this.boxOf(spot, spot), choices, () => this.canvas.focus({ preventScroll: true }));
      return true;
    }

    topmost() {
      let found = null;
      for (const cell of this.shown ? this.shown.values() : []) {
        if (!found || cell.row > found.row || (cell.row === found.row && cell.x > found.x)) found = cell;
      }
      return found ? { x: found.x, row: found.row } : { x: 0, row: 0 };
    }

    key(event) {
      if (!this.answer) return;
      const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
      if (event.key === 'Enter' && !this.anchor) this.open(this.cursor);
      else if (event.key === 'Enter' || event.key === ' ') this.corner();
      else if (event.key === 'Escape') this.drop();
      else if (event.key === 'm' || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) this.offer(this.cursor);
      else if (event.key === 'Home') this.cursor = this.topmost();
      else if (moves[event.key]) this.stepTo(moves[event.key], event.shiftKey);
      else return;
      event.preventDefault();
      this.say();
      this.paint();
    }

    /** Begins a rectangle at the cursor, or ends it there. */
    corner() {
      if (!this.cursor) this.cursor = this.topmost();
      if (this.anchor) this.select(this.boxOf(this.anchor, this.cursor));
      else this.anchor = { ...this.cursor };
    }

    /** Forgets what is being selected, then what is. */
    drop() {
      this.hideTip();
      if (this.anchor) this.anchor = null;
      else if (this.box) this.select(null);
    }

    /** One cell further, or with shift to the next one that is not empty. */
    stepTo([dx, dy], far) {
      const next = { ...(this.cursor || this.topmost()) };
      const inside = () => next.x >= 0 && next.x < this.columns && next.row >= 0 && next.row < this.grid.rows.length;
      do {
        next.x += dx;
        next.row += dy;
      } while (far && inside() && !this.at(next));
      if (inside()) this.cursor = next;
    }

    say() {
      if (!this.cursor || document.activeElement !== this.canvas) return;
      const words = this.words(this.cursor);
      if (this.anchor) {
        this.voice.textContent =
          `Rectangle ${this.said(this.boxOf(this.anchor, this.cursor))}. Arrow keys stretch it, Space compares it with the rest, Escape drops it`;
        return;
      }
      this.voice.textContent = `${words.when}, ${words.took}, ${words.many}${words.most ? `, ${this.largest} ${words.most}, Enter opens its trace` : ''}${this.told.menu ? ', M more' : ''}, Space begins a rectangle`;
      this.showTip(this.cursor, false);
    }

    words(spot) {
      const { zone } = this.told;
      const from = this.from + spot.x * this.step;
      const row = this.grid.rows[spot.row];
      const cell = this.at(spot);
      const day = this.columns * this.step > 12 * HOUR ? time.shortDay(from, zone) + ' ' : '';
      const clock = this.step < MINUTE ? time.second : time.minute;
      return {
        when: this.fold ? this.fold.said(spot.x) : `${day}${clock(from, zone)} – ${clock(from + this.step, zone)} ${time.zone(from, zone)}`,
        took: row.kind === 'row' ? `${this.amount(row.low)} – ${this.amount(row.high)}` : row.label,
        many: cell ? `${count(cell.count)} ${cell.count === 1 ? 'event' : 'events'}` : 'nothing',
        most: cell && cell.trace ? this.amount(cell.max) : '',
      };
    }

    showTip(spot, touch) {
      if (!spot || (!this.at(spot) && document.activeElement !== this.canvas)) {
        this.hideTip();
        return;
      }
      if (!this.at(spot) && !(this.cursor && this.cursor.x === spot.x && this.cursor.row === spot.row)) {
        this.hideTip();
        return;
      }
      const words = this.words(spot);
      const cell = this.at(spot);
      this.tip.replaceChildren(el('strong', {}, words.many), el('span', {}, words.took), el('span', {}, words.when));
      if (cell && touch) {
        this.tip.append(
          words.most ? el('button', { type: 'button', onclick: () => this.told.open(cell.trace) }, `Open the ${this.largest}, ${words.most}`) : '',
          el('button', { type: 'button', onclick: () => this.begin(spot) }, 'Select from here to …'),
          this.told.menu ? el('button', { type: 'button', onclick: () => this.offer(spot) }, this.fold ? 'More of this cell …' : 'More of this time …') : '');
      } else if (words.most) {
        this.tip.append(el('span', { class: 'heatmap-tip-open' }, `${this.largest} ${words.most}: click opens its trace${this.told.menu ? ', right click more' : ''}`));
      }
      this.tip.hidden = false;
      this.tip.classList.toggle('touch', touch);
      const b = this.place(spot.x, spot.row);
      this.putTip(b.x + b.w, b.y, b.w);
    }

    /** Beside a place of this width that ends at x. */
    putTip(x, y, wide = 0) {
      const size = this.tip.getBoundingClientRect();
      const width = this.canvas.clientWidth;
      const right = x + 10;
      const left = right + size.width > width ? x - wide - size.width - 10 : right;
      const top = Math.min(y + 10, this.canvas.clientHeight - size.height - 4);
      this.tip.style.left = `${Math.max(2, Math.min(left, width - size.width - 2))}px`;
      this.tip.style.top = `${Math.max(2, top)}px`;
    }

    /** Says in full which markers the pointer is at, below what it says of a cell. */
    tellMarks(event) {
      if (this.fold || !this.answer) return;
      const { left, width } = this.area;
      const place = event.clientX - this.canvas.getBoundingClientRect().left;
      const x = (at) => left + ((at - this.from) / (this.columns * this.step)) * width;
      const { zone } = this.told;
      const near = scruffy.marks.within(this.marks, this.from, this.to).filter((one) => Math.abs(x(one.at) - place) <= NEAR);
      if (near.length === 0) return;
      if (this.tip.hidden) this.tip.replaceChildren();
      this.tip.append(...near.map((one) => el('span', { class: 'heatmap-tip-mark' }, `${one.said}, ${time.minute(one.at, zone)} ${time.zone(one.at, zone)}`)));
      this.tip.hidden = false;
      this.putTip(place, event.clientY - this.canvas.getBoundingClientRect().top);
    }

    /** The next cell that is touched is the opposite corner. */
    begin(spot) {
      this.anchor = spot;
      this.cursor = spot;
      this.tip.replaceChildren(el('span', {}, 'Touch the opposite corner.'));
      this.paint();
    }

    hideTip() {
      this.tip.hidden = true;
    }

    /** What is painted, the largest first: for the table beside the picture and for whoever drives the page. */
    cells() {
      if (!this.shown) return [];
      return [...this.shown.values()]
        .map((cell) => ({ ...cell, ...this.words(cell), from: this.from + cell.x * this.step, row: cell.row }))
        .sort((a, b) => b.max - a.max);
    }

    /** The middle of a cell in the window's coordinates. */
    pointOf(cell) {
      const edge = this.canvas.getBoundingClientRect();
      const b = this.place(cell.x, cell.row);
      return { x: edge.left + b.x + b.w / 2, y: edge.top + b.y + b.h / 2 };
    }
  }

  const FIRST = 200;
  const AT_ONCE = 400; // rows that a page makes between two of its pictures

  /** The table beside a heatmap: the first of its cells, and all of them for whoever asks, a portion at a time so that the page stays quick. */
  class Cells {
    /** @param frame with .h-words, a button .h-all and a table in what scrolls  @param told {row(cell), largest(): what the largest are called} */
    constructor(frame, told) {
      this.told = told;
      this.words = frame.querySelector('.h-words');
      this.all = frame.querySelector('.h-all');
      this.scroll = frame.querySelector('.x-scroll');
      this.body = frame.querySelector('tbody');
      this.whole = false;
      this.all.addEventListener('click', () => {
        this.whole = true;
        this.scroll.focus();
        this.fill();
      });
    }

    show(cells) {
      this.cells = cells;
      this.body.replaceChildren();
      this.append(FIRST);
      if (this.whole) this.fill();
    }

    append(many) {
      const there = this.body.childElementCount;
      this.body.append(...this.cells.slice(there, there + many).map((cell) => this.told.row(cell)));
      const shown = this.body.childElementCount;
      const more = shown < this.cells.length;
      this.all.hidden = !more || this.whole;
      this.all.textContent = `Show all ${count(this.cells.length)}`;
      this.words.textContent = more ? `The ${count(shown)} ${this.told.largest()} of ${count(this.cells.length)} cells` : `${count(shown)} cells, ${this.told.largest()} first`;
      return more;
    }

    fill() {
      if (this.whole && this.append(AT_ONCE)) requestAnimationFrame(() => this.fill());
    }
  }

  scruffy.Heatmap = Heatmap;
  scruffy.Cells = Cells;
})();
