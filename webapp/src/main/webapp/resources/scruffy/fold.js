/* The broadcast clock: time folded to the hour of the day, the part of the day or the hour of the week, by the station's clocks. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { time } = scruffy;

  const HOUR = 3600000;
  const DAY = 24 * HOUR;
  const WEEK = 7 * DAY;
  const MONDAY = 3 * DAY; // 1970 began on a Thursday
  const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  /** The parts of a day that reports tell apart, by the hour they end at. */
  const PARTS = [['overnight', 6], ['morning', 10], ['daytime', 16], ['early evening', 20], ['prime', 23], ['late', 24]];

  const clock = (hour) => `${String(hour).padStart(2, '0')}:00`;
  const hours = (from, to) => `${clock(from)} – ${clock(to)}`;
  const hourOf = (wall) => Math.floor((((wall % DAY) + DAY) % DAY) / HOUR);
  const call = (name, ...parts) => `${name}(${parts.join(', ')})`;
  const hour = (wall) => call('INT', call('DIV', call('MOD', wall, DAY / 1000), HOUR / 1000));

  /**
   * By the key that stands in addresses: how many slots, which one a wall clock is in, how a slot is said in full and short, and several from one to
   * before another, and the same as an expression of a query about a wall clock in seconds.
   */
  scruffy.folds = {
    hour: {
      words: 'hour of the day', slots: 24, slotOf: hourOf, said: (slot) => hours(slot, slot + 1), span: hours, short: clock, every: 3, expression: hour,
    },
    daypart: {
      words: 'part of the day', slots: PARTS.length, every: 1,
      slotOf: (wall) => PARTS.findIndex(([, to]) => hourOf(wall) < to),
      said: (slot) => `${PARTS[slot][0]}, ${hours(slot ? PARTS[slot - 1][1] : 0, PARTS[slot][1])}`,
      span: (from, to) => (to - from > 1 ? `${PARTS[from][0]} to ${PARTS[to - 1][0]}, ${hours(from ? PARTS[from - 1][1] : 0, PARTS[to - 1][1])}` : scruffy.folds.daypart.said(from)),
      short: (slot) => PARTS[slot][0],
      expression: (wall) => call('IF', ...PARTS.slice(0, -1).flatMap(([, to], slot) => [call('LT', hour(wall), to), slot]), PARTS.length - 1),
    },
    week: {
      words: 'hour of the week', slots: 168, every: 24,
      slotOf: (wall) => Math.floor(((((wall + MONDAY) % WEEK) + WEEK) % WEEK) / HOUR),
      said: (slot) => `${DAYS[Math.floor(slot / 24)]} ${hours(slot % 24, (slot % 24) + 1)}`,
      span: (from, to) => `${DAYS[Math.floor(from / 24)]} ${clock(from % 24)} – ${Math.floor(from / 24) === Math.floor((to - 1) / 24) ? '' : `${DAYS[Math.floor((to - 1) / 24)]} `}${clock(((to - 1) % 24) + 1)}`,
      short: (slot) => DAYS[Math.floor(slot / 24)] + (slot % 24 ? ` ${clock(slot % 24)}` : ''),
      expression: (wall) => call('INT', call('DIV', call('MOD', call('SUM', wall, MONDAY / 1000), WEEK / 1000), HOUR / 1000)),
    },
  };

  /** How far the zone's clocks are ahead, from when on: [[from, offset in milliseconds]], the first from the beginning, in whole seconds. */
  const offsets = (first, last, zone) => {
    const [from, to] = [Math.floor(first / 1000) * 1000, Math.ceil(last / 1000) * 1000];
    const found = [[from, time.offset(from, zone)]];
    for (let at = from; at < to; at += DAY) {
      const end = Math.min(at + DAY, to);
      if (time.offset(end, zone) === found[found.length - 1][1]) continue;
      let [before, after] = [at, end]; // the change lies between them
      while (after - before > 1000) {
        const middle = Math.floor((before + after) / 2000) * 1000;
        if (time.offset(middle, zone) === found[found.length - 1][1]) before = middle;
        else after = middle;
      }
      found.push([after, time.offset(after, zone)]);
    }
    return found;
  };

  /** How wide a step may be, in seconds, so that none lies in two slots: zones differ by quarters of an hour. */
  scruffy.foldStep = (from, to, zone) => {
    const fine = (unit) => offsets(from, to, zone).every(([at, offset], i) => offset % unit === 0 && (i === 0 || at % unit === 0));
    return [HOUR, HOUR / 2].find(fine) / 1000 || 900;
  };

  /** The slot of an event, as a query's calculated field of whole numbers has it. */
  scruffy.foldField = (fold, name, from, to, zone) => {
    const [first, ...changes] = offsets(from, to, zone);
    const now = 'EVENT_TIMESTAMP()';
    const ahead = changes.reduce((before, [at, offset]) => call('IF', call('LT', now, at / 1000), before, offset / 1000), String(first[1] / 1000));
    return { name, expression: fold.expression(call('SUM', now, ahead)) };
  };

  /** An answer whose heatmap is folded: x is the slot. */
  scruffy.folded = (answer, fold, zone) => {
    const from = Date.parse(answer.from);
    const cells = new Map();
    for (const cell of (answer.heatmap && answer.heatmap.cells) || []) {
      const at = from + cell.x * answer.granularitySeconds * 1000;
      const x = fold.slotOf(at + time.offset(at, zone));
      const there = cells.get(`${x}:${cell.y}`);
      if (!there) cells.set(`${x}:${cell.y}`, { ...cell, x });
      else {
        there.count += cell.count;
        if (cell.max > there.max) Object.assign(there, { max: cell.max, trace: cell.trace || there.trace });
      }
    }
    return { ...answer, heatmap: { ...answer.heatmap, cells: [...cells.values()] } };
  };
})();
