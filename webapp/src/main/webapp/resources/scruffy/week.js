// The week of one feed, drawn as one widget from one document. What changes it is in week-spots.js and week-slots.js.
(function () {
  "use strict";

  const root = document.getElementById("week");
  if (!root) return;
  const scruffy = window.scruffy;
  const { part: el, icon, button } = scruffy;

  const MINUTE = 60000;
  const PX = 1.5; // a minute, as in week.css
  const zone = root.dataset.zone;
  const mayEdit = root.dataset.mayEdit === "true";
  const midnights = root.dataset.midnights.split(",").map(Number);
  const ahead = Number(root.dataset.now) - Date.now(); // the server's clock counts, not this machine's
  const now = () => Date.now() + ahead;
  const grid = root.querySelector(".week-grid");
  const scroll = root.querySelector(".week-scroll");
  const panel = root.querySelector(".week-panel");
  const days = root.querySelector(".week-days");
  const loading = root.querySelector(".week-loading");

  const format = (options) => new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...options });
  const clock = format({ hour: "2-digit", minute: "2-digit" });
  const clockExact = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const weekday = format({ weekday: "short" });
  const dayLong = format({ weekday: "long", month: "short", day: "numeric" });
  const dayShort = format({ month: "short", day: "numeric" });
  const offset = format({ timeZoneName: "short" });
  const zoneAt = (at) => offset.formatToParts(at).find((part) => part.type === "timeZoneName").value;
  const changes = midnights.slice(1).some((end, day) => end - midnights[day] !== 24 * 60 * MINUTE);
  // on a day when the clocks change, a local time alone can mean two moments
  const time = (at, exact) => (exact && at % MINUTE ? clockExact : clock).format(at) + (changes ? " " + zoneAt(at) : "");
  const length = (ms) => {
    const seconds = Math.floor(Math.abs(ms) / 1000);
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  };
  const KINDS = { UNDERWRITING: "underwriting", PROMO: "promos", ID: "station ID", MIXED: "any" };

  let feed = null;
  let dictionary = null;
  let chosen = null; // the id of the chosen slot
  let chosenSpot = null; // the id of the spot whose tools are open
  let chosenBreak = null; // the id of the break whose tools are open
  let chosenDay = dayOf(now());

  function dayOf(at) {
    for (let day = 0; day < 7; day++) if (at >= midnights[day] && at < midnights[day + 1]) return day;
    return 0;
  }

  function share(fill) {
    return fill.capacityMs ? Math.min(100, Math.round((100 * fill.bookedMs) / fill.capacityMs)) : 0;
  }

  function bar(fill) {
    const inner = el("i");
    inner.style.width = (fill.state === "FULL" ? 100 : share(fill)) + "%";
    return el("span", { class: "bar-fill " + fill.state, "aria-hidden": "true" }, inner);
  }

  function word(fill) {
    if (fill.state === "EMPTY") return "empty";
    if (fill.state === "FULL") return "full";
    if (fill.state === "OVER") return "over by " + length(fill.bookedMs - fill.capacityMs);
    return share(fill) + " % filled";
  }

  async function read() {
    const answer = await fetch(root.dataset.document, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw await problem(answer);
    const read = await answer.json();
    read.feeds[0].slots.forEach((slot) => {
      slot.start = Date.parse(slot.startsAt);
      slot.end = Date.parse(slot.endsAt);
      slot.breaks.forEach((one) => {
        one.start = Date.parse(one.startsAt);
        one.slot = slot;
        one.placements.forEach((spot) => { spot.adBreak = one; });
      });
    });
    dictionary = read;
    feed = read.feeds[0];
  }

  const dates = root.dataset.days.split(",");

  /** What was decided about a local day: whether it is locked, and whether it is published as it is. */
  function dayState(day) {
    const said = (feed.days || []).find((one) => (one.day || one.date) === dates[day]) || {};
    const slots = feed.slots.filter((slot) => slot.start >= midnights[day] && slot.start < midnights[day + 1]);
    const published = (said.publishedRevision || 0) > 0;
    const draft = slots.some((slot) => slot.state === "DRAFT");
    return { locked: Boolean(said.locked), by: said.lockedBy || "", published, changed: published && draft, slots };
  }

  /** Why a slot or a break must stay as it is, in words; empty where it need not. */
  function fixed(thing) {
    const slot = thing.slot || thing;
    if (!mayEdit) return "you may look, not change";
    if (thing.start <= now()) return "it has gone on air";
    if (thing.locked) return "the break is locked";
    if (slot.start >= midnights[0] && slot.start < midnights[7] && dayState(dayOf(slot.start)).locked) return "the day is locked";
    return "";
  }

  async function problem(answer) {
    let detail = "The server answered " + answer.status;
    let trace = "";
    try {
      const body = await answer.json();
      detail = body.detail || detail;
      trace = body.traceId || "";
    } catch (notJson) {
      // the status says enough
    }
    const error = new Error(detail);
    error.status = answer.status;
    error.trace = trace;
    return error;
  }

  const program = (slot) => dictionary.programs[slot.program];
  const creative = (spot) => dictionary.creatives[spot.creative];
  const onAir = (slot) => slot.start <= now() && now() < slot.end;

  // ---- the grid

  function draw() {
    const top = scroll.scrollTop;
    grid.replaceChildren();
    grid.append(el("div", { class: "week-head corner" }, zoneAt(midnights[0]), changes ? el("br") : null, changes ? zoneAt(midnights[7] - 1) : null));
    for (let day = 0; day < 7; day++) grid.append(head(day));
    grid.append(hours());
    for (let day = 0; day < 7; day++) grid.append(column(day));
    days.replaceChildren(...[0, 1, 2, 3, 4, 5, 6].map(tab));
    if (!grid.querySelector('.slot[tabindex="0"]')) grid.querySelector(".week-day.chosen .slot, .slot")?.setAttribute("tabindex", "0");
    scroll.scrollTop = top;
    tick();
  }

  const today = (day) => now() >= midnights[day] && now() < midnights[day + 1];

  function head(day) {
    const hoursOfDay = (midnights[day + 1] - midnights[day]) / (60 * MINUTE);
    const state = dayState(day);
    const release = state.changed ? "Changed" : state.published ? "Published" : "Draft";
    const words = !state.locked ? release : release === "Draft" ? "Locked" : "Locked, " + release.toLowerCase();
    const image = state.locked ? "pi-lock" : state.changed ? "pi-exclamation-circle" : state.published ? "pi-check-circle" : "pi-pencil";
    return el("div", { class: "week-head" + (today(day) ? " today" : "") + (day === chosenDay ? " chosen" : ""), "data-day": day },
      el("button", { type: "button", class: "day-button", "aria-haspopup": "dialog", title: dayLong.format(midnights[day]) + ": lock, publish, copy", onclick: () => week.onDay(day) },
        el("span", { class: "day-name" }, el("b", {}, weekday.format(midnights[day])), " ", el("small", {}, dayShort.format(midnights[day]))), " ",
        el("span", { class: "day-state " + (state.locked ? "locked" : release.toLowerCase()) }, icon(image), " ", words, today(day) ? el("span", {}, " · today") : null),
        hoursOfDay === 24 ? null : el("small", { class: "day-hours" }, hoursOfDay + " h: clocks change")));
  }

  function tab(_, day) {
    return el("button", { type: "button", role: "tab", class: today(day) ? "today" : "", "aria-selected": String(day === chosenDay), title: dayLong.format(midnights[day]),
      onclick: () => { chosenDay = day; draw(); showNow(); days.children[day].focus(); } },
      weekday.format(midnights[day]), el("br"), format({ day: "numeric" }).format(midnights[day]));
  }

  function hours() {
    const element = el("div", { class: "week-hours", "aria-hidden": "true" });
    for (let hour = 0; hour < 24; hour++) {
      const label = el("span", {}, String(hour).padStart(2, "0") + ":00");
      label.style.top = hour * 60 * PX + "px";
      element.append(label);
    }
    return element;
  }

  function column(day) {
    const from = midnights[day];
    const to = midnights[day + 1];
    const element = el("div", { class: "week-day" + (today(day) ? " today" : "") + (day === chosenDay ? " chosen" : ""), role: "group", "aria-label": dayLong.format(from) });
    element.style.height = ((to - from) / MINUTE) * PX + "px";
    element.dataset.day = day;
    feed.slots.filter((slot) => slot.start < to && slot.end > from).forEach((slot) => element.append(block(slot, from, to)));
    return element;
  }

  function block(slot, from, to) {
    const start = Math.max(slot.start, from);
    const height = ((Math.min(slot.end, to) - start) / MINUTE) * PX;
    const title = (slot.start < from ? "↳ " : "") + program(slot).title;
    const count = slot.breaks.length;
    const says = count ? count + (count === 1 ? " break" : " breaks") : "no breaks";
    const element = el("button", {
      type: "button", class: "slot" + (height < 34 ? " short" : height < 60 ? " low" : ""), "aria-pressed": String(slot.id === chosen), "data-slot": slot.id, tabindex: slot.id === chosen ? "0" : "-1",
      title: time(slot.start) + " " + program(slot).title,
      onclick: () => { if (!week.dragged) choose(slot, true); },
    },
    el("span", { class: "slot-title" }, el("span", { class: "slot-time" + (changes || (slot.start - from) % (30 * MINUTE) ? " odd" : "") }, time(slot.start) + " "), title), " ",
    el("span", { class: "slot-fill" }, el("span", { class: "slot-words" }, count ? [String(count), el("span", { class: "unit" }, count === 1 ? " break" : " breaks"), " · "] : says, count ? el("span", { class: "word-" + slot.fill.state }, word(slot.fill).replace(" % filled", "%"), word(slot.fill).endsWith(" % filled") ? el("span", { class: "unseen" }, " filled") : null) : null), count ? bar(slot.fill) : null));
    element.style.top = ((start - from) / MINUTE) * PX + "px";
    element.style.height = Math.max(height - 2, 14) + "px";
    if (mayEdit && !fixed(slot)) element.append(el("span", { class: "slot-edge", "aria-hidden": "true" }));
    return element;
  }

  /** What the passing of time changes, without drawing everything again. */
  function tick() {
    const at = now();
    grid.querySelectorAll(".week-now").forEach((line) => line.remove());
    const day = dayOf(at);
    if (at >= midnights[0] && at < midnights[7]) {
      const top = ((at - midnights[day]) / MINUTE) * PX + "px";
      const line = el("div", { class: "week-now", "aria-hidden": "true" });
      const label = el("div", { class: "week-now label" }, "Now");
      line.style.top = label.style.top = top;
      grid.querySelector('.week-day[data-day="' + day + '"]').append(line);
      grid.querySelector(".week-hours").append(label);
    }
    const byId = new Map(feed.slots.map((slot) => [slot.id, slot]));
    grid.querySelectorAll(".slot").forEach((element) => {
      const slot = byId.get(element.dataset.slot);
      const live = onAir(slot);
      element.classList.toggle("on-air", live);
      element.classList.toggle("past", slot.end <= at);
      const badge = element.querySelector(".air");
      if (live && !badge) element.querySelector(".slot-title").prepend(el("span", { class: "air" }, "On air"), " ");
      if (!live && badge) badge.remove();
    });
  }

  function showNow() {
    const target = grid.querySelector(".week-day.chosen .slot.on-air") || grid.querySelector(".slot.on-air");
    const line = grid.querySelector(".week-day .week-now");
    if (line && line.offsetParent) scroll.scrollTop = Math.max(0, line.offsetTop - scroll.clientHeight / 3);
    else if (target && target.offsetParent) scroll.scrollTop = Math.max(0, target.offsetTop - 8);
    else scroll.scrollTop = line || grid.querySelector(".slot.on-air") ? 0 : 6 * 60 * PX;
  }

  // ---- the chosen slot

  function choose(slot, move) {
    chosen = slot.id;
    chosenSpot = chosenBreak = null;
    grid.querySelectorAll(".slot").forEach((element) => {
      element.setAttribute("aria-pressed", String(element.dataset.slot === slot.id));
      element.tabIndex = element.dataset.slot === slot.id ? 0 : -1;
    });
    describe();
    if (move) {
      panel.scrollTop = 0;
      panel.focus({ preventScroll: true });
      if (window.matchMedia("(max-width: 1020px)").matches) panel.scrollIntoView({ block: "start", behavior: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  }

  function describe() {
    const slot = feed.slots.find((one) => one.id === chosen);
    if (!slot) {
      panel.replaceChildren(el("div", { class: "empty" }, el("i", { class: "pi pi-calendar", "aria-hidden": "true" }), el("p", { id: "week-panel-title" }, "Choose a program to see its breaks.")));
      return;
    }
    const about = program(slot);
    const next = slot.breaks.find((one) => one.start > now());
    panel.replaceChildren(
      el("div", { class: "panel-head" },
        el("h2", { id: "week-panel-title" }, about.title, " ", onAir(slot) ? el("span", { class: "air" }, "On air now") : null),
        about.episode ? el("p", { class: "muted" }, about.episode) : null,
        el("p", {}, dayLong.format(slot.start) + ", " + clock.format(slot.start) + "–" + clock.format(slot.end) + " " + zoneAt(slot.start))),
      el("div", { class: "panel-tools" },
        slot.breaks.length ? el("p", { class: "muted" }, slot.breaks.length + (slot.breaks.length === 1 ? " break, " : " breaks, ") + length(slot.fill.bookedMs) + " of " + length(slot.fill.capacityMs) + " booked, ", el("span", { class: "word-" + slot.fill.state }, word(slot.fill))) : null,
        fixed(slot) && mayEdit ? el("p", { class: "fixed" }, icon("pi-lock"), " Time and length stay: " + fixed(slot) + ".") : null,
        mayEdit ? week.slotTools(slot, fixed(slot)) : null),
      slot.breaks.length
        ? breaksOf(slot, next)
        : el("div", { class: "empty" }, el("p", {}, "This program has no breaks.")));
  }

  /** While the program is on, the breaks that are over are folded away. */
  function breaksOf(slot, next) {
    const list = (some) => el("ol", { class: "breaks" }, some.map((one) => describeBreak(one, one === next && onAir(slot))));
    const over = onAir(slot) ? slot.breaks.filter((one) => one.start + one.fill.capacityMs <= now()) : [];
    if (over.length < 2) return list(slot.breaks);
    const open = panel.querySelector("details.over")?.open;
    return el("div", {},
      el("details", { class: "over", open }, el("summary", {}, over.length + " breaks of this program are over"), list(over)),
      list(slot.breaks.filter((one) => !over.includes(one))));
  }

  function describeBreak(one, next) {
    const over = one.start + one.fill.capacityMs <= now();
    const running = !over && one.start <= now();
    const state = running ? el("span", { class: "air" }, "On air now") : el("span", { class: "break-word word-" + one.fill.state }, word(one.fill));
    const why = fixed(one);
    const open = one.id === chosenBreak && mayEdit && !over;
    const head = [el("time", { datetime: one.startsAt }, time(one.start, true)), bar(one.fill), state];
    const kind = el("span", { class: "break-kind" }, length(one.fill.capacityMs) + " for " + KINDS[one.kind] + (over ? " · over" : "") + (next ? " · next break" : ""),
      one.locked ? el("span", {}, " · ", icon("pi-lock"), " locked") : null);
    return el("li", { class: "break" + (over ? " past" : "") + (next ? " next" : "") + (one.locked ? " locked" : ""), "data-break": one.id },
      mayEdit && !over
        ? el("button", { type: "button", class: "break-head break-pick", "aria-expanded": String(open), "aria-keyshortcuts": "Alt+ArrowUp Alt+ArrowDown Alt+Shift+ArrowUp Alt+Shift+ArrowDown E L Delete",
            onclick: () => { chosenBreak = open ? null : one.id; redescribe(); focusBreak(one.id); } }, head, icon(open ? "pi-chevron-up" : "pi-ellipsis-v"), kind)
        : el("div", { class: "break-head" }, head, kind),
      open ? week.breakTools(one, why) : null,
      week.refusalOf(one),
      one.placements.length
        ? el("ul", { class: "spots" }, one.placements.map((spot) => describeSpot(spot, one, why)))
        : el("p", { class: "none" }, over ? "Nothing was placed." : "Nothing placed: the network’s feed goes on."),
      mayEdit && !over ? week.spotAdder(one, why) : null);
  }

  const STATES = { LOCKED: ["pi-lock", "locked"], AIRED: ["pi-check", "aired"], MISSED: ["pi-times", "missed"], PREEMPTED: ["pi-ban", "pre-empted"], MADE_GOOD: ["pi-replay", "made good"] };

  /** A spot; its tools are in the document only while it is the chosen one. */
  function describeSpot(spot, one, why) {
    const about = creative(spot);
    const state = STATES[spot.status];
    const open = spot.id === chosenSpot && mayEdit && !why;
    const facts = el("span", { class: "spot-title" }, about.title,
      el("small", {}, length(spot.durationMs) + " · " + (about.underwriter || "station promo") + " · " + spot.creative),
      el("span", { class: "spot-badges" },
        about.airReady ? null : el("span", { class: "badge warn" }, icon("pi-exclamation-triangle"), " not ready for air"),
        state ? el("span", { class: "badge" }, icon(state[0]), " " + state[1]) : null,
        spot.origin === "AUTO" ? el("span", { class: "badge" }, "auto-filled") : null,
        week.conflictsOf(spot.id, one.id).map((conflict) => el("span", { class: "badge " + (conflict.severity === "BLOCK" ? "bad" : "warn"), title: conflict.message }, icon(conflict.severity === "BLOCK" ? "pi-ban" : "pi-exclamation-triangle"), " " + conflict.rule))));
    return el("li", { class: "spot" + (open ? " open" : ""), "data-spot": spot.id, draggable: mayEdit && !why ? "true" : null },
      mayEdit && !why
        ? el("button", { type: "button", class: "spot-pick", "aria-expanded": String(open), "aria-keyshortcuts": "Alt+ArrowUp Alt+ArrowDown Control+ArrowLeft Control+ArrowRight R Delete",
            onclick: () => { chosenSpot = open ? null : spot.id; redescribe(); focusSpot(spot.id); } }, facts, icon(open ? "pi-chevron-up" : "pi-ellipsis-v"))
        : facts,
      open ? week.spotTools(spot, one) : null);
  }

  function redescribe() {
    const at = panel.scrollTop;
    describe();
    panel.scrollTop = at;
  }

  /** Shows a spot, a break or a slot wherever it is in this week; whether it is there. */
  function jump(id, what) {
    const breaks = feed.slots.flatMap((slot) => slot.breaks);
    const one = what === "spot" ? breaks.find((each) => each.placements.some((spot) => spot.id === id)) : what === "break" ? breaks.find((each) => each.id === id) : null;
    const slot = one ? one.slot : feed.slots.find((each) => each.id === id);
    if (!slot) return false;
    show(slot);
    if (what === "spot") focusSpot(id);
    else if (one) focusBreak(id);
    return true;
  }

  const focusBreak = (id) => focusIn('[data-break="' + id + '"]');

  /** Chooses a slot and brings it into sight. */
  function show(slot) {
    const day = dayOf(Math.max(slot.start, midnights[0]));
    if (day !== chosenDay) { chosenDay = day; draw(); }
    choose(slot, false);
    grid.querySelector('.slot[data-slot="' + slot.id + '"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  const focusSpot = (id) => focusIn('[data-spot="' + id + '"]');

  function focusIn(selector) {
    const element = panel.querySelector(selector);
    if (!element) { panel.focus({ preventScroll: true }); return; }
    element.closest("details")?.setAttribute("open", "");
    (element.querySelector("button") || panel).focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }

  // ---- the keyboard on the board: one stop of the tab key, arrows within

  function neighbour(slot, key) {
    const at = feed.slots.indexOf(slot);
    if (key === "ArrowUp") return feed.slots[at - 1];
    if (key === "ArrowDown") return feed.slots[at + 1];
    const day = dayOf(Math.max(slot.start, midnights[0])) + (key === "ArrowLeft" ? -1 : 1);
    if (day < 0 || day > 6) return undefined;
    const same = midnights[day] + (slot.start - midnights[dayOf(Math.max(slot.start, midnights[0]))]);
    return feed.slots.find((one) => one.start <= same && same < one.end) || feed.slots.find((one) => one.start >= midnights[day]);
  }

  grid.addEventListener("keydown", (event) => {
    const element = event.target.closest(".slot");
    if (!element || event.altKey || event.ctrlKey || event.metaKey || !/^Arrow/.test(event.key)) return;
    event.preventDefault();
    const to = neighbour(feed.slots.find((slot) => slot.id === element.dataset.slot), event.key);
    if (!to) return;
    show(to);
    focusSlot(to.id);
  });

  function focusSlot(id) {
    grid.querySelector(".week-day.chosen .slot[data-slot=\"" + id + "\"], .slot[data-slot=\"" + id + "\"]")?.focus({ preventScroll: false });
  }

  // ---- start

  /** Reads and draws again; what is chosen and where one looks stays. */
  async function again() {
    const at = panel.scrollTop;
    const inPanel = panel.contains(document.activeElement) && document.activeElement.closest("[data-spot], [data-break]");
    const inGrid = grid.contains(document.activeElement) && document.activeElement.dataset.slot;
    const back = inPanel && { ...inPanel.dataset };
    await read();
    draw();
    describe();
    panel.scrollTop = at;
    if (back && back.spot && panel.querySelector('[data-spot="' + back.spot + '"]')) focusSpot(back.spot);
    else if (back && back.break && panel.querySelector('[data-break="' + back.break + '"]')) focusBreak(back.break);
    else if (back) panel.focus({ preventScroll: true });
    if (inGrid) focusSlot(inGrid);
    week.onRead();
  }

  function fail(error) {
    grid.replaceChildren();
    loading.hidden = true;
    const known = error.status === 404;
    loading.replaceWith(el("div", { class: "week-problem week-loading", role: "alert" },
      el("h2", {}, known ? "Nothing is planned here" : "The week cannot be read"),
      el("p", { class: "muted" }, error.message),
      error.trace ? el("p", { class: "muted" }, el("small", {}, "Trace " + error.trace)) : null,
      known ? el("a", { href: root.dataset.here }, "Go to this week") : el("button", { type: "button", class: "plain-button", onclick: () => window.location.reload() }, "Try again")));
    panel.hidden = true;
    days.hidden = true;
  }

  async function begin() {
    try {
      await read();
    } catch (error) {
      fail(error);
      return;
    } finally {
      root.setAttribute("aria-busy", "false");
    }
    loading.hidden = true;
    const current = feed.slots.find(onAir);
    if (current) chosen = current.id;
    draw();
    describe();
    showNow();
    setInterval(tick, 15000);
    week.onRead();
    week.onReady();
    const [what, id] = decodeURIComponent(window.location.hash.slice(1)).split(":");
    if (id && !jump(id, what)) scruffy.say("What you came for is not in this week any more.");
  }

  /** The revision that the server has now; a week that did not change costs one statement and no body. */
  async function revisionNow() {
    const answer = await fetch(root.dataset.document, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    return answer.ok ? (await answer.json()).feeds[0].revision : feed.revision;
  }

  const nothing = () => null;
  const week = (scruffy.week = {
    root, grid, scroll, panel, zone, midnights, dates, mayEdit, now, MINUTE, PX,
    desk: scruffy.desk(root.dataset.desk), feedName: root.dataset.feed, user: root.dataset.user,
    feed: () => feed, program, creative, dayOf, dayState, fixed, time, length, zoneAt, dayLong, weekday, clock, arrows, bar, word,
    slot: () => feed.slots.find((one) => one.id === chosen), spotChosen: () => chosenSpot, chooseSpot: (id) => { chosenSpot = id; }, chooseBreak: (id) => { chosenBreak = id; }, kinds: KINDS,
    choose, show, jump, focusSpot, focusBreak, focusSlot, redescribe, again, revisionNow, dragged: false,
    // what the other scripts of the page add
    onDay: nothing, onRead: nothing, onReady: nothing, slotTools: nothing, slotBreakTool: nothing, breakTools: nothing, breakKey: nothing, refusalOf: nothing, spotAdder: nothing, spotTools: nothing, conflictsOf: () => [],
  });

  function arrows(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...event.currentTarget.querySelectorAll("button:not(:disabled)")];
    buttons[Math.max(0, Math.min(buttons.length - 1, buttons.indexOf(document.activeElement) + step))]?.focus();
    event.preventDefault();
  }

  document.addEventListener("DOMContentLoaded", begin);
})();
