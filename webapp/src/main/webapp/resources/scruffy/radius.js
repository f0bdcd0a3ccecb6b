/* Whom something has hit: the stations, timeslots, avails and underwriters that a trace, an error or an avail is about. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { el, count, time } = scruffy;

  const FIRST = 20;

  const seconds = (ms) => `${Number((ms / 1000).toFixed(1)).toLocaleString('en-US')} s`;
  const many = (n, one, more) => `${count(n)} ${n === 1 ? one : more}`;

  /** Where an avail is told step by step. */
  const steps = scruffy.availSteps = (avails, one) => `${avails}?${new URLSearchParams({ station: one.station, feed: one.feed, id: one.id })}`;

  class Radius {
    /** @param frame a card that is hidden while there is nothing to say  @param told {zone, api, avails: the address of the page} */
    constructor(frame, told) {
      this.frame = frame;
      this.told = told;
      this.part = (name) => frame.querySelector(`[data-part=${name}]`);
      this.turn = 0;
    }

    hide() {
      this.turn++;
      this.frame.hidden = true;
    }

    /**
     * @param about {trace}, {trace, span} or {error}
     * @param of what of, in nodes, where it is not of all that the page is about
     */
    async ask(about, of = []) {
      this.hide();
      this.of = of;
      const turn = this.turn;
      try {
        const found = await scruffy.ask(`${this.told.api}/blast-radius?${new URLSearchParams(about)}`);
        if (turn === this.turn) this.show(found);
      } catch (failure) {
        if (turn !== this.turn) return;
        this.frame.hidden = false;
        this.sayOf();
        this.part('words').textContent = failure.message;
        this.part('found').hidden = true;
      }
    }

    sayOf() {
      this.part('of').hidden = this.of.length === 0;
      this.part('of').replaceChildren(...this.of);
    }

    show({ feeds, air }) {
      this.frame.hidden = feeds.length === 0 && this.of.length === 0;
      this.sayOf();
      this.part('found').hidden = false;
      const stations = new Set(feeds.map((one) => one.station)).size;
      this.part('words').textContent = [
        many(stations, 'station', 'stations'), many(air.timeslots.length, 'timeslot', 'timeslots'), many(air.breaks.length, 'avail', 'avails'),
        many(air.underwriters.length, 'underwriter', 'underwriters'), `${seconds(air.bookedMs)} booked`,
      ].join(', ');
      const list = (name, items, none) => {
        const more = items.length - FIRST;
        this.part(name).replaceChildren(...(items.length ? items.slice(0, FIRST) : [el('li', { class: 'x-meta' }, none)]),
          ...(more > 0 ? [el('li', { class: 'x-meta' }, `and ${count(more)} more`)] : []));
      };
      const { zone } = this.told;
      const at = (text) => `${time.shortDay(Date.parse(text), zone)} ${time.second(Date.parse(text), zone)} ${time.zone(Date.parse(text), zone)}`;
      list('feeds', feeds.map((one) => el('li', {}, el('strong', {}, [one.station, one.feed].filter(Boolean).join(' ')), el('span', {}, many(one.events, 'event', 'events')))), 'None.');
      list('slots', air.timeslots.map((one) => el('li', {}, el('strong', {}, one.program), el('span', {}, `${one.station} ${one.feed}, ${at(one.startsAt)}`))), 'None was on.');
      list('breaks', air.breaks.map((one) => el('li', {},
        el('a', { href: steps(this.told.avails, one) }, `What became of ${one.station} ${one.feed}, ${at(one.at)}`),
        el('span', {}, `${seconds(one.lengthMs)}, ${many(one.spots, 'spot', 'spots')}, ${seconds(one.bookedMs)} booked`))), 'None was planned then.');
      list('underwriters', air.underwriters.map((one) => el('li', {}, el('strong', {}, one.underwriter), el('span', {}, `${many(one.spots, 'spot', 'spots')}, ${seconds(one.bookedMs)}`))), 'Nobody had booked a spot.');
    }
  }

  /** Goes to where the avail of a key is told step by step. Throws where nothing is known of it. */
  scruffy.whyDark = async (api, avails, key) => {
    const { air } = await scruffy.ask(`${api}/blast-radius?${new URLSearchParams({ avail: key })}`);
    if (air.breaks.length === 0) throw new Error(`Nothing was decided about the avail ${key}.`);
    location.assign(steps(avails, air.breaks[0]));
  };

  scruffy.Radius = Radius;
})();
