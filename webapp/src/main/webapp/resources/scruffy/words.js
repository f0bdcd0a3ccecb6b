/* How times, lengths and numbers are said on every page, and the one way pages ask the server. */
(() => {
  'use strict';
  const scruffy = (window.scruffy = window.scruffy || {});

  const significant = (value) => {
    if (value >= 100) return value.toFixed(0);
    if (value >= 10) return value.toFixed(1).replace(/\.0$/, '');
    return value.toFixed(2).replace(/\.?0+$/, '');
  };

  /** 0.35 ms, 812 ms, 1.24 s, 2 min 5 s */
  scruffy.length = (ms) => {
    if (ms === null || ms === undefined || Number.isNaN(ms)) return '–';
    const sign = ms < 0 ? '−' : '';
    const size = Math.abs(ms);
    if (size === 0) return '0 ms';
    if (size < 0.01) return `${sign}${significant(size * 1000)} µs`;
    if (size < 999.5) return `${sign}${significant(size)} ms`;
    if (size < 59950) return `${sign}${significant(size / 1000)} s`;
    if (size < 3600000) return `${sign}${Math.floor(size / 60000)} min ${Math.round((size % 60000) / 1000)} s`;
    return `${sign}${Math.floor(size / 3600000)} h ${Math.round((size % 3600000) / 60000)} min`;
  };

  scruffy.count = (n) => Number(n).toLocaleString('en-US');

  const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'];

  /** 0 B, 1.5 kB, 812 MB */
  const size = (bytes) => {
    const step = Math.min(SIZES.length - 1, Math.max(0, Math.floor(Math.log10(Math.abs(bytes) || 1) / 3)));
    return `${Number((bytes / 1000 ** step).toPrecision(3))} ${SIZES[step]}`;
  };

  /** A number in the unit that the name of its column says: of durations and sizes, otherwise as it is. */
  scruffy.amount = (value, column) => {
    if (value === null || value === undefined) return '–';
    if (/(^|[._])ms$/.test(column || '')) return scruffy.length(value);
    if (/(^|[._])(bytes|content_length)$|\.body\.size$/.test(column || '')) return size(value);
    return Number.isInteger(value) || Math.abs(value) >= 1000 ? scruffy.count(Math.round(value)) : String(Number(value.toPrecision(4)));
  };

  const formats = new Map();
  const format = (zone, options) => {
    const key = zone + JSON.stringify(options);
    if (!formats.has(key)) {
      formats.set(key, new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...options }));
    }
    return formats.get(key);
  };

  scruffy.time = {
    /** 18:04 */
    minute: (at, zone) => format(zone, { hour: '2-digit', minute: '2-digit' }).format(at),
    /** 18:04:09 */
    second: (at, zone) => format(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at),
    /** Mon, Nov 23 */
    day: (at, zone) => format(zone, { weekday: 'short', month: 'short', day: 'numeric' }).format(at),
    /** Mon 23 */
    shortDay: (at, zone) =>
      `${format(zone, { weekday: 'short' }).format(at)} ${format(zone, { day: 'numeric' }).format(at)}`,
    /** EST */
    zone: (at, zone) =>
      format(zone, { timeZoneName: 'short' }).formatToParts(at).find((part) => part.type === 'timeZoneName').value,
    /** Mon 23 18:04 EST, or with seconds; what a time says where nothing beside it names the zone */
    stamp: (at, zone, clock = 'minute') => `${scruffy.time.shortDay(at, zone)} ${scruffy.time[clock](at, zone)} ${scruffy.time.zone(at, zone)}`,
    /** How far the zone's clock is ahead of UTC at that moment, in milliseconds. */
    offset: (at, zone) => {
      const parts = {};
      format(zone, {
        year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
      })
        .formatToParts(at)
        .forEach((part) => (parts[part.type] = Number(part.value)));
      const local = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
      return local - Math.floor(at / 1000) * 1000;
    },
  };

  /**
   * The moments of a local time like 18:30 on a day: one, none where the clocks skip it, two where they repeat it.
   *
   * @param from the local midnight that begins the day, and to the next one, in milliseconds
   */
  scruffy.moments = (from, to, local, zone) => {
    const [hours, minutes] = local.split(':').map(Number);
    const near = from + (hours * 60 + minutes) * 60000;
    const found = [];
    for (let quarter = -8; quarter <= 8; quarter++) {
      const at = near + quarter * 900000;
      if (at >= from && at < to && scruffy.time.minute(at, zone) === local) found.push(at);
    }
    return found;
  };

  /** scruffy.el('a', {href: '/week.xhtml', class: 'link'}, 'the week') */
  scruffy.el = (name, attributes, ...children) => {
    const element = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => {
      if (value === null || value === undefined || value === false) return;
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? '' : value);
    });
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  /** A text whose long names of programs break after a dot or before a hump, not within a word. */
  scruffy.breakable = (text) => String(text).split(/(?<=[./:$])(?=\p{L})|(?<=\p{Ll})(?=\p{Lu})/u)
    .flatMap((piece, i) => (i ? [scruffy.el('wbr'), piece] : [piece]));

  async function request(url, body, method, accept, signal) {
    const told = body !== undefined;
    try {
      return await fetch(url, {
        method: method || (told ? 'POST' : 'GET'),
        credentials: 'same-origin',
        cache: 'no-store',
        signal,
        headers: {
          Accept: accept,
          'X-Requested-With': 'XMLHttpRequest',
          ...(told ? { 'Content-Type': 'application/json' } : {}),
        },
        body: told ? JSON.stringify(body) : undefined,
      });
    } catch (failure) {
      if (failure.name === 'AbortError') throw failure;
      throw Object.assign(new Error('Scruffy does not answer. Is it running?'), { status: 0 });
    }
  }

  /** What a problem says, in words; its kind is the end of its type. */
  const refusal = (problem, status) => {
    const words = problem.detail || problem.title || `The server answered ${status}.`;
    const trace = problem.traceId && !/^0+$/.test(problem.traceId) ? ` (trace ${problem.traceId})` : '';
    return Object.assign(new Error(words + trace), { status, kind: (problem.type || '').split(':').pop() });
  };

  async function answered(response) {
    const type = response.headers.get('Content-Type') || '';
    if (response.ok && !type.includes('html')) return response;
    if (response.status === 401 || response.ok) {
      throw Object.assign(new Error('Your session has ended. Reload the page to sign in again.'), { status: 401 });
    }
    throw refusal(type.includes('json') ? await response.json().catch(() => ({})) : {}, response.status);
  }

  /** What became of an avail. */
  scruffy.outcomes = { AIRED: 'aired', PARTLY: 'partly aired', DARK: 'dark', ON: 'on now', COMING: 'to come' };

  /** Asks the server for JSON. A refusal becomes an Error that says in words what the server said. */
  scruffy.ask = async (url, body, method) => {
    const response = await answered(await request(url, body, method, 'application/json'));
    return response.status === 204 ? null : response.json();
  };

  /** The same of a query that tells how far it is, 0 to 1, and is cancelled by a signal: {@code POST /api/v1/query} in lines. */
  scruffy.watch = async (url, body, signal, progress) => {
    const reader = (await answered(await request(url, body, 'POST', 'application/x-ndjson', signal))).body
      .pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split('\n');
      rest = lines.pop();
      for (const line of lines.filter(Boolean).map((text) => JSON.parse(text))) {
        if (line.answer) return line.answer;
        if (line.problem) throw refusal(line.problem, line.problem.status);
        if (line.progress !== undefined) progress(line.progress);
      }
    }
    throw Object.assign(new Error('The answer broke off. Ask again.'), { status: 0 });
  };

  /** Takes what the server answers away as a file. */
  scruffy.download = async (url, body, name) => {
    const response = await answered(await request(url, body, undefined, '*/*'));
    scruffy.save(await response.blob(), name);
  };

  scruffy.save = (blob, name) => {
    const link = scruffy.el('a', { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
})();
