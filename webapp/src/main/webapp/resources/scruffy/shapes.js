/* The traces that were selected beside the others, as one tree: where either side does more, or other things. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, length, count } = scruffy;

  const TELLING = 0.1; // of the largest difference: what leads there is unfolded

  const number = (value) => (value === 0 ? '0' : value < 0.01 ? '< 0.01' : String(Number(value.toPrecision(value < 100 ? 2 : 4))));

  class Shapes {
    /** @param frame details that are filled when they are opened  @param told {url, trace(id, span): the address of an example} */
    constructor(frame, told) {
      this.frame = frame;
      this.told = told;
      this.part = (name) => frame.querySelector(`[data-part=${name}]`);
      this.turn = 0;
      this.asked = null;
      frame.addEventListener('toggle', () => frame.open && this.ask());
      this.part('rows').addEventListener('keydown', (event) => this.key(event));
      this.part('rows').addEventListener('click', (event) => this.click(event));
    }

    /** @param body what is compared, as BubbleUp has it */
    about(body) {
      this.body = body;
      if (this.frame.open) this.ask();
    }

    async ask() {
      if (this.asked === this.body) return;
      this.asked = this.body;
      const turn = ++this.turn;
      this.part('words').textContent = 'Reading traces of both sides …';
      try {
        const shape = await scruffy.ask(this.told.url, this.body);
        if (turn === this.turn) this.show(shape);
      } catch (failure) {
        if (turn !== this.turn) return;
        this.asked = null;
        this.part('table').hidden = true;
        this.part('words').textContent = failure.message;
      }
    }

    show(shape) {
      const top = { children: [], level: 0 };
      const nodes = shape.nodes.map((node) => ({ ...node, children: [], open: false }));
      nodes.forEach((node) => {
        node.above = node.parent < 0 ? top : nodes[node.parent];
        node.level = node.above.level + 1;
        node.above.children.push(node);
      });
      const differs = (node) => Math.abs(node.selection.selfMs - node.baseline.selfMs);
      const most = Math.max(0, ...nodes.map(differs));
      nodes.filter((node) => most > 0 && differs(node) >= most * TELLING).forEach((node) => {
        for (let above = node.above; above !== top; above = above.above) above.open = true;
      });
      this.top = top;
      this.longest = Math.max(1e-9, ...nodes.flatMap((node) => [node.selection.selfMs, node.baseline.selfMs]));
      this.often = Math.max(1e-9, ...nodes.flatMap((node) => [node.selection.spans, node.baseline.spans]));
      this.part('words').textContent = this.summary(shape);
      this.part('table').hidden = this.part('hint').hidden = nodes.length === 0;
      this.current = nodes[0];
      this.draw();
    }

    summary(shape) {
      const traces = (many, which) => `${count(many)} ${which} ${many === 1 ? 'trace' : 'traces'}`;
      if (shape.nodes.length === 0) return 'None of these events belongs to a trace.';
      const alone = shape.baseline === 0 ? ' Every trace there is has a selected event.' : shape.selection === 0 ? ' No selected event belongs to a trace.' : '';
      return `${traces(shape.selection, 'selected')} beside ${traces(shape.baseline, 'other')}, what differs most first.${alone}${shape.truncated ? ' The deepest spans are left out.' : ''}`;
    }

    draw(focus) {
      this.rows = [];
      const stack = [...this.top.children].reverse();
      while (stack.length > 0) {
        const node = stack.pop();
        this.rows.push(node);
        if (node.open) stack.push(...[...node.children].reverse());
      }
      this.part('rows').replaceChildren(...this.rows.map((node, i) => this.row(node, i)));
      if (focus) this.focus(this.current);
    }

    row(node, i) {
      const kin = node.children.length > 0;
      const name = el('td', { role: 'gridcell', class: 's-name' },
        el('span', { class: 't-twist', 'data-twist': kin || null, 'aria-hidden': 'true' }, kin ? (node.open ? '▾' : '▸') : ''),
        el('span', {}, node.name, node.relation ? el('small', {}, ' ', node.relation) : null, el('small', {}, ' ', node.service)));
      name.style.paddingLeft = `${(node.level - 1) * (this.frame.clientWidth < 640 ? 0.4 : 0.9)}rem`;
      return el('tr', {
        role: 'row', 'aria-level': node.level, 'aria-expanded': kin ? String(node.open) : null, 'data-row': i,
        tabindex: node === this.current ? 0 : -1,
      }, name, this.sides(node, 'selfMs', length, this.longest), this.sides(node, 'spans', number, this.often));
    }

    sides(node, what, words, most) {
      const line = (side, style, said) => {
        const fill = el('i', { class: style });
        fill.style.width = `${(side[what] / most) * 100}%`;
        const value = side.trace
          ? el('a', { href: this.told.trace(side.trace, side.span), title: `An example of ${said}` }, words(side[what]))
          : el('span', {}, '–');
        return el('div', { class: 's-side' }, el('span', { class: 'x-unseen' }, `${said}: `), value, el('span', { class: 'b-bar' }, fill));
      };
      return el('td', { role: 'gridcell' }, line(node.selection, 'b-selected', 'selected'), line(node.baseline, 'b-rest', 'the rest'));
    }

    at(element) {
      const row = element.closest('[data-row]');
      return row && this.rows[Number(row.dataset.row)];
    }

    click(event) {
      const node = this.at(event.target);
      if (!node || event.target.closest('a')) return;
      this.current = node;
      if (node.children.length > 0) node.open = !node.open;
      this.draw(true);
    }

    key(event) {
      const node = this.at(event.target);
      if (!node || event.target.closest('a') || event.ctrlKey || event.metaKey || event.altKey) return;
      const i = this.rows.indexOf(node);
      const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: this.rows.length - 1 }[event.key];
      if (to !== undefined) this.focus(this.rows[Math.min(this.rows.length - 1, Math.max(0, to))]);
      else if (event.key === 'ArrowRight') this.unfold(node);
      else if (event.key === 'ArrowLeft') this.fold(node);
      else if (event.key === 'Enter') this.open(node);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    focus(node) {
      this.current = node;
      this.part('rows').querySelectorAll('tr').forEach((row, i) => {
        row.tabIndex = this.rows[i] === node ? 0 : -1;
        if (this.rows[i] === node) row.focus();
      });
    }

    unfold(node) {
      if (node.children.length === 0) return;
      if (node.open) {
        this.focus(node.children[0]);
        return;
      }
      node.open = true;
      this.draw(true);
    }

    fold(node) {
      if (!node.open || node.children.length === 0) {
        if (node.above !== this.top) this.focus(node.above);
        return;
      }
      node.open = false;
      this.draw(true);
    }

    open(node) {
      const side = node.selection.trace ? node.selection : node.baseline;
      location.assign(this.told.trace(side.trace, side.span));
    }
  }

  scruffy.Shapes = Shapes;
})();
