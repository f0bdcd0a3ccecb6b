// The week of one feed, drawn as one widget from one document; moves go through the same API as anybody's.
(function () {
  "use strict";

  const root = document.getElementById("week");
  if (!root) return;

  const MINUTE = 60000;
  const PX = 1.5; // a minute, as in week.css
  const zone = root.dataset.zone;
  const mayMove = root.dataset.mayMove === "true";
  const midnights = root.dataset.midnights.split(",").map(Number);
  const ahead = Number(root.dataset.now) - Date.now(); // the server's clock counts, not this machine's
  const now = () => Date.now() + ahead;
  const grid = root.querySelector(".week-grid");
  const scroll = root.querySelector(".week-scroll");
  const panel = root.querySelector(".week-panel");
  const days = root.querySelector(".week-days");
  const loading = root.querySelector(".week-loading");
  const toast = document.getElementById("week-toast");

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
  const AROUND = 12 * 60 * MINUTE; // where a spot may go
  const KINDS = { UNDERWRITING: "underwriting", PROMO: "promos", ID: "station ID", MIXED: "any" };

  let feed = null;
  let dictionary = null;
  let chosen = null; // the id of the chosen slot
  let chosenDay = dayOf(now());

  /** An element with attributes and children; text is never read as markup. */
  function el(name, attributes, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    });
    children.flat(2).forEach((child) => {
      if (child !== null && child !== undefined && child !== "") element.append(child);
    });
    return element;
  }

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
    const text = await answer.text();
    const read = JSON.parse(text);
    read.feeds[0].slots.forEach((slot) => {
      slot.start = Date.parse(slot.startsAt);
      slot.end = Date.parse(slot.endsAt);
      slot.breaks.forEach((one) => {
        one.start = Date.parse(one.startsAt);
        one.slot = slot;
      });
    });
    dictionary = read;
    feed = read.feeds[0];
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
    scroll.scrollTop = top;
    tick();
  }

  const today = (day) => now() >= midnights[day] && now() < midnights[day + 1];

  function head(day) {
    const hoursOfDay = (midnights[day + 1] - midnights[day]) / (60 * MINUTE);
    return el("div", { class: "week-head" + (today(day) ? " today" : "") },
      el("b", {}, weekday.format(midnights[day])),
      el("small", {}, dayShort.format(midnights[day]), today(day) ? el("span", {}, " · today") : null, hoursOfDay === 24 ? null : " · " + hoursOfDay + " h, clocks change"));
  }

  function tab(_, day) {
    return el("button", { type: "button", role: "tab", class: today(day) ? "today" : "", "aria-selected": String(day === chosenDay), "aria-label": dayLong.format(midnights[day]),
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
      type: "button", class: "slot" + (height < 34 ? " short" : height < 60 ? " low" : ""), "aria-pressed": String(slot.id === chosen), "data-slot": slot.id,
      title: time(slot.start) + " " + program(slot).title,
      "aria-label": time(slot.start) + " " + program(slot).title + ", " + says + (count ? ", " + word(slot.fill) : ""),
      onclick: () => choose(slot, true),
    },
    el("span", { class: "slot-title" }, el("span", { class: "slot-time" + (changes || (slot.start - from) % (30 * MINUTE) ? " odd" : "") }, time(slot.start)), title),
    el("span", { class: "slot-fill" }, el("span", { class: "slot-words" }, count ? [String(count), el("span", { class: "unit" }, count === 1 ? " break" : " breaks"), " · "] : says, count ? el("span", { class: "word-" + slot.fill.state }, word(slot.fill).replace(" % filled", "%")) : null), count ? bar(slot.fill) : null));
    element.style.top = ((start - from) / MINUTE) * PX + "px";
    element.style.height = Math.max(height - 2, 14) + "px";
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
    grid.querySelectorAll(".slot").forEach((element) => element.setAttribute("aria-pressed", String(element.dataset.slot === slot.id)));
    describe();
    if (move) {
      panel.scrollTop = 0;
      panel.focus({ preventScroll: true });
      if (window.matchMedia("(max-width: 1020px)").matches) panel.scrollIntoView({ block: "start", behavior: "smooth" });
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
        el("p", {}, dayLong.format(slot.start) + ", " + clock.format(slot.start) + "–" + clock.format(slot.end) + " " + zoneAt(slot.start)),
        slot.breaks.length ? el("p", { class: "muted" }, slot.breaks.length + (slot.breaks.length === 1 ? " break, " : " breaks, ") + length(slot.fill.bookedMs) + " of " + length(slot.fill.capacityMs) + " booked, ", el("span", { class: "word-" + slot.fill.state }, word(slot.fill))) : null),
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
    return el("li", { class: "break" + (over ? " past" : "") + (next ? " next" : ""), "data-break": one.id },
      el("div", { class: "break-head" }, el("time", { datetime: one.startsAt }, time(one.start, true)), bar(one.fill), state),
      el("div", { class: "break-kind" }, length(one.fill.capacityMs) + " for " + KINDS[one.kind] + (over ? " · over" : "") + (next ? " · next break" : "")),
      one.placements.length
        ? el("ul", { class: "spots" }, one.placements.map((spot) => describeSpot(spot, one)))
        : el("p", { class: "none" }, over ? "Nothing was placed." : "Nothing placed: the network’s feed goes on."));
  }

  function describeSpot(spot, one) {
    const about = creative(spot);
    const movable = mayMove && one.start > now();
    return el("li", { class: "spot", "data-spot": spot.id },
      el("span", { class: "spot-title" }, about.title,
        el("small", {}, length(spot.durationMs) + " · " + (about.underwriter || "station promo") + " · " + spot.creative, about.airReady ? null : el("span", { class: "badge warn" }, "not ready for air"))),
      movable ? el("button", { type: "button", class: "plain-button", "aria-label": "Move " + about.title + " of " + time(one.start, true) + " to another break", onclick: () => ask(spot, one) }, "Move to…") : null);
  }

  // ---- moving a spot

  const room = (one) => one.fill.capacityMs - one.fill.bookedMs;

  /** The breaks around a break that have room for a spot, nearest first; 30 s of video may last 30.030 s. */
  function targets(spot, from) {
    return feed.slots.flatMap((slot) => slot.breaks)
      .filter((one) => one.id !== from.id && one.start > now() && Math.abs(one.start - from.start) <= AROUND && room(one) + 1000 > spot.durationMs)
      .sort((a, b) => Math.abs(a.start - from.start) - Math.abs(b.start - from.start));
  }

  function distance(one, from) {
    const minutes = Math.round(Math.abs(one.start - from.start) / MINUTE);
    const words = minutes < 60 ? minutes + " min" : Math.floor(minutes / 60) + " h " + (minutes % 60) + " min";
    return words + (one.start > from.start ? " later" : " earlier");
  }

  function ask(spot, from) {
    const all = targets(spot, from);
    const about = creative(spot);
    const refused = el("p", { class: "notice bad move-refused", role: "alert" });
    const list = el("ul", { class: "targets" });
    const show = (some) => list.replaceChildren(...some.map((one) => el("li", {}, target(one))));
    const target = (one) => el("button", { type: "button", class: "target", "data-target": one.id, onclick: () => move(spot, from, one, refused, list) },
      el("time", {}, time(one.start, true)), el("span", { class: "target-where" }, program(one.slot).title), el("span", { class: "target-room" }, length(room(one)) + " free"),
      el("span"), el("small", { class: "muted" }, (dayOf(one.start) === dayOf(from.start) ? "" : weekday.format(one.start) + ", ") + distance(one, from)), el("span"));
    const more = el("button", { type: "button", class: "plain-button", onclick: () => { show(all); more.remove(); list.children[20].firstChild.focus(); } }, "Show all " + all.length);
    show(all.slice(0, 20));
    list.addEventListener("keydown", arrows);
    document.getElementById("move").replaceChildren(
      el("p", {}, el("strong", {}, about.title), " (" + length(spot.durationMs) + ") leaves the break at " + time(from.start, true) + " on " + dayLong.format(from.start) + "."),
      refused,
      all.length ? el("p", { class: "muted" }, "Breaks within twelve hours that have room for it, nearest first. Times are " + zoneAt(from.start) + ".")
        : el("div", { class: "empty" }, el("p", {}, "No other break within twelve hours has room for it."), el("p", { class: "muted" }, "Move something else out of a break first.")),
      list,
      all.length > 20 ? more : "");
    PF("moveDialog").show();
    // PrimeFaces gives the dialog's first field the focus once it is open
    setTimeout(() => (list.querySelector("button") || document.querySelector(".move-dialog .ui-dialog-titlebar-close"))?.focus(), 60);
  }

  function arrows(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    buttons[Math.max(0, Math.min(buttons.length - 1, buttons.indexOf(document.activeElement) + step))].focus();
    event.preventDefault();
  }

  async function send(spot, to) {
    const answer = await fetch(root.dataset.spots + encodeURIComponent(spot) + "/move", {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ to }),
    });
    if (!answer.ok) throw await problem(answer);
    return answer.json();
  }

  async function move(spot, from, to, refused, list) {
    const title = creative(spot).title;
    list.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    try {
      const moved = await send(spot.id, { adBreak: to.id });
      PF("moveDialog").hide();
      await again();
      say("“" + title + "” moved to " + time(to.start, true) + ".", () => undo(moved, title, from));
      focusSpot(spot.id);
    } catch (error) {
      refused.textContent = error.message;
      list.querySelectorAll("button").forEach((button) => { button.disabled = false; });
      if (error.status === 409) await again();
    }
  }

  async function undo(moved, title, from) {
    try {
      await send(moved.spot, moved.from);
      await again();
      say("“" + title + "” is back at " + time(from.start, true) + ".");
      focusSpot(moved.spot);
    } catch (error) {
      say("Not undone: " + error.message);
    }
  }

  function focusSpot(id) {
    const spot = panel.querySelector('[data-spot="' + id + '"] button');
    (spot || panel).focus({ preventScroll: !spot });
  }

  let hiding = 0;

  function say(words, back) {
    clearTimeout(hiding);
    const hide = () => toast.replaceChildren();
    toast.replaceChildren(el("div", { class: "toast" }, el("span", {}, words), back ? el("button", { type: "button", onclick: () => { hide(); back(); } }, "Undo") : null));
    const wait = () => { hiding = setTimeout(hide, 15000); };
    toast.firstChild.addEventListener("focusin", () => clearTimeout(hiding));
    toast.firstChild.addEventListener("mouseenter", () => clearTimeout(hiding));
    toast.firstChild.addEventListener("mouseleave", wait);
    wait();
  }

  // ---- start

  async function again() {
    const at = panel.scrollTop;
    await read();
    draw();
    describe();
    panel.scrollTop = at;
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
    // unchanged weeks cost one statement and no body
    setInterval(() => { if (!document.hidden && !document.querySelector(".move-dialog[aria-hidden=false]")) refresh(); }, 30000);
  }

  async function refresh() {
    const before = feed.revision;
    try {
      await read();
    } catch (error) {
      return; // the screen stays as it is; the next try comes soon
    }
    if (feed.revision !== before) draw();
    if (!panel.contains(document.activeElement) || feed.revision !== before) {
      const at = panel.scrollTop;
      describe();
      panel.scrollTop = at;
    }
  }

  begin();
})();
