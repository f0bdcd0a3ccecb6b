/* What is deleted can be taken back for ten seconds: only then the server hears of it. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el } = scruffy;
  const PATIENCE = 10000;
  const waiting = new Set();

  /**
   * @param where the notice goes, an element with role=status
   * @param words what is gone
   * @param told {url, undone(), done(), failed(failure)}
   */
  scruffy.deleteLater = (where, words, told) => {
    const end = () => {
      clearTimeout(timer);
      waiting.delete(act);
      notice.remove();
    };
    const act = async () => {
      end();
      try {
        // a page that is left may not wait for an answer
        await fetch(told.url, { method: 'DELETE', credentials: 'same-origin', keepalive: true, headers: { 'X-Requested-With': 'XMLHttpRequest' } })
          .then((answer) => {
            if (!answer.ok) throw new Error(`It was not deleted: the server answered ${answer.status}.`);
          });
        told.done();
      } catch (failure) {
        told.failed(failure);
      }
    };
    const undo = el('button', { type: 'button', class: 'x-button', onclick: () => (end(), told.undone()) }, 'Undo');
    const notice = el('div', { class: 'bo-notice' }, el('span', {}, words), undo);
    const timer = setTimeout(act, PATIENCE);
    waiting.add(act);
    where.append(notice);
    undo.focus();
  };

  window.addEventListener('pagehide', () => waiting.forEach((act) => act()));
})();
