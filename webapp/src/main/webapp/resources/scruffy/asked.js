/* What was asked before: by me, by whoever asks at this station, by everybody; and answers that are kept under an address of their own. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, time } = scruffy;
  const WHOSE = ['mine', 'team', 'all'];

  class Asked {
    /** @param dialog with parts mine, team, all, list, empty  @param told {zone, user, station: empty for none, url, page: the address without what follows the question mark} */
    constructor(dialog, told) {
      this.dialog = dialog;
      this.told = told;
      this.turn = 0;
      this.part = (name) => dialog.querySelector(`[data-part=${name}]`);
      this.part('team').hidden = !told.station;
      WHOSE.forEach((whose) => this.part(whose).addEventListener('click', () => this.list(whose)));
    }

    open() {
      this.dialog.showModal();
      this.list('mine');
    }

    async list(whose) {
      const turn = ++this.turn;
      this.whose = whose;
      WHOSE.forEach((one) => this.part(one).setAttribute('aria-pressed', String(one === whose)));
      const { user, station } = this.told;
      const wanted = { limit: 100, ...{ mine: { who: user }, team: { station }, all: {} }[whose] };
      try {
        const found = await scruffy.ask(`${this.told.url}?${new URLSearchParams(wanted)}`);
        if (turn !== this.turn) return; // others were asked for meanwhile
        this.part('list').replaceChildren(...found.map((one) => this.line(one, whose)));
        this.part('empty').hidden = found.length > 0;
        this.part('empty').textContent = 'Nothing was asked in the last 90 days. What you change on this page is noted here.';
      } catch (failure) {
        if (turn !== this.turn) return;
        this.part('list').replaceChildren();
        this.part('empty').hidden = false;
        this.part('empty').textContent = failure.message;
      }
    }

    line(one, whose) {
      const at = Date.parse(one.at);
      const { zone } = this.told;
      return el('li', {}, el('a', { href: this.address(one) }, one.words || 'A question'),
        el('small', {}, `${time.stamp(at, zone)}${whose === 'mine' ? '' : ` by ${one.who}`}${whose === 'team' || !one.station ? '' : ` at ${one.station}`}${one.kept ? ', answer kept' : ''}`,
          one.who === this.told.user ? el('button', {
            type: 'button', class: 'x-link', 'aria-label': `Remove ${one.words || 'a question'}`, onclick: () => this.remove(one),
          }, 'Remove') : null));
    }

    /** Its answer goes with it, and the address of that leads nowhere any more. */
    async remove(one) {
      try {
        await scruffy.ask(`${this.told.url}/${one.id}`, undefined, 'DELETE');
        await this.list(this.whose);
        (this.part('list').querySelector('button') || this.part(this.whose)).focus();
      } catch (failure) {
        this.part('empty').hidden = false;
        this.part('empty').textContent = failure.message;
      }
    }

    address(one) {
      return one.kept ? `${this.told.page}?asked=${one.id}` : `${this.told.page}?${one.address}`;
    }

    /** Notes it for the lists. Nobody waits for that, and where it fails nothing is lost but a line. */
    note(address, words) {
      scruffy.ask(this.told.url, { address, words, station: this.told.station }).catch(() => {});
    }

    /** Keeps the answer of now; the address that leads to it. */
    async keep(address, words, query) {
      return new URL(this.address(await scruffy.ask(this.told.url, { address, words, station: this.told.station, query })), location.href).href;
    }

    read(id) {
      return scruffy.ask(`${this.told.url}/${encodeURIComponent(id)}`);
    }
  }

  scruffy.Asked = Asked;
})();
