/* What happened when, such as a deploy: lines over the heatmap and a list below it, to which anybody who may ask can add. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, time, ask, marks: { EVERY, url, of, within } } = scruffy;

  class Markers {
    /** @param frame the element with the list and the form  @param told {zone, api, show(marks)} with marks {at, until, words} in milliseconds */
    constructor(frame, told) {
      this.frame = frame;
      this.told = told;
      this.part = (name) => frame.querySelector(`[data-part=${name}]`);
      this.part('form').addEventListener('submit', (event) => {
        event.preventDefault();
        this.add();
      });
    }

    /** Shows those of a dataset, none for those of whatever dataset, and those of every one. */
    async show(dataset, from, to) {
      this.asked = [dataset, from, to];
      const mine = this.asked;
      try {
        const found = await of(this.told.api, dataset);
        if (this.asked === mine) this.tell(within(found, from, to));
      } catch (failure) {
        if (this.asked === mine) this.part('status').textContent = failure.message;
      }
    }

    tell(marks) {
      this.told.show(marks);
      this.part('count').textContent = marks.length ? String(marks.length) : 'none in this time';
      this.part('list').replaceChildren(...marks.map((one) => this.line(one)));
    }

    line(one) {
      const { zone } = this.told;
      const when = time.stamp(one.at, zone) + (one.until ? ` – ${time.stamp(one.until, zone)}` : '');
      const remove = el('button', { type: 'button', class: 'x-link', 'aria-label': `Delete the marker ${one.said}`, onclick: () => this.remove(one) }, 'Delete');
      return el('li', {}, el('span', {}, one.url ? el('a', { href: one.url }, one.said) : one.said),
        el('small', {}, [one.type, when].filter(Boolean).join(' '), ' ', remove));
    }

    remove(one) {
      const again = () => this.show(...this.asked);
      const line = [...this.part('list').children].find((item) => item.contains(document.activeElement));
      if (line) line.hidden = true;
      scruffy.deleteLater(this.part('notices'), `The marker ${one.words} is deleted.`, {
        url: url(this.told.api, one.place, one.id), undone: again, done: again,
        failed: (failure) => (again(), (this.part('status').textContent = failure.message)),
      });
    }

    async add() {
      const [message, type] = ['message', 'type'].map((name) => this.part(name).value.trim());
      const status = this.part('status');
      status.textContent = 'Marking …';
      try {
        await ask(url(this.told.api, this.asked[0] || EVERY), { message, type });
        this.part('form').reset();
        status.textContent = 'Marked.';
        await this.show(...this.asked);
      } catch (failure) {
        status.textContent = failure.message;
      }
    }
  }

  scruffy.Markers = Markers;
})();
