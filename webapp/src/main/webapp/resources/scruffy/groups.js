/* The groups of an answer: a table that can be sorted and taken away, and the first of them over time. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, time, amount: number } = scruffy;

  const BEFORE = [4, 4];


  const worded = (value) => (value === null || value === undefined || value === '' ? '(not there)' : String(value));

  const earlier = (name) => `${name} before`;

  const columnOf = (label) => (label.match(/\((.*)\)$/) || [])[1];

  class Groups {
    /** @param told {zone, sort(label), filter({column, op, value}), group(column), alone(column), select({column, op, value}), parquet(name), zoom(from, to), back(), moment(point, {from, to}, back)} */
    constructor(frame, told) {
      this.frame = frame;
      this.told = told;
      this.marks = [];
      this.part = (name) => frame.querySelector(`[data-part=${name}]`);
      this.part('csv').addEventListener('click', () => scruffy.save(new Blob([this.csv()], { type: 'text/csv' }), `${this.name()}.csv`));
      this.part('json').addEventListener('click', () =>
        scruffy.save(new Blob([JSON.stringify(this.answer, null, 1)], { type: 'application/json' }), `${this.name()}.json`));
      this.part('parquet').addEventListener('click', () => told.parquet(this.name()));
      scruffy.dragTime(frame.querySelector('.g-chart'), { area: () => this.chart && !this.drawn.fold && this.chart.chartArea, times: () => this.steps().times, zoom: told.zoom, back: told.back,
        ...(told.moment ? { pick: (which, point) => told.moment(point, this.step(this.steps().times[which])) } : {}) });
      matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.chart && this.paint());
      new MutationObserver(() => this.chart && this.paint())
        .observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    }

    /** @param shown {by, sort: the label or column that rows are in order by, ascending, calculations: [{op, column, label}]} */
    show(answer, shown) {
      this.answer = answer;
      this.shown = shown;
      const groups = shown.by.length ? shown.by.map((name) => this.sorts(name, name)) : [el('th', { scope: 'col' }, 'All events')];
      this.part('head').replaceChildren(...groups, ...shown.calculations.map((one) => this.sorts(one.label, this.head(one), 'x-number')));
      const rows = (answer.rows || []).filter((row) => shown.calculations.some((one) => row.values[one.label] !== null));
      this.rows = answer.matched > 0 ? rows : [];
      this.part('rows').replaceChildren(...this.rows.map((row) => this.row(row)));
      this.part('empty').hidden = this.rows.length > 0;
      this.part('sums').replaceChildren(...this.sums());
      const errors = this.rows.some((row) => Object.values(row.errors).some((error) => error > 0));
      this.part('note').textContent = errors ? 'Some events stand for many: ± is the standard error of what is worked out of them.' : '';
    }

    /** The head of a column that rows can be put in order by. */
    sorts(by, words, kind) {
      const way = this.shown.sort !== by ? 'none' : this.shown.ascending ? 'ascending' : 'descending';
      return el('th', { scope: 'col', class: kind, 'aria-sort': way },
        el('button', { type: 'button', class: 'x-sort', title: `Order by ${by}`, onclick: () => this.told.sort(by) }, words));
    }

    head(one) {
      if (one.op === 'COUNT') return 'Events';
      if (one.column !== 'duration_ms') return one.label;
      return one.op === 'MAX' ? 'Slowest' : one.op;
    }

    row(row) {
      const before = this.earlier(row);
      const cells = this.shown.by.map((column, i) => el(i === 0 ? 'th' : 'td', { scope: i === 0 ? 'row' : null }, this.value(column, row.group[column])));
      const first = this.shown.by.length ? worded(row.group[this.shown.by[0]]) : 'all of them';
      return el('tr', { 'data-group': first }, ...(cells.length ? cells : [el('th', { scope: 'row' }, first)]), ...this.numbers(row, before));
    }

    numbers(row, before) {
      return this.shown.calculations.map((one) => {
        const error = row.errors && row.errors[one.label];
        const was = before && before.values[one.label];
        return el('td', { class: 'x-number' }, number(row.values[one.label], one.column),
          error > 0 ? el('span', { class: 'x-meta' }, ` ± ${number(error, one.column)}`) : null,
          was !== undefined && was !== null ? el('span', { class: 'g-was' }, `was ${number(was, one.column)}`) : null);
      });
    }

    /** The same group in the time that is compared with. */
    earlier(row) {
      const key = (one) => JSON.stringify(this.shown.by.map((column) => one.group[column] ?? null));
      return ((this.answer.before || {}).rows || []).find((one) => key(one) === key(row));
    }

    value(column, value) {
      return scruffy.valueButton(worded(value), column, value === '' ? null : value, { ...this.told, by: this.shown.by });
    }

    sums() {
      if (!this.shown.by.length || this.rows.length === 0) return [];
      const wide = { scope: 'row', colspan: String(this.shown.by.length) };
      const line = (words, sum) => el('tr', {}, el('th', wide, words), ...this.numbers(sum));
      const rest = Object.values((this.answer.other || {}).values || {}).some((value) => value);
      return [
        rest ? line('All other groups', this.answer.other) : null,
        this.answer.total ? line('All together', this.answer.total) : null,
      ].filter(Boolean);
    }

    /**
     * Draws groups step by step.
     *
     * @param fold one of scruffy.folds where the rows are of its slots, each in the column {@code slot}
     */
    draw(answer, label, by, fold, slot) {
      this.drawn = { answer, label, by, fold, slot };
      this.part('drag').hidden = Boolean(fold);
      this.paint();
      this.tell();
    }

    /** @param marks what the lines are drawn with, as scruffy.marks has it */
    mark(marks) {
      this.marks = marks;
      if (!this.chart) return;
      this.paint();
      this.tell();
    }

    steps() {
      const { answer, label, by, fold, slot } = this.drawn;
      const key = (group) => by.map((column) => worded(group[column])).join(', ') || 'All events';
      const column = columnOf(label);
      const counted = label === 'COUNT';
      if (fold) {
        const lines = new Map();
        answer.rows.forEach((row) => lines.set(key(row.group), (lines.get(key(row.group)) || new Map()).set(row.group[slot], row.values[label])));
        return { lines, before: new Map(), times: Array.from({ length: fold.slots }, (_, i) => i), column, counted };
      }
      const from = Date.parse(answer.from);
      const linesOf = (one, later) => {
        const lines = new Map((one.rows || []).map((row) => [key(row.group), new Map()]));
        for (const step of one.series || []) {
          const line = lines.get(key(step.group));
          if (line) line.set(Date.parse(step.time) + later, step.values[label]);
        }
        return lines;
      };
      const wide = answer.granularitySeconds * 1000;
      const times = Array.from({ length: Math.max(1, Math.ceil((Date.parse(answer.to) - from) / wide)) }, (_, i) => from + i * wide);
      const then = answer.before && answer.before.series ? answer.before : {}; // what is compared with, drawn at the times of now
      return { lines: linesOf(answer, 0), before: linesOf(then, from - Date.parse(then.from)), times, column, counted };
    }

    /** The time that a point stands for. */
    step(at) {
      return { from: at, to: at + this.drawn.answer.granularitySeconds * 1000 };
    }

    /** A moment of the table, with what can be done with it. */
    moment(at) {
      const words = `${time.shortDay(at, this.told.zone)} ${time.minute(at, this.told.zone)}`;
      if (!this.told.moment) return words;
      const button = el('button', { type: 'button', class: 'x-value', title: 'What to do with this time', 'aria-haspopup': 'menu', onclick: () => {
        const { left: x, bottom: y } = button.getBoundingClientRect();
        this.told.moment({ x, y }, this.step(at), () => button.focus());
      } }, words);
      return button;
    }

    /** What is drawn: each group's line and, where there is one, that of the time compared with. */
    lines() {
      const { lines, before, times, counted } = this.steps();
      const looks = scruffy.looks(this.frame);
      return [...lines].flatMap(([name, points], i) => {
        const { colour, dash } = looks[i % looks.length];
        const drawn = (of) => scruffy.line(times.map((at) => of.get(at) ?? (counted ? 0 : null)));
        const was = before.get(name);
        return [
          { label: name, ...drawn(points), borderColor: colour, backgroundColor: colour, borderDash: before.size ? [] : dash, borderWidth: 2 },
          ...(was ? [{ label: earlier(name), ...drawn(was), borderColor: colour, backgroundColor: colour, borderDash: BEFORE, borderWidth: 1, before: true }] : []),
        ];
      });
    }

    paint() {
      const { before, times, column } = this.steps();
      const style = getComputedStyle(this.frame);
      const [muted, line, mark] = ['--muted', '--line', '--k-mark'].map((name) => style.getPropertyValue(name).trim());
      if (this.chart) this.chart.destroy();
      const { fold } = this.drawn;
      const minute = (at) => (fold ? fold.short(at) : time.minute(at, this.told.zone));
      this.chart = new window.Chart(this.part('chart'), {
        type: 'line',
        data: {
          labels: times.map(minute),
          datasets: this.lines().map((line) => ({ ...line, pointHitRadius: 8, spanGaps: true })),
        },
        options: {
          animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: 'index', intersect: false },
          scales: {
            x: { ticks: { color: muted, maxRotation: 0, autoSkipPadding: 24 }, grid: { color: line } },
            y: { beginAtZero: true, ticks: { color: muted, callback: (value) => number(value, column) }, grid: { color: line } },
          },
          plugins: {
            legend: { position: 'bottom', labels: { ...scruffy.legend, color: muted, filter: (item, { datasets }) => !datasets[item.datasetIndex].before } },
            tooltip: {
              callbacks: { label: (item) => `${item.dataset.label}: ${number(item.parsed.y, column)}`, footer: fold ? () => [] : scruffy.marks.footer(times, this.marks, this.told.zone) },
            },
          },
        },
        plugins: fold ? [] : [scruffy.marks.over(times, this.marks, mark)], // a slot is of no one moment
      });
      const hint = this.part('before');
      if (hint) hint.hidden = before.size === 0;
    }

    /** The chart in words. */
    tell() {
      const { lines: now, before, times, column } = this.steps();
      const { fold } = this.drawn;
      const lines = new Map([...now].flatMap(([name, line]) => [[name, line], ...(before.has(name) ? [[earlier(name), before.get(name)]] : [])]));
      const wide = times.length > 1 ? times[1] - times[0] : Infinity;
      const marked = (at) => (fold ? [] : this.marks.filter((one) => one.at >= at && one.at < at + wide));
      const filled = times.filter((at) => marked(at).length > 0 || [...lines.values()].some((line) => line.has(at)));
      this.part('step-head').replaceChildren(el('th', { scope: 'col' }, fold ? fold.words : `Time (${time.zone(times[0], this.told.zone)})`),
        ...[...lines.keys()].map((name) => el('th', { scope: 'col', class: 'x-number' }, name)));
      this.part('step-rows').replaceChildren(...filled.map((at) => el('tr', {},
        el('th', { scope: 'row' }, fold ? fold.said(at) : this.moment(at),
          ...marked(at).map((one) => el('small', { class: 'g-mark' }, one.said))),
        ...[...lines.values()].map((line) => el('td', { class: 'x-number' }, number(line.get(at), column))))));
    }

    csv() {
      const cell = (value) => {
        const text = value === null || value === undefined ? '' : String(value);
        // what a spreadsheet would take for a formula is text
        const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
        return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
      };
      const { by, calculations } = this.shown;
      const heads = [...by, ...calculations.flatMap((one) => [one.label, `${one.label} standard error`])];
      const rows = this.rows.map((row) => [...by.map((column) => row.group[column]),
        ...calculations.flatMap((one) => [row.values[one.label], row.errors[one.label]])]);
      return [heads, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
    }

    name() {
      return `scruffy-${this.answer.from.slice(0, 16).replace(/:/g, '')}`;
    }
  }

  scruffy.Groups = Groups;
})();
