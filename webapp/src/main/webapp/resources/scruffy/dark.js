/* Why was it dark? From any chart: what became of the avails of the time that somebody points at. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, count, time } = scruffy;

  const LONGEST = 1800000; // an avail that began this long before the time does not reach into it
  const MOST_FEEDS = 12;

  class Dark {
    /** @param told {zone, api, avails: the address of the page, station: the one that is looked at, zoom(from, to)} */
    constructor(told) {
      this.told = told;
      this.turn = 0;
    }

    /**
     * Opens a menu of what can be done with a time, the avails it had among it.
     *
     * @param point {x, y} in the window  @param about {from, to, filters, calculated_fields}: of the events that are pointed at, times in milliseconds
     * @param first what else can be done, [[words, act()], ...]  @param back puts the focus back
     */
    async offer(point, about, first = [], back = undefined) {
      const turn = ++this.turn;
      const found = await this.find(about).catch(() => []); // who may not see the station's air has the rest of the menu
      if (turn !== this.turn) return;
      const dark = found.filter((one) => one.outcome === 'DARK').length;
      scruffy.menuAt(point, this.words(about), [
        ...first,
        ['Look at this time alone', () => this.told.zoom(about.from, about.to)],
        ...(found.length ? [[`Why dark: ${count(found.length)} ${found.length === 1 ? 'avail' : 'avails'} in this time${dark ? `, ${count(dark)} dark` : ''} …`, () => this.open(found, about, back)]] : []),
      ], back);
    }

    /**
     * The same as a button, for lines of a table.
     *
     * @param about as it is offered with, made when it is pressed
     */
    button(words, about) {
      const button = el('button', { type: 'button', class: 'x-value', title: 'What to do with this time', 'aria-haspopup': 'menu', onclick: () => {
        const { left: x, bottom: y } = button.getBoundingClientRect();
        this.offer({ x, y }, about(), [], () => button.focus());
      } }, words);
      return button;
    }

    words({ from, to }) {
      const { zone } = this.told;
      const clock = to - from < 60000 ? time.second : time.minute;
      return `${time.shortDay(from, zone)} ${clock(from, zone)} – ${clock(to, zone)} ${time.zone(from, zone)}`;
    }

    async find(about) {
      const feeds = await this.feeds(about);
      const found = await Promise.all(feeds.slice(0, MOST_FEEDS).map((one) => this.ofFeed(one, about)));
      return found.flat().sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    }

    /** Those that the events name; where they name none, all of the station. */
    async feeds({ from, to, filters, calculated_fields = [] }) {
      const iso = (at) => new Date(at).toISOString();
      const known = await (this.known = this.known || scruffy.ask(this.home('/stations')));
      const all = known.flatMap(({ callSign, feeds }) => feeds.map(({ name }) => ({ station: callSign, feed: name })));
      const named = await scruffy.ask(this.told.api + '/query', {
        from: iso(from), to: iso(to), calculated_fields, filters: [...filters, { column: 'station', op: 'exists' }], breakdowns: ['station', 'feed'], calculations: [{ op: 'COUNT' }], limit: MOST_FEEDS,
      }).then(({ rows }) => rows.map(({ group }) => group), () => []); // before the first event that names a station there is no such column
      const meant = all.filter((one) => named.some(({ station, feed }) => station === one.station && (!feed || feed === one.feed)));
      return meant.length ? meant : all.filter((one) => one.station === this.told.station);
    }

    async ofFeed(one, { from, to }) {
      const asked = new URLSearchParams({ from: new Date(from - LONGEST).toISOString(), to: new Date(to).toISOString() });
      const { avails } = await scruffy.ask(this.home(`/stations/${encodeURIComponent(one.station)}/feeds/${encodeURIComponent(one.feed)}/avails?${asked}`));
      return avails.filter(({ at, lengthMs, outcome }) => outcome !== 'COMING' && Date.parse(at) + Math.max(1, lengthMs || 0) > from).map((avail) => ({ ...avail, ...one }));
    }

    home(path) {
      return this.told.api.replace(/\/v1$/, '') + path;
    }

    open(found, about, back) {
      const { zone, avails } = this.told;
      const dialog = el('dialog', { class: 'x-keys k-dark', 'aria-labelledby': 'dark-title' },
        el('h2', { id: 'dark-title' }, `Avails, ${this.words(about)}`),
        el('ul', { class: 'a-list' }, ...found.map((one) => el('li', {},
          el('a', { href: scruffy.availSteps(avails, one) }, `${one.station} ${one.feed}, ${time.second(Date.parse(one.at), zone)}`),
          el('span', { class: 'v-outcome', 'data-outcome': one.outcome }, scruffy.outcomes[one.outcome]), el('small', {}, one.words)))),
        el('form', { method: 'dialog' }, el('button', { class: 'x-button' }, 'Close')));
      dialog.addEventListener('close', () => {
        dialog.remove();
        if (back) back();
      });
      document.body.append(dialog);
      dialog.showModal();
    }
  }

  scruffy.Dark = Dark;
})();
