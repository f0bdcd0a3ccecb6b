/* From Explore to a board, a trigger or an objective. */
(() => {
  'use strict';
  const scruffy = window.scruffy;
  const page = document.getElementById('explore');
  if (!page) return;
  const { el, ask } = scruffy;
  const toBoard = document.getElementById('explore-board');
  const toAlert = document.getElementById('explore-alert');
  const toObjective = document.getElementById('explore-objective');
  const WELL = { column: 'error', op: '!=', value: true };
  const boards = `${page.dataset.api}/boards`;

  /** A board looks at the last hour or so, not at the hour that is looked at now. */
  const timeless = (address) => {
    const url = new URLSearchParams(address);
    ['from', 'to', 'range', 'live', 'box', 'sel', 'asked'].forEach((name) => url.delete(name));
    return url.toString();
  };

  const QUERIES = {
    LINE: ['Line over time', ({ query, drawn }) => ({ ...query, calculations: drawn, havings: [], limit: 6 })],
    TABLE: ['Table of groups', ({ query }) => ({ ...query, limit: Math.min(query.limit, 50) })],
    HEATMAP: ['Heatmap', ({ query: { filters, calculated_fields }, heat }) => ({ filters, calculated_fields, calculations: [{ op: 'HEATMAP', column: heat }] })],
  };

  async function open() {
    const asked = scruffy.explored();
    const said = el('p', { class: 'x-meta', role: 'status' });
    const which = el('select', { name: 'board' }, el('option', { value: '' }, 'A new board'));
    const name = el('input', { type: 'text', name: 'name', maxlength: '100', autocomplete: 'off' });
    const named = el('label', { class: 'bo-field' }, 'Its name', name);
    const title = el('input', { type: 'text', name: 'title', required: true, maxlength: '100', autocomplete: 'off', value: asked.words.slice(0, 100) });
    const shown = el('select', { name: 'shown' }, ...Object.entries(QUERIES).map(([key, [words]]) => el('option', { value: key }, words)));
    const dialog = el('dialog', { class: 'x-keys bo-dialog', 'aria-labelledby': 'save-to-title' },
      el('form', { method: 'dialog', onsubmit: save },
        el('h2', { id: 'save-to-title' }, 'Save to a board'),
        el('label', { class: 'bo-field' }, 'Board', which), named,
        el('label', { class: 'bo-field' }, 'Title of the panel', title),
        el('label', { class: 'bo-field' }, 'Shown as', shown), said,
        el('div', { class: 'x-line' }, el('button', { class: 'x-button bo-first' }, 'Save'), el('button', { type: 'button', class: 'x-button', onclick: () => dialog.close() }, 'Cancel'))));
    which.addEventListener('change', () => (named.hidden = which.value !== ''));
    dialog.addEventListener('close', () => dialog.remove());
    page.append(dialog);
    dialog.showModal();
    try {
      which.append(...(await ask(boards)).map((one) => el('option', { value: one.id }, one.name)));
    } catch (failure) {
      said.textContent = failure.message;
    }

    async function save(event) {
      event.preventDefault();
      const panel = { title: title.value.trim(), address: timeless(asked.address), shown: shown.value, query: QUERIES[shown.value][1](asked) };
      try {
        const kept = which.value
          ? await ask(`${boards}/${which.value}/panels`, panel)
          : await ask(boards, { name: name.value.trim() || panel.title, shared: true, station: page.dataset.belongs, panels: [panel] });
        location.assign(`${toBoard.dataset.boards}?${new URLSearchParams({ id: kept.id })}`);
      } catch (failure) {
        said.textContent = failure.message;
      }
    }
  }

  toBoard.addEventListener('click', open);

  /** Opens the form of a trigger or an objective, with what is proposed for it. */
  function propose(kind, made) {
    sessionStorage.setItem(`scruffy.${kind}`, JSON.stringify(made));
    location.assign(`${toAlert.dataset.alerts}?new=${kind}`);
  }

  toAlert.addEventListener('click', () => {
    const { query, lead, words } = scruffy.explored();
    const least = query.orders.some(({ op, order }) => op && order === 'ascending'); // whoever looks at the smallest waits for smaller ones
    propose('trigger', { name: words.slice(0, 100), op: least ? '<' : '>', query: { ...query, compare_time_offset_seconds: undefined, calculations: [lead], orders: [], havings: [], limit: 100 } });
  });
  toObjective.addEventListener('click', () => {
    const { query, words } = scruffy.explored();
    propose('slo', { name: words.slice(0, 100), qualifying: { filters: query.filters, calculated_fields: query.calculated_fields }, good: { filters: [WELL] } });
  });
})();
