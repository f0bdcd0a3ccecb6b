/* What tells the events that somebody selected from the rest: one card for each column, the most different first. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, length, count, amount: number } = scruffy;

  const FIRST = 6;
  const MOST_BARS = 8;

  const percent = (share) => {
    const p = share * 100;
    if (p > 0 && p < 0.1) return '< 0.1 %';
    return `${p >= 10 || p === 0 ? p.toFixed(0) : p.toFixed(1)} %`;
  };

  const chance = (q) => {
    if (q < 0.001) return 'practically never chance';
    return q < 0.01 ? 'very unlikely to be chance' : 'unlikely to be chance';
  };

  /** How much more often, or how much less. */
  const effect = (selected, baseline) => {
    if (baseline === 0) return 'never among the rest';
    if (selected === 0) return 'never among the selected';
    const times = (ratio) => (ratio > 1000 ? 'more than 1,000' : ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1).replace(/\.0$/, ''));
    return selected >= baseline ? `${times(selected / baseline)} × as often` : `${times(baseline / selected)} × less often`;
  };

  const q = (value) => (value < 0.0001 ? 'q < 0.0001' : `q = ${Number(value.toPrecision(2))}`);

  const OPS = { '=': 'is', '!=': 'is not', exists: 'is there', 'does-not-exist': 'is not there', '>=': '≥', '<': '<', '>': '>', '<=': '≤' };

  class BubbleUp {
    /** @param told {filter({column, op, value}), group(column), clear(), zoom()} */
    constructor(frame, told) {
      this.frame = frame;
      this.told = told;
      this.part = (name) => frame.querySelector(`[data-part=${name}]`);
      this.part('clear').addEventListener('click', () => told.clear());
      this.part('zoom').addEventListener('click', () => told.zoom());
      this.part('more').addEventListener('click', () => this.showAll());
    }

    hide() {
      this.frame.hidden = true;
      this.answer = null;
    }

    /** @param boxed whether a rectangle is compared  @param timed whether it has a time to zoom to */
    wait(words, boxed, timed) {
      this.part('zoom').hidden = !timed;
      document.getElementById('bubbleup-title').textContent = boxed ? 'What is different in the rectangle' : 'What is different in these events';
      this.frame.hidden = false;
      this.frame.setAttribute('aria-busy', 'true');
      this.part('selected').textContent = words;
      this.part('summary').textContent = 'Comparing every column …';
      this.part('waiting').hidden = false;
    }

    done() {
      this.frame.setAttribute('aria-busy', 'false');
      this.part('waiting').hidden = true;
    }

    refuse(words) {
      this.done();
      this.part('summary').textContent = words;
      ['warnings', 'columns', 'chance', 'made'].forEach((name) => this.part(name).replaceChildren());
      this.part('more').hidden = true;
      this.part('rest').hidden = true;
    }

    show(answer) {
      this.done();
      this.answer = answer;
      const of = (verdict) => answer.columns.filter((column) => column.verdict === verdict);
      const [found, chances, made] = ['significant', 'indistinguishable', 'by-construction'].map(of);
      this.cards = found.length > 0 ? found : chances.slice(0, FIRST);
      this.part('summary').textContent = this.summary(answer, found);
      this.part('warnings').replaceChildren(...answer.warnings.map((words) => el('li', {}, words + '.')));
      this.part('columns').replaceChildren(...this.cards.slice(0, FIRST).map((column) => this.card(column)));
      this.part('more').hidden = this.cards.length <= FIRST;
      this.part('more').textContent = `Show ${this.cards.length - FIRST} more`;
      this.part('rest').hidden = chances.length + made.length === 0;
      this.part('rest-words').textContent =
        `${count(chances.length)} may differ by chance only` + (made.length ? `, ${count(made.length)} by how you selected` : '');
      this.part('made').replaceChildren(...made.map((column) => el('li', {}, el('code', {}, column.column), ` because of ${column.because}`)));
      this.part('chance').replaceChildren(...chances.map((column) => el('li', {}, el('code', {}, column.column), ` ${q(column.q)}`)));
    }

    showAll() {
      this.part('columns').append(...this.cards.slice(FIRST).map((column) => this.card(column)));
      this.part('more').hidden = true;
    }

    summary(answer, found) {
      const sides = `${count(answer.selection.events)} selected beside ${count(answer.baseline.events)} others. `;
      if (answer.selection.events === 0) return 'Nothing is selected by this.';
      if (answer.baseline.events === 0) return 'Everything is selected: there is nothing to compare it with.';
      const many = found.length === 0 ? 'None' : count(found.length);
      return `${sides}${many} of ${count(answer.compared)} columns ${found.length === 1 ? 'tells' : 'tell'} them apart; took ${length(answer.tookMs)}.${found.length === 0 ? ' Those that differ most:' : ''}`;
    }

    card(column) {
      const value = column.filter.value;
      const numeric = column.type === 'INTEGER' || column.type === 'FLOAT';
      const words = value === undefined ? '' : ' ' + (numeric ? number(value, column.column) : String(value));
      const sentence = el('p', {}, el('strong', {}, `${OPS[column.filter.op] || column.filter.op}${words}`),
        ` for ${percent(column.selected)} of the selected, ${percent(column.baseline)} of the rest: `,
        el('strong', {}, effect(column.selected, column.baseline)), `, ${column.verdict === 'significant' ? chance(column.q) : 'which may be chance'} `,
        el('span', { class: 'x-meta', title: `${column.test}, false alarms by Benjamini and Hochberg` }, `(${q(column.q)})`));
      return el('li', { class: 'b-card', 'data-column': column.column },
        el('h3', {}, this.name(column)), sentence,
        column.sameAs.length ? el('p', { class: 'x-meta' }, `The same is said by ${column.sameAs.join(', ')}.`) : null,
        this.bars(column, numeric));
    }

    name(column) {
      return scruffy.menuButton(column.column, `What to do with ${column.column}`, () => [
        [`Group by ${column.column}`, () => this.told.group(column.column)],
        [`Show only where it ${OPS[column.filter.op] || column.filter.op} ${column.filter.value ?? ''}`.trim(), () => this.told.filter(column.filter)],
      ]);
    }

    bars(column, numeric) {
      const bars = numeric ? this.coarse(column.bars) : column.bars.slice(0, MOST_BARS);
      const most = Math.max(...bars.map((bar) => Math.max(bar.selected, bar.baseline)), 0.0001);
      const rows = bars.map((bar) =>
        el('tr', {}, el('th', { scope: 'row' }, this.value(column, bar, numeric)),
          this.bar(bar.selected, most, 'b-selected'), this.bar(bar.baseline, most, 'b-rest')));
      return el('table', { class: 'b-table' },
        el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Value'),
          el('th', { scope: 'col' }, el('i', { class: 'b-selected' }), 'Selected'), el('th', { scope: 'col' }, el('i', { class: 'b-rest' }), 'Rest'))),
        el('tbody', {}, ...rows));
    }

    bar(share, most, side) {
      const fill = el('i', { class: side });
      fill.style.width = `${(share / most) * 100}%`;
      return el('td', {}, el('span', { class: 'b-share' }, percent(share)), el('span', { class: 'b-bar' }, fill));
    }

    /** Ranges of numbers, neighbours put together until they are few. */
    coarse(bars) {
      const values = bars.filter((bar) => typeof bar.value === 'number' && !bar.others);
      const share = Math.ceil(values.length / MOST_BARS);
      const rows = [];
      for (let i = 0; i < values.length; i += share) {
        const some = values.slice(i, i + share);
        const sum = (side) => some.reduce((all, bar) => all + bar[side], 0);
        rows.push({ value: some[0].value, below: values[i + share] && values[i + share].value, selected: sum('selected'), baseline: sum('baseline') });
      }
      return rows.concat(bars.filter((bar) => typeof bar.value !== 'number' && !bar.others));
    }

    /** A value with its menu, and the most wanted of that beside it. */
    value(column, bar, numeric) {
      if (bar.others) return 'all others';
      const name = column.column;
      // where having a number at all is what differs, there are no ranges of it
      if (bar.value === null || (numeric && typeof bar.value !== 'number')) return this.presence(name, bar.value === null);
      if (numeric) return this.range(name, bar);
      const value = String(bar.value);
      const [only, without] = ['=', '!='].map((op) => () => this.told.filter({ column: name, op, value }));
      return this.offered(scruffy.valueButton(value, name, bar.value, this.told), name, `${name} = ${value}`, only, without);
    }

    presence(name, missing) {
      const { filter, group } = this.told;
      const [without, having] = ['does-not-exist', 'exists'].map((op) => () => filter({ column: name, op, value: '' }));
      const button = scruffy.menuButton(missing ? '(not there)' : '(there)', `Events with and without ${name}`, () => [
        [`Only events without ${name}`, without], [`Only events with ${name}`, having], [`Group by ${name}`, () => group(name)],
      ]);
      return this.offered(button, name, missing ? `events that have no ${name}` : `events that have ${name}`, ...(missing ? [without, having] : [having, without]));
    }

    range(name, bar) {
      const { filter, group } = this.told;
      const [from, below] = [bar.value, bar.below].map((value) => number(value, name));
      const words = bar.below === undefined ? `${from} and more` : `${from} – ${below}`;
      const [least, less] = [['>=', bar.value], ['<', bar.value]].map(([op, value]) => () => filter({ column: name, op, value: String(value) }));
      const button = scruffy.menuButton(words, `${name} from ${words}`, () => [
        [`Only ${name} ≥ ${from}`, least], [`Only ${name} < ${from}`, less], [`Group by ${name}`, () => group(name)],
      ]);
      return this.beside(button, [['≥', `only ${name} ≥ ${from}`, least], ['<', `only ${name} < ${from}`, less], ['group by', `group by ${name}`, () => group(name)]]);
    }

    offered(button, name, what, only, without) {
      return this.beside(button, [['only', `only ${what}`, only], ['without', `without ${what}`, without], ['group by', `group by ${name}`, () => this.told.group(name)]]);
    }

    /** Small buttons that a pointer over the bar or the focus in it shows; their room is there before. @param acts [[words, said in full, act()], ...] */
    beside(button, acts) {
      return el('span', { class: 'b-value' }, button, el('span', { class: 'b-acts' },
        ...acts.map(([words, said, act]) => el('button', { type: 'button', class: 'x-link', 'aria-label': said, title: said, onclick: act }, words))));
    }
  }

  scruffy.BubbleUp = BubbleUp;
})();
