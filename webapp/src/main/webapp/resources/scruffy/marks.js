/* What happened when, such as a deploy, as charts of time have it. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});
  const { time } = scruffy;
  const EVERY = '__all__';

  const mark = (place, dataset) => ({ id, said }) => {
    const words = said.message || said.type || 'A marker';
    return {
      id, place, dataset, words, type: said.type, url: said.url, at: Date.parse(said.start), until: said.end ? Date.parse(said.end) : null,
      said: dataset ? `${words} (${dataset})` : words,
    };
  };

  const list = (api, place) => scruffy.ask(scruffy.marks.url(api, place)).then((found) => found.map(mark(place, '')));

  /** Each says which dataset it is of. */
  const all = (api) => scruffy.ask(`${api}/markers`).then((found) => found.map(({ dataset, name, marker }) => mark(dataset, name)(marker)));

  /** A dataset that nothing came to yet has none. */
  const none = (failure) => (failure.status === 404 ? [] : Promise.reject(failure));

  scruffy.marks = {
    EVERY,

    url: (api, place, id) => `${api}/datasets/${encodeURIComponent(place)}/markers${id ? '/' + encodeURIComponent(id) : ''}`,

    /**
     * Those of every dataset and of this one, or of whatever dataset where none is asked about, the first first: {id, place, dataset: its name
     * where that is not known, type, url, words, said: with that name, at, until}, of a moment without until.
     */
    of: async (api, dataset) => {
      const found = dataset ? await Promise.all([list(api, EVERY), list(api, dataset).catch(none)]) : [await all(api)];
      return found.flat().sort((a, b) => a.at - b.at);
    },

    within: (marks, from, to) => marks.filter((one) => one.at < to && (one.until || one.at) >= from),

    /** What draws them over a chart whose points are at these times, in even steps. */
    over: (times, marks, colour) => ({ afterDatasetsDraw: (chart) => paint(chart, times, marks, colour) }),

    /** What the tooltip of such a chart says of them below its numbers: those from its point to the next. */
    footer: (times, marks, zone) => ([item]) => {
      const at = item ? times[item.dataIndex] : NaN;
      const wide = times.length > 1 ? times[1] - times[0] : Infinity;
      return marks.filter((one) => one.at >= at && one.at < at + wide).map((one) => `${one.said}, ${time.minute(one.at, zone)} ${time.zone(one.at, zone)}`);
    },
  };

  /** Words that would run into the next ones are left out: a list or a table beside the chart has them. */
  function paint({ ctx, chartArea: { left, right, top, bottom } }, times, marks, colour) {
    const last = times[times.length - 1];
    const end = last + (times.length > 1 ? last - times[times.length - 2] : 1);
    const x = (at) => Math.round(left + Math.min(1, Math.max(0, (at - times[0]) / Math.max(1, last - times[0]))) * (right - left)) + 0.5;
    let free = left;
    ctx.save();
    Object.assign(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth: 1, textAlign: 'left', textBaseline: 'top', font: `11px ${getComputedStyle(document.body).fontFamily}` });
    scruffy.marks.within(marks, times[0], end).forEach((one) => {
      const at = x(one.at);
      if (one.until) {
        ctx.globalAlpha = 0.12;
        ctx.fillRect(at, top, x(one.until) - at, bottom - top);
        ctx.globalAlpha = 1;
      }
      ctx.setLineDash([4, 3]);
      ctx.beginPath();
      ctx.moveTo(at, top);
      ctx.lineTo(at, bottom);
      ctx.stroke();
      const wide = ctx.measureText(one.words).width;
      if (at + 4 < free || at + 4 + wide > right) return;
      ctx.fillText(one.words, at + 4, top + 1);
      free = at + 4 + wide + 8;
    });
    ctx.restore();
  }
})();
