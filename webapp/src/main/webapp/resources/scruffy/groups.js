/* The groups of an answer: a table that can be sorted and taken away, and the first of them over time, a chart for each calculation. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, time, amount: number } = scruffy;

  const BEFORE = [4, 4];
  const DAY = 86400000;
  const AXIS = 64; // so wide, where charts stand below one another
  const EDGE = 6; // room for half a point

  const worded = (value) => (value === null || value === undefined || value === '' ? '(not there)' : String(value));

  const earlier = (name) => `${name} before`;

  const COUNTED = 'COUNT_DISTINCT'; // a number of values has not their unit

  const columnOf = (label) => (label.startsWith(COUNTED) ? undefined : (label.match(/\((.*)\)$/) || [])[1]);

  const titled = (label) => (label === 'COUNT' ? 'Events' : label);

  class Groups {
    /** @param told {zone, sort(label), filter({column, op, value}), group(column), alone(column), select({column, op, value}), parquet(name), zoom(from, to), back(), moment(point, {from, to}, back)} */
    constructor(frame, told) {
      this.frame = frame;
      this.told = told;
      this.marks = [];
      this.charts = [];
      this.left = new Set(); // the lines that the legend leaves out, of every chart
      this.part = (name) => frame.querySelector(`[data-part=${name}]`);
      this.part('csv').addEventListener('click', () => scruffy.save(new Blob([this.csv()], { type: 'text/csv' }), `${this.name()}.csv`));
      this.part('json').addEventListener('click', () =>
        scruffy.save(new Blob([JSON.stringify(this.answer, null, 1)], { type: 'application/json' }), `${this.name()}.json`));
      this.part('parquet').addEventListener('click', () => told.parquet(this.name()));
      const first = frame.querySelector('.g-chart');
      this.places = [{ place: first, title: el('h3', { class: 'g-of', hidden: true }), canvas: this.part('chart') }];
      this.also = el('div');
      first.before(this.places[0].title);
      first.after(this.also);
      this.dragged(first, 0);
      this.others = el('div'); // the other charts as tables
      if (this.part('steps')) this.part('steps').append(this.others);
      if (this.part('steps')) this.part('steps').addEventListener('toggle', () => this.drawn && this.tellOthers());
      matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.chart && this.paint());
      new MutationObserver(() => this.chart && this.paint())
        .observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    }

    /** Lets the time of a chart be dragged out, and its points be clicked. */
    dragged(frame, i) {
      const { zoom, back, moment } = this.told;
      scruffy.dragTime(frame, { area: () => this.charts[i] && !this.drawn.fold && this.charts[i].chartArea, times: () => this.steps().times, zoom, back,
        ...(moment ? { pick: (which, point) => moment(point, this.step(this.steps().times[which])) } : {}) });
    }

    /** The first chart, if any is drawn. */
    get chart() {
      return this.charts[0];
    }

    destroy() {
      this.charts.splice(0).forEach((chart) => chart.destroy());
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
        const column = columnOf(one.label);
        return el('td', { class: 'x-number' }, number(row.values[one.label], column),
          error > 0 ? el('span', { class: 'x-meta' }, ` ± ${number(error, column)}`) : null,
          was !== undefined && was !== null ? el('span', { class: 'g-was' }, `was ${number(was, column)}`) : null);
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
     * @param labels of the calculations, of each of which there is a chart
     * @param fold one of scruffy.folds where the rows are of its slots, each in the column {@code slot}
     */
    draw(answer, labels, by, fold, slot) {
      this.drawn = { answer, labels, by, fold, slot };
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

    steps(label = this.drawn.labels[0]) {
      const { answer, by, fold, slot } = this.drawn;
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
      const words = `${time.shortDay(at, this.told.zone)} ${this.clock(at)}`;
      if (!this.told.moment) return words;
      const button = el('button', { type: 'button', class: 'x-value', title: 'What to do with this time', 'aria-haspopup': 'menu', onclick: () => {
        const { left: x, bottom: y } = button.getBoundingClientRect();
        this.told.moment({ x, y }, this.step(at), () => button.focus());
      } }, words);
      return button;
    }

    /** With seconds where steps are shorter than a minute. */
    clock(at) {
      return (this.drawn.answer.granularitySeconds < 60 ? time.second : time.minute)(at, this.told.zone);
    }

    /** A point of the axis of time. */
    tick(at, times) {
      const wide = this.drawn.answer.granularitySeconds * 1000;
      if (wide >= DAY) return time.shortDay(at, this.told.zone);
      return times.length * wide > DAY ? `${time.shortDay(at, this.told.zone)} ${this.clock(at)}` : this.clock(at);
    }

    /** What is drawn: each group's line and, where there is one, that of the time compared with. */
    lines(label) {
      const { lines, before, times, counted } = this.steps(label);
      const looks = scruffy.looks(this.frame);
      return [...lines].flatMap(([name, points], i) => {
        const { colour, dash } = looks[i % looks.length];
        const drawn = (of) => scruffy.line(times.map((at) => of.get(at) ?? (counted ? 0 : null)));
        const was = before.get(name);
        return [
          { label: name, of: name, hidden: this.left.has(name), ...drawn(points), borderColor: colour, backgroundColor: colour, borderDash: before.size ? [] : dash, borderWidth: 2 },
          ...(was ? [{ label: earlier(name), of: name, hidden: this.left.has(name), ...drawn(was), borderColor: colour, backgroundColor: colour, borderDash: BEFORE, borderWidth: 1, before: true }] : []),
        ];
      });
    }

    paint() {
      const { labels } = this.drawn;
      this.destroy();
      this.room(labels.length);
      this.charts = labels.map((label, i) => this.paintOne(label, this.places[i], i));
      const hint = this.part('before');
      if (hint) hint.hidden = this.steps().before.size === 0;
    }

    /** Makes places for so many charts: the first is the page's own, the others stand below it. */
    room(many) {
      this.places.splice(Math.max(1, many)).forEach(({ title, place }) => [title, place].forEach((one) => one.remove()));
      while (this.places.length < many) {
        const canvas = el('canvas', { role: 'img' });
        const one = { title: el('h3', { class: 'g-of' }), place: el('div', { class: 'g-also' }, canvas), canvas };
        this.also.append(one.title, one.place);
        this.places.push(one);
        this.dragged(one.place, this.places.length - 1);
      }
    }

    paintOne(label, { title, canvas }, i) {
      const { before, times, column } = this.steps(label);
      const style = getComputedStyle(this.frame);
      const [muted, line, mark] = ['--muted', '--line', '--k-mark'].map((name) => style.getPropertyValue(name).trim());
      const { fold, labels } = this.drawn;
      const several = labels.length > 1;
      title.hidden = !several;
      title.textContent = titled(label);
      if (several) canvas.setAttribute('aria-label', `${titled(label)} of the first groups over time; a table below says the same`);
      return new window.Chart(canvas, {
        type: 'line',
        data: {
          labels: times.map((at) => (fold ? fold.short(at) : this.tick(at, times))),
          datasets: this.lines(label).map((one) => ({ ...one, pointHitRadius: 8, spanGaps: true, clip: EDGE })),
        },
        options: {
          animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: 'index', intersect: false },
          layout: { autoPadding: false, padding: { right: EDGE, top: EDGE } }, // else a point that is alone moves its chart's axis from those of the others
          scales: {
            x: { ticks: { color: muted, maxRotation: 0, autoSkipPadding: 24 }, grid: { color: line } },
            y: {
              beginAtZero: true, ticks: { color: muted, maxTicksLimit: i ? 5 : 11, callback: (value) => number(value, column) }, grid: { color: line },
              ...(several ? { afterFit: (scale) => (scale.width = Math.max(scale.width, AXIS)) } : {}),
            },
          },
          plugins: {
            legend: {
              display: i === 0, position: several ? 'top' : 'bottom', onClick: (event, { text }) => this.toggle(text),
              labels: { ...scruffy.legend, color: muted, filter: (item, { datasets }) => !datasets[item.datasetIndex].before },
            },
            tooltip: {
              callbacks: { label: (item) => `${item.dataset.label}: ${number(item.parsed.y, column)}`, footer: fold ? () => [] : scruffy.marks.footer(times, this.marks, this.told.zone) },
            },
          },
        },
        plugins: fold ? [] : [scruffy.marks.over(times, this.marks, mark)], // a slot is of no one moment
      });
    }

    /** Leaves a group's lines out of all charts, or takes them in again. */
    toggle(name) {
      if (!this.left.delete(name)) this.left.add(name);
      this.charts.forEach((chart) => {
        chart.data.datasets.forEach(({ of }, i) => chart.setDatasetVisibility(i, !this.left.has(of)));
        chart.update();
      });
    }

    /** The charts in words. */
    tell() {
      const [label] = this.drawn.labels;
      this.tellOne(label, this.part('step-head'), this.part('step-rows'));
      this.tellOthers();
    }

    /** Those below the first only where somebody looks at them. */
    tellOthers() {
      const steps = this.part('steps');
      const [first, ...others] = steps && steps.open ? this.drawn.labels : [];
      this.others.replaceChildren(...others.flatMap((label) => {
        const [head, rows] = [el('tr'), el('tbody')];
        this.tellOne(label, head, rows);
        return [el('h4', {}, titled(label)), el('div', { class: 'x-scroll g-steps', tabindex: '0', role: 'group', 'aria-label': titled(label) }, el('table', { class: 'x-table' }, el('thead', {}, head), rows))];
      }));
      const named = this.part('steps-of');
      if (!named) return;
      named.hidden = others.length === 0;
      named.textContent = first ? titled(first) : '';
    }

    tellOne(label, head, rows) {
      const { lines: now, before, times, column } = this.steps(label);
      const { fold } = this.drawn;
      const lines = new Map([...now].flatMap(([name, line]) => [[name, line], ...(before.has(name) ? [[earlier(name), before.get(name)]] : [])]));
      const wide = times.length > 1 ? times[1] - times[0] : Infinity;
      const marked = (at) => (fold ? [] : this.marks.filter((one) => one.at >= at && one.at < at + wide));
      const filled = times.filter((at) => marked(at).length > 0 || [...lines.values()].some((line) => line.has(at)));
      head.replaceChildren(el('th', { scope: 'col' }, fold ? fold.words : `Time (${time.zone(times[0], this.told.zone)})`),
        ...[...lines.keys()].map((name) => el('th', { scope: 'col', class: 'x-number' }, name)));
      rows.replaceChildren(...filled.map((at) => el('tr', {},
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
