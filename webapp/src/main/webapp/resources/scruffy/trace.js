/*
 * One trace as a waterfall. Spans become a tree, equal siblings fold into one counted row, and only the rows in sight are
 * in the document: 32,000 spans cost no more to show than 40.
 */
(() => {
  'use strict';
  const scruffy = window.scruffy;
  const { el, length, count, time } = scruffy;

  const ROW = 26;
  const FOLD_FROM = 5;
  const LEGACY = '/demo/legacy/week';
  const PLANNED = '/api/week/{date}';

  const page = document.getElementById('trace');
  if (!page) return;
  const part = (id) => document.getElementById(id);
  const zone = page.dataset.zone;
  const api = page.dataset.api;
  const id = new URLSearchParams(location.search).get('id') || '';
  const DRAWN = [
    'db.statement', 'db.system', 'db.operation', 'jpa.relation', 'plan.exceeded', 'plan.budget', 'db.statements',
    'http.route', 'http.target', 'http.url', 'url.path',
  ];
  const addressOf = (trace) => `${api}/traces/${encodeURIComponent(trace)}`;
  const withFields = (trace, fields) => `${addressOf(trace)}?${new URLSearchParams(fields.map((field) => ['field', field]))}`;
  const LONGEST_ID = 128; // characters, as the server takes them: not every sender writes hexadecimal digits

  let trace = null;
  let telling = null;
  let told = false;
  let root = null;
  let rows = [];
  let chosen = null;
  let hits = [];
  let hit = -1;
  let found = new Set();
  let view = { from: 0, to: 1 };
  let critical = true;

  // ---- the tree ---------------------------------------------------------------------------------------------------

  /** By spans the gravest finding that they are part of. */
  function gravestOf(findings) {
    const gravest = new Map();
    for (const finding of findings) {
      for (const span of finding.spans || []) if (!gravest.has(span)) gravest.set(span, finding);
    }
    return gravest;
  }

  const keyOf = (span) => [span.name, span.fields['db.statement'] || '', span.fields['jpa.relation'] || ''].join('\u0000');

  /** A row of the waterfall: a span, or equal siblings as one. All of one shape, which engines are quick with. */
  const nodeOf = (span, parent) => ({
    span, parent, group: false, kids: [], children: [], open: true, depth: 0, row: -1, orphan: false, notes: [], waited: [], waits: null,
    finding: null, start: span.startMs, end: span.startMs + span.durationMs, total: span.durationMs, p50: span.durationMs, error: span.error,
  });

  const middle = (sorted) => (sorted.length === 0 ? 0 : sorted[Math.floor((sorted.length - 1) / 2)]);

  function groupOf(same, parent) {
    const lengths = same.map((one) => one.total).sort((a, b) => a - b);
    return Object.assign(nodeOf(same[0].span, parent), {
      group: true, children: same, open: false,
      end: same.reduce((latest, one) => Math.max(latest, one.end), 0),
      total: lengths.reduce((sum, one) => sum + one, 0),
      p50: middle(lengths),
      error: same.some((one) => one.error),
    });
  }

  function fold(children, parent, gravest) {
    if (children.length < FOLD_FROM) return children;
    const alike = new Map();
    const kin = children.map((child) => {
      // calls of many services are named "GET" alike, and have no statement to tell them apart
      const finding = child.span.fields['db.statement'] ? undefined : gravest.get(child.span.id);
      const keys = alike.get(finding) || new Map();
      alike.set(finding, keys);
      const key = keyOf(child.span);
      const same = keys.get(key);
      if (same) same.push(child);
      else keys.set(key, [child]);
      return same || keys.get(key);
    });
    const folded = [];
    children.forEach((child, i) => {
      const same = kin[i];
      if (same.length < FOLD_FROM) {
        folded.push(child);
      } else if (same[0] === child) {
        const group = groupOf(same, parent);
        same.forEach((one) => (one.parent = group));
        folded.push(group);
      }
    });
    return folded;
  }

  function treeOf(spans) {
    const top = { top: true, kids: [], children: [], depth: -1, open: true, groups: [] };
    top.byId = new Map(spans.map((span) => [span.id, nodeOf(span, top)]));
    for (const node of top.byId.values()) {
      const parent = top.byId.get(node.span.parent);
      if (parent) node.parent = parent;
      else node.orphan = Boolean(node.span.parent);
      node.parent.kids.push(node);
    }
    for (const note of trace.notes) {
      const node = top.byId.get(note.span);
      if (node) node.notes.push(note);
    }
    const gravest = gravestOf(trace.findings);
    for (const node of [top, ...top.byId.values()]) {
      if (node.kids.length === 0) continue;
      node.kids.sort((a, b) => a.start - b.start);
      node.children = fold(node.kids, node, gravest);
      top.groups.push(...node.children.filter((child) => child.group));
    }
    top.kids.forEach(critically);
    return top;
  }

  // ---- where the time went ----------------------------------------------------------------------------------------

  /** How long a span was busy itself: while none of those below it was. */
  function selfOf(node) {
    let covered = 0;
    let until = node.start;
    for (const kid of node.kids) { // by their start
      const from = Math.max(until, kid.start);
      const to = Math.min(kid.end, node.end);
      if (to > from) covered += to - from;
      until = Math.max(until, to);
    }
    return Math.max(0, node.total - covered);
  }

  /**
   * Marks what the end of a root waited for, from its end backwards: below each span the one that ended last before the time that is
   * not explained yet. A stack and no recursion: chains of calls are as long as they like.
   */
  function critically(first) {
    const stack = [[first, first.end]];
    while (stack.length > 0) {
      const [node, end] = stack.pop();
      let at = end;
      for (const kid of [...node.kids].sort((a, b) => b.end - a.end)) {
        const to = Math.min(kid.end, node.end);
        if (to > at || kid.start >= at || to <= node.start) continue;
        waited(node, to, at);
        stack.push([kid, to]);
        at = Math.max(kid.start, node.start);
      }
      waited(node, node.start, at);
    }
  }

  function waited(node, from, to) {
    if (to > from) node.waited.push([from, to]);
  }

  const lengthOf = (stretches) => stretches.reduce((sum, [from, to]) => sum + to - from, 0);

  /** The stretches of a row's critical path, those that lie close together as one. */
  function drawnWaits(node) {
    if (!node.waits) {
      const near = total() / 500;
      const all = node.group ? node.children.flatMap((one) => one.waited) : [...node.waited];
      node.waits = all.sort((a, b) => a[0] - b[0]).reduce((joined, [from, to]) => {
        const before = joined[joined.length - 1];
        if (before && from - before[1] < near) before[1] = Math.max(before[1], to);
        else joined.push([from, to]);
        return joined;
      }, []);
    }
    return node.waits;
  }

  function mark(findings) {
    for (const finding of findings) {
      const first = root.byId.get((finding.spans || [])[0]);
      const group = first && first.parent.group ? first.parent : null;
      if (group && !group.finding) group.finding = finding; // the gravest comes first: one slow statement of an N+1 is part of it
      finding.target = group || first || root.byId.get(finding.parent) || null;
    }
  }

  function flatten() {
    rows.forEach((node) => (node.row = -1));
    rows = [];
    forEachNode((node) => {
      node.depth = node.parent.depth + 1;
      node.row = rows.length;
      rows.push(node);
    }, (node) => node.open);
    part('trace-sizer').style.height = `${rows.length * ROW}px`;
    const most = Math.max(10 * ROW, Math.min(640, window.innerHeight * 0.62));
    part('trace-scroller').style.height = `${Math.min(most, Math.max(6, rows.length) * ROW)}px`;
    part('trace-rows').setAttribute('aria-label', `Spans of the trace, ${count(rows.length)} rows`);
    drawn = '';
  }

  /** Every row there may be, in their order, or those below what is open. A stack: chains of calls are as long as they like. */
  function forEachNode(does, below = () => true) {
    const stack = [...root.children].reverse();
    while (stack.length > 0) {
      const node = stack.pop();
      does(node);
      for (let i = below(node) ? node.children.length - 1 : -1; i >= 0; i--) stack.push(node.children[i]);
    }
  }

  // ---- the rows in sight ------------------------------------------------------------------------------------------

  let drawn = '';

  function draw(force) {
    if (!trace) return;
    const scroller = part('trace-scroller');
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - 6);
    const last = Math.min(rows.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / ROW) + 6);
    const now = first + ':' + last;
    if (now === drawn && !force) return;
    drawn = now;
    part('trace-rows').replaceChildren(...rows.slice(first, last).map((node, i) => rowOf(node, first + i)));
    drawMap();
  }

  const KINDS = { SERVER: 'server', CLIENT: 'client', INTERNAL: 'internal', PRODUCER: 'job', CONSUMER: 'job' };
  const kindOf = (span) => (span.fields['db.statement'] || span.fields['db.system'] ? 'sql' : KINDS[String(span.kind).toUpperCase()] || 'internal');

  function wordsOf(node) {
    const relation = node.span.fields['jpa.relation'];
    if (!node.group) return { name: node.span.name, more: relation || '' };
    return {
      name: `${count(node.children.length)} × ${node.span.name}`,
      more: `${relation ? relation + ' · ' : ''}p50 ${length(node.p50)}`,
    };
  }

  function rowOf(node, i) {
    const kin = node.children.length;
    const words = wordsOf(node);
    const row = el('div', {
      id: 'row-' + i, role: 'treeitem', 'aria-level': node.depth + 1, 'aria-selected': String(node === chosen),
      'aria-expanded': kin ? String(node.open) : null, 'data-row': i, 'data-group': node.group ? node.children.length : null,
      class: `t-row ${node.group ? 't-group' : ''} ${node === chosen ? 't-chosen' : ''} ${found.has(node) ? 't-hit' : ''}`,
    });
    row.style.top = `${i * ROW}px`;
    const label = el('div', { class: 't-label', title: `${words.name}  ${words.more}` });
    label.style.paddingLeft = `${4 + node.depth * (page.clientWidth < 640 ? 6 : 14)}px`;
    label.append(
      kin ? el('span', { class: 't-twist', 'data-twist': '', 'aria-hidden': 'true' }, node.open ? '▾' : '▸') : el('span', { class: 't-twist' }),
      el('i', { class: 't-dot k-' + kindOf(node.span), 'aria-hidden': 'true' }));
    if (node.error) label.append(el('span', { class: 't-error', title: 'failed' }, '!'));
    if (node.finding) label.append(el('span', { class: 't-badge', title: node.finding.title }, node.finding.kind));
    if (node.span.fields['plan.exceeded']) label.append(el('span', { class: 't-badge', title: `${node.span.fields['db.statements']} statements, its plan allows ${node.span.fields['plan.budget']}` }, 'over budget'));
    if (node.orphan) label.append(el('span', { class: 't-badge t-quiet', title: `Its parent ${node.span.parent} is not in the store` }, 'no parent'));
    if (early(node)) label.append(el('span', { class: 't-badge t-quiet', title: `It begins ${length(node.parent.span.startMs - node.span.startMs)} before its parent: the clocks of the two differ` }, 'clocks differ'));
    label.append(el('span', { class: 't-name' }, words.name), el('span', { class: 't-more' }, words.more));
    row.append(label, bars(node), el('span', { class: 't-took' }, `${node.group ? 'Σ ' : ''}${length(node.total)}`));
    return row;
  }

  const early = (node) => !node.group && node.parent && node.parent.span && !node.parent.group && node.span.startMs < node.parent.span.startMs - 1;

  function bars(node) {
    const lane = el('div', { class: 't-lane' });
    const width = view.to - view.from;
    const put = (from, to, style) => {
      const a = Math.max(from, view.from);
      const b = Math.min(to, view.to);
      if (b < view.from || a > view.to) return;
      const bar = el('i', { class: style });
      bar.style.left = `${((a - view.from) / width) * 100}%`;
      bar.style.width = `${Math.max(0, ((b - a) / width) * 100)}%`;
      lane.append(bar);
    };
    put(node.start, node.end, `t-bar k-${kindOf(node.span)} ${node.group ? 't-span' : ''}`);
    if (critical) drawnWaits(node).forEach(([from, to]) => put(from, to, 't-critical'));
    if (!node.group) node.notes.filter((note) => note.kind === 'span_event').slice(0, 100).forEach((note) => {
      if (note.atMs < view.from || note.atMs > view.to) return;
      const dot = el('i', { class: 't-note', title: `${note.name}, ${length(note.atMs)}` });
      dot.style.left = `${((note.atMs - view.from) / width) * 100}%`;
      lane.append(dot);
    });
    return lane;
  }

  function drawRuler() {
    const ruler = part('trace-ruler');
    const scroller = part('trace-scroller');
    scroller.parentElement.style.setProperty('--t-bar', `${scroller.offsetWidth - scroller.clientWidth}px`);
    const narrow = ruler.clientWidth < 330;
    const ticks = (narrow ? (ruler.clientWidth < 120 ? [0] : [0, 1]) : [0, 0.25, 0.5, 0.75, 1]).map((at) => {
      const tick = el('span', { class: at === 1 ? 't-last' : '' }, length(view.from + at * (view.to - view.from)));
      tick.style.left = `${at * 100}%`;
      return tick;
    });
    ruler.replaceChildren(...ticks);
    part('trace-whole').hidden = view.from === 0 && view.to === total();
  }

  const total = () => Math.max(trace.durationMs, 0.001);

  // ---- the map ----------------------------------------------------------------------------------------------------

  /** All rows in small. Painted once for a tree and a size: scrolling only moves the frame around what is in sight. */
  function pictureOf(width, height, ratio) {
    const style = getComputedStyle(page);
    const colours = {};
    ['server', 'client', 'sql', 'internal', 'job'].forEach((kind) => (colours[kind] = style.getPropertyValue('--k-' + kind).trim()));
    const drawing = document.createElement('canvas');
    drawing.width = Math.round(width * ratio);
    drawing.height = Math.round(height * ratio);
    const g = drawing.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    const slots = Math.max(rows.length, 12);
    const thick = Math.max(1, Math.min(4, height / slots - 1));
    const scale = width / total();
    rows.forEach((node, i) => {
      g.fillStyle = colours[kindOf(node.span)];
      g.fillRect(node.start * scale, (i / slots) * height, Math.max(1, (node.end - node.start) * scale), thick);
    });
    return { drawing, rows, width, height, ratio, look: document.documentElement.dataset.theme };
  }

  let picture = null;

  function drawMap() {
    const canvas = part('trace-map');
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0 || !trace) return;
    const ratio = window.devicePixelRatio || 1;
    const look = document.documentElement.dataset.theme;
    const same = picture && picture.rows === rows && picture.width === width && picture.ratio === ratio && picture.look === look;
    if (!same) picture = pictureOf(width, height, ratio);
    canvas.width = picture.drawing.width;
    canvas.height = picture.drawing.height;
    const g = canvas.getContext('2d');
    g.drawImage(picture.drawing, 0, 0);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    const scroller = part('trace-scroller');
    g.strokeStyle = g.fillStyle = getComputedStyle(page).getPropertyValue('--k-mark').trim();
    g.lineWidth = 1.5;
    const all = Math.max(rows.length, 12) * ROW;
    const x = (view.from / total()) * width;
    const w = ((view.to - view.from) / total()) * width;
    const seen = Math.min(all, scroller.clientHeight);
    g.strokeRect(x + 1, Math.max(1, (scroller.scrollTop / all) * height), w - 2, Math.max(4, (seen / all) * height - 2));
    if (mapDrag) {
      g.globalAlpha = 0.18;
      g.fillRect(Math.min(mapDrag.from, mapDrag.to), 0, Math.abs(mapDrag.to - mapDrag.from), height);
    }
  }

  let mapDrag = null;

  function listenToMap() {
    const canvas = part('trace-map');
    const at = (event) => Math.min(Math.max(event.clientX - canvas.getBoundingClientRect().left, 0), canvas.clientWidth);
    canvas.addEventListener('pointerdown', (event) => {
      mapDrag = { from: at(event), to: at(event) };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (!mapDrag) return;
      mapDrag.to = at(event);
      drawMap();
    });
    canvas.addEventListener('pointerup', (event) => {
      const drag = mapDrag;
      mapDrag = null;
      if (!drag) return;
      if (Math.abs(drag.to - drag.from) > 6) {
        const [a, b] = [drag.from, drag.to].sort((p, q) => p - q);
        look((a / canvas.clientWidth) * total(), (b / canvas.clientWidth) * total());
        return;
      }
      const edge = canvas.getBoundingClientRect();
      const row = Math.floor(((event.clientY - edge.top) / edge.height) * Math.max(rows.length, 12));
      scrollTo(Math.min(row, rows.length - 1));
    });
    canvas.addEventListener('dblclick', () => look(0, total()));
  }

  function look(from, to) {
    view = { from, to: Math.max(to, from + total() / 1e5) };
    drawRuler();
    draw(true);
  }

  // ---- choosing, opening, searching -------------------------------------------------------------------------------

  function scrollTo(row) {
    const scroller = part('trace-scroller');
    const y = row * ROW;
    if (y < scroller.scrollTop || y + ROW > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = Math.max(0, y - scroller.clientHeight / 2);
    }
    draw(true);
  }

  /** Reads what else is told of the spans: most of a trace, so not before somebody looks at one or searches. */
  async function tell() {
    telling = telling || scruffy.ask(addressOf(id));
    try {
      for (const span of (await telling).spans) {
        const node = root.byId.get(span.id);
        if (node) node.span.fields = span.fields;
      }
      told = true;
    } catch (failure) {
      telling = null;
      throw failure;
    }
  }

  function choose(node) {
    chosen = node;
    part('trace-rows').setAttribute('aria-activedescendant', 'row-' + node.row);
    const url = new URLSearchParams(location.search);
    if (node.group) url.delete('span');
    else url.set('span', node.span.id);
    history.replaceState(history.state, '', location.pathname + '?' + url);
    scrollTo(node.row);
    showFields(node);
    if (told) return;
    tell().then(() => node === chosen && showFields(node), (failure) => node === chosen && saySide(failure.message));
  }

  function saySide(words) {
    part('trace-side-words').hidden = !words;
    part('trace-side-words').textContent = words;
  }

  function reveal(node) {
    for (let above = node.parent; above && !above.top; above = above.parent) above.open = true;
    flatten();
    choose(node);
  }

  function jumpTo(node) {
    reveal(node);
    part('trace-rows').focus({ preventScroll: true });
    part('trace-scroller').scrollIntoView({ block: 'nearest' });
  }

  function toggle(node, open) {
    if (node.children.length === 0) return;
    node.open = open === undefined ? !node.open : open;
    flatten();
    draw(true);
  }

  function openAll(open) {
    forEachNode((node) => {
      if (node.children.length > 0) node.open = open || node.parent.top === true;
    });
    flatten();
    stay();
  }

  /** Opens or closes the outermost level that is not open or closed yet. */
  function openLevel(open) {
    const seen = rows.filter((node) => node.children.length > 0 && node.open !== open);
    if (seen.length === 0) return;
    if (open) {
      const level = Math.min(...seen.map((node) => node.depth));
      seen.filter((node) => node.depth === level).forEach((node) => (node.open = true));
    } else {
      const level = Math.max(...seen.map((node) => node.depth));
      seen.filter((node) => node.depth === level).forEach((node) => (node.open = false));
    }
    flatten();
    stay();
  }

  function stay() {
    while (chosen && chosen.row < 0) chosen = chosen.parent;
    if (chosen && !chosen.top) choose(chosen);
    else draw(true);
  }

  async function search(text) {
    const wanted = text.trim().toLowerCase();
    if (wanted && !told) {
      part('trace-found').textContent = 'reading …';
      try {
        await tell();
      } catch (failure) {
        part('trace-found').textContent = failure.message;
        return;
      }
      if (part('trace-search').value !== text) return;
    }
    hits = [];
    hit = -1;
    if (wanted) {
      const fits = (span) => [span.name, ...Object.values(span.fields)].some((value) => String(value).toLowerCase().includes(wanted));
      forEachNode((node) => {
        if (!node.group && fits(node.span)) hits.push(node);
      });
    }
    found = new Set(hits.flatMap((node) => (node.parent.group ? [node, node.parent] : [node])));
    if (hits.length > 0) next(1);
    saySearch(wanted);
    draw(true);
  }

  function saySearch(wanted) {
    part('trace-found').textContent = !wanted ? '' : hits.length === 0 ? 'nothing found' : `${count(hit + 1)} of ${count(hits.length)}`;
  }

  function next(step) {
    if (hits.length === 0) return;
    hit = (hit + step + hits.length) % hits.length;
    const node = hits[hit];
    reveal(node);
    saySearch('x');
  }

  // ---- the panels -------------------------------------------------------------------------------------------------

  function showFields(node) {
    const span = node.span;
    const own = {
      name: span.name, kind: span.kind, service: span.service,
      starts: `${length(span.startMs)} after the trace`, duration: length(span.durationMs),
      'of it itself': length(selfOf(node)), 'on the critical path': length(lengthOf(node.waited)), span: span.id,
    };
    const facts = node.group
      ? {
        spans: count(node.children.length), 'all together': length(node.total), 'half take at most': length(node.p50),
        'from – to': `${length(node.start)} – ${length(node.end)}`, 'on the critical path': length(lengthOf(node.children.flatMap((one) => one.waited))), service: span.service,
      }
      : own;
    const fields = node.group
      ? Object.fromEntries(['db.statement', 'db.operation', 'db.system', 'jpa.relation'].filter((key) => span.fields[key] !== undefined).map((key) => [key, span.fields[key]]))
      : told ? span.fields : {};
    part('trace-side-title').textContent = node.group ? `${count(node.children.length)} × ${span.name}` : span.name;
    saySide(told || node.group ? '' : 'Reading its fields …');
    const line = ([key, value]) => el('div', { class: 't-field' },
      el('dt', {}, key),
      el('dd', {}, value === fields[key] && key !== 'span' ? asked(key, value) : el('span', { class: 't-value' }, String(value)),
        el('button', { type: 'button', class: 't-copy', title: `Copy ${key}`, 'aria-label': `Copy ${key}`, onclick: (event) => copy(event.target, String(value)) }, 'copy')));
    part('trace-fields').replaceChildren(...Object.entries(facts).map(line),
      ...Object.entries(fields).sort(([a], [b]) => a.localeCompare(b)).map(line));
    const jump = node.group
      ? el('button', { type: 'button', class: 'x-button', onclick: () => { toggle(node); choose(node); showFields(node); } }, node.open ? 'Fold them again' : 'Show them one by one')
      : null;
    const zoom = el('button', { type: 'button', class: 'x-button', onclick: () => look(node.start, node.end) }, 'Zoom to it');
    const avail = span.fields['avail.key'];
    const why = avail ? el('button', { type: 'button', class: 'x-button', onclick: (event) => whyDark(event.target, avail) }, 'Why was this avail dark?') : null;
    const whom = node.group ? null : el('button', { type: 'button', class: 'x-button', onclick: () => whomItHit(span) }, 'Whom this span hit');
    const link = (words, href) => el('a', { class: 'x-button g-link', href }, words);
    const more = node.group ? [] : [link('Its log lines', logs(span)), tellsAnError(span) ? link('Its error', errors(span)) : null];
    part('trace-side-actions').replaceChildren(...[jump, zoom, why, whom, ...more].filter(Boolean));
    showNotes(node.notes);
  }

  /** Log lines of the trace, or of one of its spans, of its time and a minute around it: clocks differ. */
  function logs(span) {
    const start = Date.parse(trace.start);
    const asked = new URLSearchParams({ from: new Date(start - 60000).toISOString(), to: new Date(start + trace.durationMs + 60000).toISOString() });
    asked.append('f', `trace.trace_id|=|${trace.traceId}`);
    if (span) asked.append('f', `trace.span_id|=|${span.id}`);
    return `${page.dataset.logs}?${asked}`;
  }

  const errors = (span) => `${page.dataset.errors}?${new URLSearchParams({ trace: trace.traceId, ...(span ? { span: span.id } : {}) })}`;
  const tellsAnError = ({ fields }) => Boolean(fields['exception.type'] || fields['exception.stacktrace'] || fields['meta.signal_type'] === 'error');

  let radius = null;

  /** The card below says it of one span and what is below it, until it is to be of all again. */
  async function whomItHit(span) {
    const all = el('button', { type: 'button', class: 'x-link', onclick: async () => {
      await radius.ask({ trace: id });
      part('radius').scrollIntoView({ block: 'nearest' });
    } }, 'Of the whole trace');
    await radius.ask({ trace: id, span: span.id }, [`Of the span ${span.name} and what is below it. `, all]);
    part('radius').scrollIntoView({ block: 'nearest' });
    all.focus({ preventScroll: true });
  }

  async function whyDark(button, avail) {
    try {
      await scruffy.whyDark(api, page.dataset.avails, avail);
    } catch (failure) {
      button.textContent = failure.message;
    }
  }

  /** A value that Explore can be asked about. */
  function asked(column, value) {
    const start = Date.parse(trace.start);
    const near = { from: new Date(start - 1800000).toISOString(), to: new Date(Math.min(Date.now(), start + 1800000)).toISOString() };
    const go = (more) => location.assign(page.dataset.explore + '?' + new URLSearchParams({ view: 'all', live: 'off', ...near, ...more }));
    const { written } = scruffy.filters;
    return scruffy.valueButton(String(value), column, value, {
      select: (filter) => go({ sel: written(filter) }), filter: (filter) => go({ f: written(filter) }), group: (by) => go({ by }), elsewhere: 'Explore',
    });
  }

  /** What happened inside a span, and which others it names. */
  function showNotes(notes) {
    part('trace-notes').replaceChildren(...notes.map((note) => {
      const link = note.kind === 'link';
      const [other, span] = [note.fields['trace.link.trace_id'], note.fields['trace.link.span_id']];
      const own = Object.entries(note.fields).filter(([key]) => !/^(meta|trace)\.|^(name|parent_name)$/.test(key));
      return el('li', {},
        link ? el('a', { href: `${location.pathname}?${withId(other)}&span=${span}` }, 'Link to another span') : el('strong', {}, note.name),
        el('span', { class: 'x-meta' }, link ? ` ${span}` : ` at ${length(note.atMs)}`),
        ...own.map(([key, value]) => el('div', { class: 't-inside' }, el('span', { class: 'x-meta' }, key + ' '), String(value))));
    }));
    part('trace-notes-title').hidden = notes.length === 0;
  }

  async function copy(button, text) {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'copied';
    } catch (refused) {
      button.textContent = 'not allowed';
    }
    setTimeout(() => (button.textContent = 'copy'), 1500);
  }

  const isSql = (span) => Boolean(span.fields['db.statement']);

  function showHead() {
    const first = root.children[0];
    const start = Date.parse(trace.start);
    const sql = trace.spans.filter(isSql).length;
    part('trace-name').textContent = first ? first.span.name : 'An empty trace';
    const fact = (word, value, key) => el('div', { class: 't-fact', 'data-fact': key }, el('dt', {}, word), el('dd', {}, value));
    part('trace-facts').replaceChildren(
      fact('Started, station time', `${time.day(start, zone)}, ${time.second(start, zone)} ${time.zone(start, zone)}`, 'start'),
      fact('Took', length(trace.durationMs), 'duration'),
      fact('Spans', count(trace.spans.length) + (trace.truncated ? ' (the first of more)' : ''), 'spans'),
      fact('SQL statements', count(sql), 'sql'));
    part('trace-id').textContent = trace.traceId;
    part('trace-logs').href = logs();
    part('trace-errors').href = errors();
    document.title = document.title.replace(/^[^·|–-]*/, `${first ? first.span.name : 'Trace'} `);
  }

  /** Where it is done: by which code, or which span where that is not known. */
  function placeOf({ code, worker, entryPoint }) {
    const by = code || worker;
    return [by && `in ${by}`, entryPoint !== by && entryPoint && `for ${entryPoint}`].filter(Boolean).join(', ');
  }

  function showFindings() {
    const found = trace.findings;
    const box = part('trace-findings');
    box.hidden = found.length === 0;
    const shown = found.map((finding) => el('li', { class: 'finding', 'data-kind': finding.kind, 'data-relation': finding.relation || '', 'data-count': finding.count },
      el('div', { class: 'finding-head' },
        el('span', { class: 't-badge' }, finding.kind),
        el('strong', {}, finding.relation && finding.kind === 'N+1'
          ? `${count(finding.count)} × the same statement while reading ${finding.relation}`
          : finding.title || `${count(finding.count)} × the same statement`),
        el('span', { class: 'finding-sum' }, `Σ ${length(finding.totalMs)}`),
        finding.target ? el('button', { type: 'button', class: 'x-link finding-jump', onclick: () => jumpTo(finding.target) }, finding.target.group ? 'Show the group' : 'Show the span') : null),
      finding.statement ? el('code', { class: 'finding-sql' }, finding.statement) : null,
      el('div', { class: 'finding-place' }, placeOf(finding)),
      finding.advice ? el('p', { class: 'finding-advice' }, finding.advice) : null,
      ...(finding.snippets || []).map(snippet)));
    part('trace-findings-list').replaceChildren(...shown);
    offerProof();
    const relations = new Set(found.filter((finding) => finding.relation).map((finding) => finding.relation)).size;
    part('trace-findings-title').textContent = found.length === 1 ? 'One thing stands out' : `${found.length} things stand out`;
    part('trace-findings-sum').textContent = relations
      ? `${count(found.reduce((sum, finding) => sum + (finding.relation ? finding.count : 0), 0))} statements that ${relations === 1 ? 'one fetch plan' : 'a fetch plan'} would replace by a few`
      : '';
  }

  /** Code of an advice, which can be copied. */
  function snippet({ language, text }) {
    const code = el('code', {}, text);
    const what = `The ${language}`;
    const button = el('button', { type: 'button', class: 'x-button', onclick: () => scruffy.copyCode(button, code, what, part('trace-said')) }, 'Copy');
    return el('div', { class: 'finding-code', 'data-language': language },
      el('div', { class: 'finding-code-head' }, el('span', {}, language), button),
      el('pre', {}, code));
  }

  // ---- the proof: the same read by the plan of its findings --------------------------------------------------------

  function offerProof() {
    part('trace-proof').hidden = !trace.findings.some((finding) => finding.relation);
    part('proof-call').onclick = prove;
  }

  async function prove() {
    const button = part('proof-call');
    const words = part('proof-words');
    button.disabled = true;
    words.textContent = 'Asking twice …';
    try {
      const proof = await scruffy.ask(`${addressOf(id)}/proof`, {});
      words.textContent = `${proof.read}: ${proof.verdict}`;
      paintProof(proof);
      button.textContent = 'Prove it again';
    } catch (failure) {
      words.textContent = failure.message;
      part('proof-table').hidden = true;
    }
    button.disabled = false;
  }

  function paintProof(proof) {
    const way = (name, took) => el('tr', { 'data-way': name },
      el('th', { scope: 'row' }, name),
      el('td', { class: 'x-number', 'data-statements': took.statements }, count(took.statements)),
      el('td', { class: 'x-number' }, length(took.ms)));
    part('proof-table').replaceChildren(
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Read'), el('th', { scope: 'col', class: 'x-number' }, 'SQL statements'), el('th', { scope: 'col', class: 'x-number' }, 'Took'))),
      el('tbody', {},
        way('As it is', proof.asItIs),
        way(proof.relations.length === 1 ? 'This relation at once' : `These ${proof.relations.length} relations at once`, proof.byThePlan)));
    part('proof-table').hidden = false;
  }

  // ---- beside it: the planned endpoint ----------------------------------------------------------------------------

  async function compare() {
    const server = trace.spans.find((span) => [span.name, span.fields['http.route'], span.fields['http.target'], span.fields['http.url']]
      .some((value) => String(value || '').includes(LEGACY)));
    if (!server) return;
    part('trace-compare').hidden = false;
    const dated = /\/demo\/legacy\/week\/(\d{4}-\d{2}-\d{2})/.exec(
      [server.fields['http.target'], server.fields['http.url'], server.fields['url.path'], server.name].join(' '));
    part('compare-call').hidden = !dated;
    part('compare-call').onclick = () => callPlanned(dated[1]);
    await showPlanned();
  }

  async function latestPlanned() {
    const to = Math.ceil(Date.now() / 60000) * 60000;
    const found = await scruffy.ask(api + '/query', {
      from: new Date(to - 86400000).toISOString(), to: new Date(to).toISOString(),
      calculations: [{ op: 'HEATMAP', column: 'duration_ms' }, { op: 'COUNT' }],
      filters: [
        { column: 'http.route', op: '=', value: PLANNED },
        { column: 'http.status_code', op: '=', value: 200 },
        { column: 'span.kind', op: '=', value: 'server' },
      ],
      breakdowns: [], granularitySeconds: 60, limit: 1,
    });
    const cells = ((found.heatmap && found.heatmap.cells) || []).filter((cell) => cell.trace);
    if (cells.length === 0) return null;
    return cells.reduce((latest, cell) => (cell.x > latest.x || (cell.x === latest.x && cell.max > latest.max) ? cell : latest)).trace;
  }

  async function showPlanned() {
    const words = part('compare-words');
    try {
      const other = await latestPlanned();
      if (!other) {
        words.textContent = `Nobody has asked GET ${PLANNED} in the last 24 hours, so there is nothing to compare with yet.`;
        return false;
      }
      paintComparison(await scruffy.ask(withFields(other, DRAWN)));
      words.textContent = 'The same week, read with a fetch plan instead of walking the entities.';
      return true;
    } catch (failure) {
      words.textContent = failure.message;
      return false;
    }
  }

  async function callPlanned(date) {
    const button = part('compare-call');
    const feed = new URLSearchParams(location.search).get('feed');
    button.disabled = true;
    button.textContent = 'Calling …';
    try {
      await fetch(page.dataset.planned + date + (feed ? '?feed=' + encodeURIComponent(feed) : ''), { cache: 'no-store', credentials: 'same-origin' });
      for (let i = 0; i < 10 && !(await showPlanned()); i++) await new Promise((done) => setTimeout(done, 1000));
    } catch (unreachable) {
      part('compare-words').textContent = 'The planned endpoint does not answer.';
    }
    button.disabled = false;
    button.textContent = 'Call it again';
  }

  function paintComparison(other) {
    const facts = (one) => ({ spans: one.spans.length, sql: one.spans.filter(isSql).length, ms: one.durationMs });
    const here = facts(trace);
    const there = facts(other);
    const server = other.spans.find((span) => !span.parent) || other.spans[0];
    const link = el('a', { id: 'compare-link', href: location.pathname + '?' + withId(other.traceId) }, server ? server.name : 'the other trace');
    const line = (words, key, say) => {
      const most = Math.max(here[key], there[key], 1e-9);
      const bar = (value, style) => {
        const fill = el('i', { class: style });
        fill.style.width = `${Math.max(0.6, (value / most) * 100)}%`;
        return el('span', { class: 'c-bar' }, fill);
      };
      const times = here[key] / Math.max(there[key], 1e-9);
      return el('tr', { 'data-compare': key },
        el('th', { scope: 'row' }, words),
        el('td', { 'data-here': here[key] }, el('b', {}, say(here[key])), bar(here[key], 'c-here')),
        el('td', { 'data-there': there[key] }, el('b', {}, say(there[key])), bar(there[key], 'c-there')),
        el('td', { class: 'x-number' }, there[key] > 0 && times > 1.2 ? `${count(Math.round(times * (times < 10 ? 10 : 1)) / (times < 10 ? 10 : 1))} × less` : ''));
    };
    part('compare-table').replaceChildren(
      el('thead', {}, el('tr', {}, el('td', {}), el('th', { scope: 'col' }, 'This trace'), el('th', { scope: 'col' }, link), el('td', {}))),
      el('tbody', {}, line('SQL statements', 'sql', count), line('Spans', 'spans', count), line('Took', 'ms', length)));
    part('compare-table').hidden = false;
  }

  function withId(other) {
    const url = new URLSearchParams(location.search);
    url.set('id', other);
    url.delete('span');
    return url;
  }

  // ---- keys and buttons -------------------------------------------------------------------------------------------

  function listen() {
    const scroller = part('trace-scroller');
    scroller.addEventListener('scroll', () => requestAnimationFrame(() => draw(false)), { passive: true });
    new ResizeObserver(() => {
      if (!trace) return;
      drawRuler();
      draw(true);
    }).observe(scroller);
    part('trace-rows').addEventListener('click', (event) => {
      const row = event.target.closest('[data-row]');
      if (!row) return;
      const node = rows[Number(row.dataset.row)];
      if (event.target.closest('[data-twist]')) toggle(node);
      choose(node);
      part('trace-rows').focus({ preventScroll: true });
    });
    part('trace-rows').addEventListener('dblclick', (event) => {
      const row = event.target.closest('[data-row]');
      if (row && !event.target.closest('[data-twist]')) toggle(rows[Number(row.dataset.row)]);
    });
    part('trace-search').addEventListener('focus', () => told || tell().catch(() => {})); // before the first letter
    part('trace-search').addEventListener('input', (event) => search(event.target.value));
    part('trace-search').addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault();
        next(event.shiftKey ? -1 : 1);
      }
      if (event.key === 'Escape') {
        event.target.value = '';
        search('');
        part('trace-rows').focus();
      }
    });
    const buttons = {
      'trace-all': () => openAll(true), 'trace-none': () => openAll(false), 'trace-next': () => next(1), 'trace-previous': () => next(-1),
      'trace-whole': () => look(0, total()),
      'trace-critical': () => {
        critical = !critical;
        part('trace-critical').setAttribute('aria-pressed', String(critical));
        draw(true);
      },
      'trace-copy': (event) => copyTrace(event.target, async () => (await scruffy.ask(`${page.dataset.otlp}${encodeURIComponent(id)}`)).result),
      'trace-json': (event) => copyTrace(event.target, async () => scruffy.ask(addressOf(id))),
    };
    Object.entries(buttons).forEach(([name, does]) => part(name).addEventListener('click', does));
    document.addEventListener('keydown', keys);
    const repaint = () => requestAnimationFrame(drawMap);
    const looks = { attributes: true, attributeFilter: ['class', 'data-theme', 'style'] };
    new MutationObserver(repaint).observe(document.documentElement, looks);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
    listenToMap();
  }

  /** Copies the trace as OTLP, which other tools take, or as the API of this product tells it. */
  async function copyTrace(button, read) {
    const { words } = button.dataset;
    try {
      const text = JSON.stringify(await read(), null, 1);
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = 'Copied';
      } catch {
        scruffy.save(new Blob([text], { type: 'application/json' }), `trace-${id}.json`);
        button.textContent = 'Saved as a file';
      }
    } catch (failure) {
      button.textContent = failure.message;
    }
    setTimeout(() => (button.textContent = words), 3000);
  }

  /** Moves what is in sight by a share of itself. */
  function pan(share) {
    const width = view.to - view.from;
    const from = Math.min(Math.max(0, view.from + share * width), total() - width);
    look(from, from + width);
  }

  /** Shows more of the time, or less, around its middle. */
  function scale(factor) {
    const middle = (view.from + view.to) / 2;
    const half = Math.min(total(), (view.to - view.from) * factor) / 2;
    const from = Math.min(Math.max(0, middle - half), total() - 2 * half);
    look(from, from + 2 * half);
  }

  function keys(event) {
    if (event.ctrlKey && event.key === 'b') {
      event.preventDefault();
      part('trace-search').focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName) || document.querySelector('dialog[open]')) return;
    const height = part('trace-scroller').clientHeight - ROW;
    const anywhere = {
      '[': () => openAll(true), ']': () => openAll(false), o: () => openLevel(true), p: () => openLevel(false),
      n: () => next(1), N: () => next(-1), '/': () => part('trace-search').focus(),
      f: () => go(1), b: () => go(-1), s: () => part('trace-scroller').scrollBy(0, height), w: () => part('trace-scroller').scrollBy(0, -height),
      a: () => pan(-0.2), d: () => pan(0.2), A: () => pan(-0.8), D: () => pan(0.8), '+': () => scale(0.5), '-': () => scale(2),
      Escape: () => {
        part('trace-search').value = '';
        search('');
      },
    };
    const inside = {
      ArrowDown: () => go(1), ArrowUp: () => go(-1), PageDown: () => go(20), PageUp: () => go(-20),
      Home: () => go(-Infinity), End: () => go(Infinity), ArrowRight: right, ArrowLeft: left,
      Enter: () => chosen && toggle(chosen),
    };
    const does = anywhere[event.key] || (document.activeElement === part('trace-rows') && inside[event.key]);
    if (!does) return;
    event.preventDefault();
    does();
  }

  function go(step) {
    if (rows.length === 0) return;
    const from = chosen && chosen.row >= 0 ? chosen.row : step > 0 ? -1 : rows.length;
    choose(rows[Math.min(rows.length - 1, Math.max(0, from + step))]);
  }

  function right() {
    if (chosen && chosen.children.length > 0 && !chosen.open) toggle(chosen, true);
    else go(1);
  }

  function left() {
    if (!chosen) return;
    if (chosen.children.length > 0 && chosen.open) toggle(chosen, false);
    else if (chosen.parent && !chosen.parent.top) choose(chosen.parent);
  }

  // ---- start ------------------------------------------------------------------------------------------------------

  /** Builds and paints the waterfall. Says how long that took, in milliseconds. */
  function show(found) {
    const began = performance.now();
    trace = found;
    root = treeOf(trace.spans);
    mark(trace.findings);
    view = { from: 0, to: total() };
    part('trace-waiting').hidden = true;
    part('trace-body').hidden = false;
    flatten();
    showHead();
    showFindings();
    drawRuler();
    draw(true);
    const wanted = root.byId.get(new URLSearchParams(location.search).get('span'));
    if (wanted) jumpTo(wanted);
    const { groups } = root;
    part('trace-groups').dataset.groups = groups.length;
    part('trace-groups').textContent = groups.length
      ? `${count(trace.spans.length)} spans in ${count(rows.length)} rows: ${count(groups.length)} ${groups.length === 1 ? 'group' : 'groups'} of equal spans folded`
      : `${count(rows.length)} rows`;
    return performance.now() - began;
  }

  function groups() {
    return root.groups.map((node) => ({
      count: node.children.length, name: node.span.name, relation: node.span.fields['jpa.relation'] || null,
      statement: node.span.fields['db.statement'] || null, finding: node.finding ? node.finding.kind : null, open: node.open,
    }));
  }

  scruffy.trace = { groups, show, rows: () => rows.length, painted: null, chosen: () => chosen && chosen.span };

  /** What is not seen at first waits until the first frame is. */
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  async function load() {
    part('trace-waiting').hidden = false;
    part('trace-failure').hidden = true;
    if (!id || id.length > LONGEST_ID) {
      fail(new Error('This address names no trace. Choose one in Explore.'));
      return;
    }
    try {
      const found = await scruffy.ask(withFields(id, DRAWN));
      if (found.spans.length === 0) throw Object.assign(new Error(), { status: 404 });
      scruffy.trace.painted = show(found);
      page.dataset.ready = 'true';
      radius = new scruffy.Radius(part('radius'), { zone, api, avails: page.dataset.avails });
      await frame();
      radius.ask({ trace: id });
      compare();
    } catch (failure) {
      fail(failure.status === 404 ? new Error(`The trace ${id} is not in the store: it was never here, or it is older than what is kept.`) : failure);
    }
  }

  function fail(failure) {
    part('trace-waiting').hidden = true;
    part('trace-failure').hidden = false;
    part('trace-failure-words').textContent = failure.message;
  }

  part('trace-retry').addEventListener('click', load);
  const from = { explore: 'Explore', traces: 'Traces', logs: 'Logs', errors: 'Errors' }[(document.referrer.match(/\/(\w+)\.xhtml/) || [])[1]];
  if (from && history.length > 1) {
    part('trace-back').textContent = `← ${from}`;
    part('trace-back').addEventListener('click', (event) => {
      event.preventDefault();
      history.back();
    });
  }
  listen();
  load();
})();
