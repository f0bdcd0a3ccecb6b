/* A menu of what can be done with a value: opened by its button, driven by mouse, touch and keyboard. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el } = scruffy;
  let open = null;

  const close = (back) => {
    if (!open) return;
    const { menu, from } = open;
    open = null;
    menu.remove();
    from.expanded(false);
    if (back) from.back();
  };

  /** @param from where it comes from: {label, box(), expanded(is), back()} */
  const show = (from, choices) => {
    close(false);
    const items = choices.map(([words, act]) =>
      el('button', { type: 'button', role: 'menuitem', tabindex: '-1', onclick: () => (close(true), act()) }, words));
    const menu = el('div', { class: 'x-menu', role: 'menu', 'aria-label': from.label }, ...items);
    menu.addEventListener('keydown', (event) => {
      const at = items.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
      if (event.key === 'Escape' || event.key === 'Tab') close(event.key === 'Escape');
      else if (to !== undefined) items[(to + items.length) % items.length].focus();
      else return;
      if (event.key !== 'Tab') event.preventDefault();
      event.stopPropagation();
    });
    document.body.append(menu);
    const at = from.box();
    const size = menu.getBoundingClientRect();
    const below = at.bottom + size.height + 4 < window.innerHeight;
    menu.style.left = `${Math.max(4, Math.min(at.left, window.innerWidth - size.width - 4)) + window.scrollX}px`;
    menu.style.top = `${(below ? at.bottom + 2 : Math.max(4, at.top - size.height - 2)) + window.scrollY}px`;
    from.expanded(true);
    open = { menu, from };
    items[0].focus();
  };

  document.addEventListener('pointerdown', (event) => open && !open.menu.contains(event.target) && close(false), true);

  /**
   * A button that offers what can be done with what it says.
   *
   * @param choices makes [[words, act()], ...]
   */
  scruffy.menuButton = (words, title, choices) => {
    const button = el('button', { type: 'button', class: 'x-value', title, 'aria-haspopup': 'menu', 'aria-expanded': 'false' }, ...scruffy.breakable(words));
    const from = {
      label: words, box: () => button.getBoundingClientRect(), back: () => button.focus(),
      expanded: (is) => button.setAttribute('aria-expanded', String(is)),
    };
    button.addEventListener('click', () => (open && open.from === from ? close(true) : show(from, choices())));
    return button;
  };

  /**
   * The same of a value of a column, of which there is none where it is null.
   *
   * @param told {filter({column, op, value}), group(column), and where there is such a thing by: the columns that are grouped by already,
   *     alone(column): groups by it and no other, select({column, op, value}) for BubbleUp, avail(key), and elsewhere: the page all this is on}
   */
  scruffy.valueButton = (words, column, value, told) => {
    const missing = value === null || value === undefined;
    const such = (op, without) => ({ column, op: missing ? without : op, value: missing ? '' : String(value) });
    const by = told.by || [];
    const said = ([what, act]) => [told.elsewhere ? `${told.elsewhere}: ${what}` : what, act];
    return scruffy.menuButton(words, `What to do with ${column} = ${words}`, () => [
      ['Show only this', () => told.filter(such('=', 'does-not-exist'))],
      ['Leave this out', () => told.filter(such('!=', 'exists'))],
      ...(told.select ? [['What is different in these: BubbleUp', () => told.select(such('=', 'does-not-exist'))]] : []),
      ...(by.includes(column) ? [] : [[`Group by ${column}`, () => told.group(column)]]),
      ...(by.includes(column) && by.length > 1 ? [[`Group by ${column} alone`, () => told.alone(column)]] : []),
      ...(told.avail && column === 'avail.key' && !missing ? [['Why was this avail dark?', () => told.avail(String(value))]] : []),
    ].map(said));
  };

  /**
   * The same at a point of the window, of what is drawn and no button.
   *
   * @param choices [[words, act()], ...]
   * @param back puts the focus where it was
   */
  scruffy.menuAt = ({ x, y }, label, choices, back = () => {}) => {
    show({ label, box: () => ({ left: x, top: y, bottom: y }), expanded: () => {}, back }, choices);
  };
})();
