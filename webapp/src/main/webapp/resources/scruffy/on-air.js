/* The page On air: the network's feed and ours side by side, and what is on, what comes, and what went out. */
(() => {
  'use strict';
  const scruffy = window.scruffy;
  const { el, length, time } = scruffy;

  const page = document.getElementById('on-air');
  if (!page) return;
  const part = (id) => document.getElementById(id);
  const zone = page.dataset.zone;
  const AGAIN = 5000;

  let news = null;
  let ahead = 0;
  let said = '';

  const serverNow = () => Date.now() + ahead;

  // ---- players ----------------------------------------------------------------------------------------------------

  /** A video of one stream, which says in words what keeps it from playing and tries again by itself. */
  class Player {
    constructor(card, source) {
      this.card = card;
      this.source = source;
      this.video = card.querySelector('video');
      this.words = card.querySelector('.player-words');
      this.over = card.querySelector('.player-over');
      this.latency = card.querySelector('.player-latency');
      this.badge = card.querySelector('.player-badge');
      this.errors = [];
      this.waits = 0;
      this.started = false;
      this.fragments = [];
      this.url = null;
      this.video.addEventListener('playing', () => {
        this.started = true;
        this.fine();
      });
      this.video.addEventListener('waiting', () => {
        if (this.started) this.waits++;
      });
      card.querySelector('.player-retry').addEventListener('click', () => this.start());
    }

    /** Plays this address, unless it is playing already. */
    play(url) {
      if (!url || url === this.url) return;
      this.url = url;
      this.start();
    }

    start() {
      clearTimeout(this.again);
      this.stop();
      this.say('Waiting for the first picture …', false);
      if (window.Hls && window.Hls.isSupported()) this.startHls();
      else if (this.video.canPlayType('application/vnd.apple.mpegurl')) this.startNative();
      else this.say('This browser plays no live streams.', false);
    }

    startHls() {
      const hls = new window.Hls({ backBufferLength: 60 });
      this.hls = hls;
      hls.on(window.Hls.Events.ERROR, (_, failure) => this.failed(failure));
      hls.on(window.Hls.Events.FRAG_CHANGED, (_, changed) => {
        this.fragments.push({ url: changed.frag.url, cc: changed.frag.cc, at: Date.now() });
        if (this.fragments.length > 500) this.fragments.shift();
      });
      hls.on(window.Hls.Events.MANIFEST_PARSED, () => this.begin());
      hls.loadSource(this.url);
      hls.attachMedia(this.video);
    }

    startNative() {
      this.video.onerror = () => this.lost(`${this.source} cannot be played.`);
      this.video.onloadedmetadata = () => this.begin();
      this.video.src = this.url;
    }

    begin() {
      const playing = this.video.play();
      if (playing) playing.catch(() => this.say('Press play: this browser does not start videos by itself.', false));
    }

    stop() {
      if (this.hls) this.hls.destroy();
      this.hls = null;
      this.started = false;
    }

    failed(failure) {
      this.errors.push({ details: failure.details, fatal: failure.fatal, at: Date.now() });
      if (!failure.fatal) return;
      const { MEDIA_ERROR } = window.Hls.ErrorTypes;
      if (failure.type === MEDIA_ERROR && !this.recovered) {
        this.recovered = true;
        setTimeout(() => (this.recovered = false), 30000);
        this.hls.recoverMediaError();
        return;
      }
      this.lost(this.reason(failure));
    }

    reason(failure) {
      const code = failure.response && failure.response.code;
      if (failure.type !== window.Hls.ErrorTypes.NETWORK_ERROR) return `${this.source} sends something this browser cannot play.`;
      if (code) return `${this.source} answers ${code}${code === 503 || code === 404 ? ': there is no playlist at the moment' : ''}.`;
      if (/parsing/i.test(failure.details)) return `${this.source} answers with something that is no playlist.`;
      return `${this.source} does not answer, or does not allow this page to read it.`;
    }

    lost(words) {
      this.stop();
      this.say(`${words} Trying again every ${AGAIN / 1000} seconds.`, true);
      this.again = setTimeout(() => this.start(), AGAIN);
    }

    say(words, retry) {
      this.words.textContent = words;
      this.over.hidden = false;
      this.card.querySelector('.player-retry').hidden = !retry;
    }

    fine() {
      this.over.hidden = true;
    }

    /** The moment of the picture that is seen, by the stream's own clock. */
    seen() {
      const dated = this.hls && this.hls.playingDate;
      if (dated) return dated.getTime();
      const start = this.video.getStartDate && this.video.getStartDate().getTime();
      return Number.isFinite(start) && start > 0 ? start + this.video.currentTime * 1000 : null;
    }

    behind() {
      if (!this.started || this.video.readyState < 2) return null;
      if (this.hls && this.hls.latency > 0) return this.hls.latency;
      const { seekable, currentTime } = this.video;
      return seekable.length > 0 ? seekable.end(seekable.length - 1) - currentTime : null;
    }

    tick() {
      const behind = this.behind();
      this.latency.textContent = behind === null ? '' : `${Math.round(behind)} s behind live`;
      if (!this.badge) return;
      const name = this.spot();
      this.badge.hidden = !name;
      if (name) this.badge.textContent = `SPOT: ${name}`;
    }

    /** The spot in the picture: by the address of the segment that plays, or by the as-run times where none is known. */
    spot() {
      const last = this.fragments[this.fragments.length - 1];
      if (this.hls && last && this.started) {
        const media = /\/live\/spots\/(.+)\/[^/]+\/[^/]+$/.exec(last.url);
        if (!media) return null;
        const known = spots().find((spot) => spot.media === decodeURIComponent(media[1]));
        return known ? known.title : 'on air';
      }
      const at = this.seen();
      const aired = at && spots().find((spot) => spot.at && at >= Date.parse(spot.at) && at < Date.parse(spot.at) + spot.seconds * 1000);
      return aired ? aired.title : null;
    }
  }

  const spots = () => (news ? [...news.asRun, ...((news.nextBreak && news.nextBreak.spots) || [])] : []);

  const players = {
    origin: new Player(part('player-origin'), 'The network feed'),
    stitched: new Player(part('player-stitched'), 'Your stitched feed'),
  };
  scruffy.players = players;
  document.addEventListener('on-air-ask', () => ask());

  // ---- news -------------------------------------------------------------------------------------------------------

  async function ask() {
    try {
      news = await scruffy.ask(page.dataset.news);
      ahead = Date.parse(news.at) - Date.now();
      part('on-air-failure').hidden = true;
      players.origin.play(news.streams.origin);
      players.stitched.play(news.streams.stitched);
      show();
      document.dispatchEvent(new CustomEvent('on-air-news', { detail: news }));
    } catch (failure) {
      part('on-air-failure').hidden = false;
      part('on-air-failure-words').textContent = failure.message;
    }
  }

  function show() {
    const now = JSON.stringify([news.now, news.nextBreak, news.origin, news.asRun]);
    if (now === said) return;
    said = now;
    showNow();
    showBreak();
    showOrigin();
    showAsRun();
  }

  const minute = (text) => `${time.minute(Date.parse(text), zone)} ${time.zone(Date.parse(text), zone)}`;
  const second = (text) => `${time.second(Date.parse(text), zone)} ${time.zone(Date.parse(text), zone)}`;

  function showNow() {
    const { now } = news;
    part('now-title').textContent = now ? now.title : 'Nothing is scheduled now.';
    part('now-episode').textContent = now && now.episode ? now.episode : '';
    part('now-until').textContent = now ? `${minute(now.from)} until ${minute(now.until)}` : '';
    part('now-bar').hidden = !now;
  }

  function showBreak() {
    const next = news.nextBreak;
    part('break-start').textContent = next ? second(next.start) : 'No break is planned.';
    const planned = (next && next.spots) || [];
    const list = planned.map((spot) =>
      el('li', {}, el('span', {}, spot.title), el('span', { class: 'o-quiet' }, spot.underwriter), el('span', { class: 'x-number' }, seconds(spot.seconds))));
    part('break-spots').replaceChildren(...list);
    part('break-empty').hidden = !next || planned.length > 0;
    part('break-length').textContent = next ? `${seconds(next.seconds)} long` : '';
  }

  /** With the day only where it is another one than today. */
  const dated = (text) => {
    const at = Date.parse(text);
    return time.day(at, zone) === time.day(serverNow(), zone) ? second(text) : `${time.shortDay(at, zone)}, ${second(text)}`;
  };

  const seconds = (n) => `${Math.round(n)} s`;

  function showOrigin() {
    const box = part('origin-state');
    box.dataset.good = String(news.origin.good);
    part('origin-words').textContent = news.origin.words;
    part('origin-notes').textContent = news.origin.notes;
  }

  function showAsRun() {
    part('as-run-rows').replaceChildren(...news.asRun.map((row) =>
      el('tr', { 'data-result': row.result },
        el('td', { class: 'x-time' }, dated(row.at)),
        el('th', { scope: 'row' }, row.title),
        el('td', {}, row.underwriter),
        el('td', { class: 'x-number' }, seconds(row.seconds)),
        el('td', {}, el('span', { class: `o-result ${row.good ? 'o-good' : 'o-bad'}` }, row.result)))));
    part('as-run-table').hidden = news.asRun.length === 0;
    part('as-run-empty').hidden = news.asRun.length > 0;
  }

  function tick() {
    Object.values(players).forEach((player) => player.tick());
    if (!news) return;
    const now = serverNow();
    if (news.now) {
      const from = Date.parse(news.now.from);
      const until = Date.parse(news.now.until);
      part('now-fill').style.width = `${Math.min(100, Math.max(0, ((now - from) / (until - from)) * 100))}%`;
    }
    const next = news.nextBreak;
    const box = part('break-countdown');
    if (!next) {
      box.textContent = '';
      return;
    }
    const start = Date.parse(next.start);
    const end = start + next.seconds * 1000;
    const on = now >= start && now < end;
    box.classList.toggle('o-on', on);
    const left = Math.ceil(((on ? end : start) - now) / 1000) * 1000;
    box.textContent = on ? `On now, ${length(left)} left` : now >= end ? 'just over' : `in ${length(left)}`;
  }

  part('on-air-retry').addEventListener('click', ask);
  document.addEventListener('visibilitychange', () => document.hidden || ask());
  setInterval(() => document.hidden || ask(), 3000);
  setInterval(tick, 500);
  ask();
})();
