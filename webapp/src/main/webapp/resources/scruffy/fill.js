/*
 * Auto-fill: asks for a fill, says how far it is, shows what it would change and applies that as one command. Several feeds are
 * filled one after the other, each after the one before was applied or discarded: their lines share the spots that were ordered.
 */
(() => {
  "use strict";
  const root = document.getElementById("fill");
  if (!root) return;
  const scruffy = window.scruffy;
  const el = scruffy.part;
  const desk = scruffy.desk(root.dataset.desk);
  const find = (id) => document.getElementById(id);
  const form = find("ask");
  const boxes = [...form.querySelectorAll("[name=feed]")];

  const REASONS = {
    CLOSED: "locked, started or not open", FLIGHT: "outside its flight", DAYPART: "outside its daypart", KIND: "for spots of another kind",
    RULE: "forbidden by a rule", CAPACITY: "without room", BREAK_CAP: "with enough of it already", DAY_CAP: "on days with enough of it",
    SEPARATION: "too near to another spot of it", CATEGORY: "too near to its category", ADVERTISER: "too near to its advertiser",
  };

  let waiting = []; // feeds that come after this one
  let fill = null; // as the server told it last
  let timer = 0;

  const zone = (feed) => boxes.find((box) => box.value === feed).dataset.zone;
  const many = (count, one, more) => count.toLocaleString("en-US") + " " + (count === 1 ? one : more || one + "s");
  const monday = (day) => { const at = new Date(day + "T12:00:00Z"); at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7)); return at; };
  const inWords = (day) => new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "long", day: "numeric", year: "numeric" }).format(monday(day));

  // What is asked -------------------------------------------------------------------------------------------------------------

  function sayWeek() {
    find("week-words").textContent = form.week.value ? "Monday, " + inWords(form.week.value) + ", and six days more." : "";
  }

  function wrong(field, words) {
    const at = find(field + "-error");
    if (!at) return false;
    at.textContent = words;
    const input = field === "feed" ? boxes[0] : find(field);
    input.setAttribute("aria-invalid", "true");
    input.focus();
    return true;
  }

  function forgive() {
    form.querySelectorAll(".field-error").forEach((at) => { at.textContent = ""; });
    form.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
  }

  /** What the form asks for, or nothing where it cannot be; the server says the rest. */
  function asked() {
    forgive();
    const feeds = boxes.filter((box) => box.checked).map((box) => box.value);
    const amount = form.amount.value.trim().replace(",", ".");
    const seed = form.seed.value.trim();
    const iterations = form.unit.value === "iterations";
    let fine = true;
    const no = (field, words) => { wrong(field, words); fine = false; };
    if (!/^-?\d{1,15}$/.test(seed)) no("seed", "Expected a whole number.");
    if (iterations ? !/^\d{1,10}$/.test(amount) : !/^\d{1,4}([.]\d{1,3})?$/.test(amount)) no("amount", iterations ? "Expected a whole number of iterations." : "Expected seconds, such as 5.");
    else if (!iterations && Number(amount) > Number(root.dataset.most)) no("amount", "Expected at most " + root.dataset.most + " seconds.");
    if (!form.week.value) no("week", "Expected a day of the week.");
    if (!feeds.length) no("feed", "Choose at least one feed.");
    return fine ? { feeds, week: form.week.value, seed: Number(seed), replaceAuto: find("replace").checked, airReadyOnly: find("ready").checked, ...(iterations ? { iterations: Number(amount) } : { seconds: Number(amount) }) } : null;
  }

  const busy = (yes) => { find("start").disabled = yes; };
  const only = (id) => ["run", "preview", "nothing"].forEach((each) => { find(each).hidden = each !== id; });

  async function start(wanted) {
    const [feed, ...after] = wanted.feeds;
    waiting = after.length ? [{ ...wanted, feeds: after }] : [];
    busy(true);
    try {
      const { feeds, ...rest } = wanted;
      show(await desk.startFill({ feed, ...rest }));
    } catch (error) {
      busy(false);
      const named = error.errors.find((one) => wrong({ seconds: "amount", iterations: "amount" }[one.field] || one.field, "Expected " + one.expected + (feed ? " (" + feed + ")." : ".")));
      if (!named) scruffy.say(error.message, "", null, true);
    }
  }

  // How far it is -------------------------------------------------------------------------------------------------------------

  function address(id) {
    const at = new URL(location.href);
    if (id) at.searchParams.set("fill", id);
    else at.searchParams.delete("fill");
    history.replaceState(null, "", at);
  }

  function show(answer) {
    fill = answer;
    address(fill.id);
    const title = fill.feed + ", week of " + inWords(fill.week);
    if (fill.state === "RUNNING") {
      only("run");
      find("run-title").textContent = "Filling " + title;
      const bar = find("progress");
      const percent = Math.floor(fill.progress * 100);
      if (fill.progress > 0) bar.value = fill.progress;
      else bar.removeAttribute("value");
      find("run-words").textContent = (fill.progress > 0 ? percent + " %: the best week so far leaves " + many(fill.leftOut, "spot") + " out." : "Reading orders, breaks and rules …")
        + (waiting.length ? " Then: " + waiting[0].feeds.join(", ") + "." : "");
      timer = setTimeout(look, 400);
      return;
    }
    if (fill.state === "READY") { preview(title); return; }
    ended(fill.state === "FAILED" ? fill.problem : "");
  }

  async function look() {
    try {
      show(await desk.fill(fill.id));
    } catch (error) {
      ended(error.status === 404 ? "The fill is gone: the server was started anew. Find places again." : error.message);
    }
  }

  /** Nothing is open any more; where feeds wait, the next one is filled. */
  function ended(problem) {
    clearTimeout(timer);
    busy(false);
    address("");
    fill = null;
    if (problem) scruffy.say(problem, "", null, true);
    const next = waiting.shift();
    if (next && !problem) { start(next); return; }
    waiting = [];
    only("nothing");
    find("start").focus();
  }

  async function cancel(id) {
    try {
      await desk.cancelFill(id);
    } catch (error) {
      if (error.status !== 404) { scruffy.say(error.message, "", null, true); return false; }
    }
    return true;
  }

  find("cancel").addEventListener("click", async () => {
    clearTimeout(timer);
    waiting = [];
    if (await cancel(fill.id)) { ended(""); scruffy.say("Cancelled; nothing was changed."); }
  });

  // What it would change ------------------------------------------------------------------------------------------------------

  /** The breaks of the week by id, each with its program. */
  async function weekOf(feed, day) {
    const week = await scruffy.ask(root.dataset.desk + "/weeks/" + day + "?feed=" + encodeURIComponent(feed));
    const breaks = new Map();
    week.feeds[0].slots.forEach((slot) => slot.breaks.forEach((one) => breaks.set(one.id, { ...one, program: week.programs[slot.program].title })));
    return { week, breaks };
  }

  const ORIGIN = { MANUAL: "by hand", IMPORT: "imported", AUTO: "by a fill" };

  /** What a break has and gets, in the order of the air: what stays and goes first, then what comes. */
  function linesOf(one, changes, known) {
    const { gone, come } = changes.get(one.id);
    const stay = one.placements.map((spot) => {
      const going = gone.get(spot.id);
      const creative = known.week.creatives[spot.creative];
      const line = spot.line ? known.week.lines[spot.line].name : creative.underwriter || "the station’s own";
      const to = going && going.to ? known.breaks.get(going.to) : null;
      return { kind: !going ? "stays" : to ? "left" : "removed", what: !going ? "stays" : to ? "moves" : "taken out", adId: spot.creative, line, ms: spot.durationMs,
        more: !going ? ORIGIN[spot.origin] + (spot.origin === "AUTO" ? "" : ", untouched") : to ? "to " + moment(to) : "no place any more" };
    });
    return stay.concat(come.map((spot) => ({ kind: spot.from ? "moved" : "placed", what: spot.from ? "moved in" : "placed", adId: spot.creative, line: spot.lineName, ms: null,
      more: spot.from && known.breaks.get(spot.from) ? "from " + moment(known.breaks.get(spot.from)) : "new" })));
  }

  const moment = (one) => scruffy.time.shortDay(Date.parse(one.startsAt), zone(fill.feed)) + " " + scruffy.time.minute(Date.parse(one.startsAt), zone(fill.feed));
  const seconds = (ms) => (ms / 1000).toLocaleString("en-US", { maximumFractionDigits: 1 }) + " s";

  function breakCard(one, changes, known) {
    const lines = linesOf(one, changes, known);
    return el("li", { class: "fill-break" },
      el("h3", {}, el("time", { datetime: one.startsAt }, scruffy.time.minute(Date.parse(one.startsAt), zone(fill.feed))), el("span", {}, one.program), el("span", { class: "numbers" }, seconds(one.fill.capacityMs))),
      el("ul", {}, lines.map((spot) => el("li", { class: "fill-spot " + spot.kind }, el("span", { class: "what" }, spot.what), el("span", {}, el("b", {}, spot.adId), el("small", {}, spot.line + " · " + spot.more)),
        el("span", { class: "numbers" }, spot.ms ? seconds(spot.ms) : "")))));
  }

  function days(plan, known) {
    const changes = new Map();
    const of = (id) => { if (!changes.has(id)) changes.set(id, { gone: new Map(), come: [] }); return changes.get(id); };
    plan.added.forEach((spot) => of(spot.to).come.push(spot));
    plan.moved.forEach((spot) => { of(spot.from).gone.set(spot.spot, spot); of(spot.to).come.push(spot); });
    plan.removed.forEach((spot) => of(spot.from).gone.set(spot.spot, spot));
    const byDay = new Map();
    [...changes.keys()].filter((id) => known.breaks.has(id)).map((id) => known.breaks.get(id)).sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
      .forEach((one) => { const day = scruffy.time.day(Date.parse(one.startsAt), zone(fill.feed)); byDay.set(day, (byDay.get(day) || []).concat(one)); });
    return [...byDay].map(([day, breaks], at) => {
      const come = breaks.reduce((sum, one) => sum + changes.get(one.id).come.length, 0);
      const go = breaks.reduce((sum, one) => sum + changes.get(one.id).gone.size, 0);
      return el("details", { class: "fill-day", open: at === 0 }, el("summary", {}, day, el("span", { class: "muted" }, many(breaks.length, "break") + ", " + come + " in" + (go ? ", " + go + " out" : ""))),
        el("ul", { class: "fill-breaks" }, breaks.map((one) => breakCard(one, changes, known))));
    });
  }

  /** How many spots of a line the week has once this is applied. */
  function placedOf(line, plan, known) {
    const now = [...known.breaks.values()].flatMap((one) => one.placements).filter((spot) => spot.line === "l" + line && !["MISSED", "PREEMPTED", "MADE_GOOD"].includes(spot.status)).length;
    const count = (list) => list.filter((spot) => spot.line === line).length;
    return now + count(plan.added) - count(plan.removed);
  }

  function bumped(line, plan, known) {
    const reasons = Object.entries(line.reasons).sort((a, b) => b[1] - a[1]);
    const breaks = reasons.reduce((sum, one) => sum + one[1], 0);
    const all = placedOf(line.line, plan, known) + line.spots;
    return el("li", {}, el("b", {}, line.lineName), el("span", { class: "muted" }, " " + line.underwriter + ", priority " + line.priority),
      el("p", {}, el("span", { class: "badge warn" }, line.spots + " of " + many(all, "spot") + " left out"), " of " + many(breaks, "break") + ", " + reasons.map(([reason, count]) => count.toLocaleString("en-US") + " " + (REASONS[reason] || reason.toLowerCase())).join(", ") + "."));
  }

  async function preview(title) {
    let known;
    try {
      known = await weekOf(fill.feed, fill.week);
    } catch (error) {
      ended("The week cannot be read: " + error.message);
      return;
    }
    const plan = fill.preview;
    const spots = [...known.breaks.values()].flatMap((one) => one.placements);
    const byHand = spots.filter((spot) => spot.origin === "MANUAL").length;
    const imported = spots.filter((spot) => spot.origin === "IMPORT").length;
    const count = plan.added.length + plan.moved.length + plan.removed.length;
    only("preview");
    find("preview-title").textContent = "Preview: " + title;
    find("preview-words").textContent = "Nothing is changed yet. Seed " + fill.seed + ", " + many(plan.iterations, "iteration") + ".";
    const chip = (number, words, kind) => (number ? el("li", { class: "badge " + (kind || "") }, number.toLocaleString("en-US") + " " + words) : null);
    find("tally").replaceChildren(...[chip(plan.added.length, "placed", "ok"), chip(plan.moved.length, "moved", "warn"), chip(plan.removed.length, "taken out", "bad"), chip(plan.kept, "of earlier fills stay"),
      chip(byHand, "by hand, untouched"), chip(imported, "imported, untouched"), chip(plan.bumped.reduce((sum, line) => sum + line.spots, 0), "left out", "warn")].filter(Boolean));
    const apply = find("apply");
    apply.textContent = count ? "Apply " + many(count, "change") : "Nothing to apply";
    apply.disabled = !count;
    find("discard").textContent = count ? "Discard" : "Close";
    find("bumped").replaceChildren(...(plan.bumped.length ? plan.bumped.map((line) => bumped(line, plan, known)) : [el("li", { class: "muted" }, "Every spot that orders want has its place.")]));
    find("diff").replaceChildren(...(count ? days(plan, known) : [el("p", { class: "muted" }, "Nothing: the week is as well filled as it can be.")]));
    busy(false);
    find("preview").focus({ preventScroll: true });
    find("preview").scrollIntoView({ block: "start" });
  }

  // Applied, taken back, thrown away ------------------------------------------------------------------------------------------

  async function apply(reason) {
    const what = "Fill " + fill.feed + ", week of " + inWords(fill.week);
    const plan = fill.preview;
    const { feed, week } = fill;
    find("apply").disabled = true;
    try {
      const answer = await desk.applyFill(fill.id, reason);
      const words = [[plan.added.length, "placed"], [plan.moved.length, "moved"], [plan.removed.length, "taken out"]].filter(([number]) => number).map(([number, word]) => number + " " + word).join(", ");
      done(what, words, answer.command, feed, week);
      ended("");
    } catch (error) {
      find("apply").disabled = false;
      if (error.overridable && !reason) {
        const given = await scruffy.askReason(what, error.conflicts);
        if (given) await apply(given);
        return;
      }
      scruffy.explain(what, error, () => { waiting = []; ended(""); });
    }
  }

  function done(what, words, command, feed, week) {
    const back = el("button", { type: "button", class: "plain-button" }, "Undo");
    const see = root.dataset.week + "?" + new URLSearchParams({ station: root.dataset.station, feed, date: week });
    const said = el("span", {}, el("b", {}, what + " is applied: "), words + ". ", el("a", { href: see }, "See the week"));
    const notice = el("div", { class: "notice ok" }, said, back);
    find("done").prepend(notice);
    back.addEventListener("click", async () => {
      back.disabled = true;
      try {
        const { commands } = await desk.commands();
        const last = commands.find((one) => one.actor === root.dataset.user && !one.undone);
        if (!last || last.id !== command) throw Object.assign(new Error("You did something else since" + (last ? " (" + last.label + ")" : "") + ": take that back first, on the page Week."), { conflicts: [] });
        await desk.undo();
        notice.className = "notice";
        said.replaceChildren(el("b", {}, what + " is taken back."), " The week is as it was.");
        back.remove();
      } catch (error) {
        back.disabled = false;
        scruffy.explain("undo " + what, error);
      }
    });
  }

  find("apply").addEventListener("click", () => apply(""));
  find("discard").addEventListener("click", async () => { if (await cancel(fill.id)) ended(""); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = asked();
    if (wanted) start(wanted);
  });
  form.week.addEventListener("input", sayWeek);
  form.unit.addEventListener("change", () => { form.amount.value = form.unit.value === "iterations" ? "20000" : "5"; });
  boxes.forEach((box) => { box.checked = box.dataset.chosen === "true"; });
  sayWeek();
  const open = new URLSearchParams(location.search).get("fill");
  if (open) desk.fill(open).then((answer) => (["RUNNING", "READY"].includes(answer.state) ? show(answer) : address("")), () => address(""));
})();
