/*
 * The log of a local day: every program, break and spot as a row, the accessible twin of the board and what master control prints.
 * Times are the feed's, from instants: the zone of this machine does not matter, and an hour that comes twice says which it is.
 */
(() => {
  "use strict";
  const root = document.getElementById("log");
  if (!root) return;
  const scruffy = window.scruffy;
  const el = (name, attributes, ...children) => scruffy.el(name, attributes, ...children.flat(3).filter((child) => child !== ""));
  const icon = (name) => el("i", { class: "pi " + name, "aria-hidden": "true" });
  const { zone } = root.dataset;
  const from = Number(root.dataset.from);
  const to = Number(root.dataset.to);
  const ahead = Number(root.dataset.now) - Date.now(); // the server's clock counts, not this machine's
  const now = () => Date.now() + ahead;
  const changes = to - from !== 24 * 3600000;
  const body = root.querySelector("tbody");
  const summary = document.getElementById("summary");
  const find = document.getElementById("find");
  const only = document.getElementById("only");

  const time = (at) => (at % 60000 ? scruffy.time.second(at, zone) : scruffy.time.minute(at, zone)) + (changes ? " " + scruffy.time.zone(at, zone) : "");
  const length = (ms) => Math.floor(ms / 60000) + ":" + String(Math.floor((ms % 60000) / 1000)).padStart(2, "0");
  const KINDS = { UNDERWRITING: "Underwriting", PROMO: "Promos", ID: "Station ID", MIXED: "Any" };
  const STATES = { PLANNED: ["", "Planned"], LOCKED: ["pi-lock", "Locked"], AIRED: ["pi-check", "Aired"], MISSED: ["pi-times", "Missed"], PREEMPTED: ["pi-ban", "Pre-empted"], MADE_GOOD: ["pi-replay", "Made good"] };

  let rows = [];

  function read(document) {
    const feed = document.feeds[0];
    const all = [];
    feed.slots.forEach((slot) => {
      const start = Date.parse(slot.startsAt);
      const end = Date.parse(slot.endsAt);
      const program = document.programs[slot.program];
      if (end <= from || start >= to) return;
      all.push({ kind: "program", at: Math.max(start, from), jump: "slot:" + slot.id, program, end, over: start < from, slot, text: program.title + " " + program.episode });
      slot.breaks.forEach((one, index) => {
        const at = Date.parse(one.startsAt);
        if (at < from || at >= to) return;
        all.push({ kind: "break", at, jump: "break:" + one.id, one, index, count: slot.breaks.length, program, text: program.title });
        let spotAt = at;
        one.placements.forEach((spot) => {
          const creative = document.creatives[spot.creative];
          all.push({ kind: "spot", at: spotAt, jump: "spot:" + spot.id, one, spot, creative, program, text: [creative.title, spot.creative, creative.underwriter, program.title].join(" ") });
          spotAt += spot.durationMs;
        });
      });
    });
    const day = (feed.days || []).find((each) => each.date === root.dataset.day) || {};
    return { feed, day, all: all.sort((a, b) => a.at - b.at) };
  }

  const attention = (row) => (row.kind === "spot" && (!row.creative.airReady || ["MISSED", "PREEMPTED"].includes(row.spot.status))) || (row.kind === "break" && row.one.fill.state === "OVER");

  function fits(row) {
    const words = find.value.trim().toLowerCase();
    if (words && !row.text.toLowerCase().includes(words)) return false;
    if (only.value === "open") return row.kind === "break" && ["EMPTY", "PARTIAL"].includes(row.one.fill.state);
    if (only.value === "warn") return attention(row);
    return true;
  }

  const said = (image, words, tone) => el("span", { class: "said " + (tone || "") }, image ? icon(image) : null, image ? " " : null, words);

  function status(row) {
    if (row.kind === "program") return row.at <= now() && now() < row.end ? said("pi-play", "On air now", "bad") : row.end <= now() ? said("", "Over") : "";
    if (row.kind === "break") {
      const { fill, locked } = row.one;
      const words = { EMPTY: "Empty", FULL: "Full", PARTIAL: length(fill.capacityMs - fill.bookedMs) + " free", OVER: "Over by " + length(fill.bookedMs - fill.capacityMs) }[fill.state];
      return [said(fill.state === "OVER" ? "pi-exclamation-triangle" : "", words, fill.state === "OVER" ? "bad" : fill.state === "FULL" ? "ok" : ""), locked ? [" ", said("pi-lock", "Locked")] : ""];
    }
    const state = STATES[row.spot.status] || STATES.PLANNED;
    return [said(state[0], state[1], ["MISSED", "PREEMPTED"].includes(row.spot.status) ? "bad" : row.spot.status === "AIRED" ? "ok" : ""),
      row.creative.airReady ? "" : [" ", said("pi-exclamation-triangle", "Not ready for air", "warn")]];
  }

  function cells(row) {
    if (row.kind === "program") return [el("th", { scope: "row", colspan: "5" }, row.program.title, row.program.episode ? el("small", {}, " ", row.program.episode) : "", row.over ? el("small", {}, " began the day before") : ""), el("td", { class: "numbers" }, length(row.end - row.at).replace(/:00$/, " min"))];
    if (row.kind === "break") return [el("td", {}), el("td", { colspan: "4" }, "Break " + (row.index + 1) + " of " + row.count, el("small", {}, " · " + KINDS[row.one.kind])), el("td", { class: "numbers" }, length(row.one.fill.bookedMs) + " / " + length(row.one.fill.capacityMs))];
    return [el("td", {}), el("td", { class: "order" }, String(row.one.placements.indexOf(row.spot) + 1)), el("td", {}, row.creative.title), el("td", { class: "ad" }, row.spot.creative), el("td", {}, row.creative.underwriter || "station’s own"), el("td", { class: "numbers" }, length(row.spot.durationMs))];
  }

  const address = (row) => root.dataset.week + "&date=" + root.dataset.monday + "#" + row.jump;

  function draw() {
    const shown = rows.filter(fits);
    body.replaceChildren(...shown.map((row, at) => {
      const element = el("tr", { class: "log-" + row.kind + (row.at < now() && row.kind !== "program" ? " past" : "") + (row.kind === "spot" && shown[at + 1]?.kind === "spot" ? " more" : ""), tabindex: at ? "-1" : "0", "data-at": String(row.at) },
        el("td", { class: "at" }, el("time", { datetime: new Date(row.at).toISOString() }, time(row.at))), cells(row), el("td", {}, status(row)));
      element.addEventListener("dblclick", () => window.location.assign(address(row)));
      element.address = address(row);
      return element;
    }));
    if (!shown.length) body.append(el("tr", {}, el("td", { colspan: "8" }, el("div", { class: "empty" }, rows.length ? "Nothing of the day fits. Clear the filter to see all of it." : "Nothing is planned on this day."))));
  }

  body.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr");
    const all = [...body.querySelectorAll("tr[tabindex]")];
    const at = all.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 15, PageUp: at - 15, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Enter" && row.address) { window.location.assign(row.address); return; }
    if (to === undefined || !all.length) return;
    event.preventDefault();
    const next = all[Math.max(0, Math.min(all.length - 1, to))];
    all.forEach((each) => { each.tabIndex = -1; });
    next.tabIndex = 0;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });

  async function begin() {
    let found;
    try {
      found = read(await scruffy.ask(root.dataset.document));
    } catch (error) {
      summary.textContent = error.message;
      root.querySelector(".day-scroll").hidden = true;
      root.querySelector(".day-hint").hidden = true;
      return;
    }
    rows = found.all;
    const breaks = rows.filter((row) => row.kind === "break");
    const booked = breaks.reduce((sum, row) => sum + row.one.fill.bookedMs, 0);
    const capacity = breaks.reduce((sum, row) => sum + row.one.fill.capacityMs, 0);
    const bad = rows.filter(attention).length;
    const state = (found.day.locked ? "locked" : "not locked") + (found.day.publishedRevision ? ", published" : ", a draft");
    summary.textContent = breaks.length + " breaks, " + rows.filter((row) => row.kind === "spot").length + " spots, " + length(booked) + " of " + length(capacity) + " booked" + (capacity ? " (" + Math.round((100 * booked) / capacity) + " %)" : "") + ", " + state + (bad ? ", " + bad + (bad === 1 ? " needs" : " need") + " attention" : "") + (changes ? ". The clocks change: this day has " + (to - from) / 3600000 + " hours" : "") + ".";
    root.querySelector(".log-title th").textContent = (found.feed.title.includes(root.dataset.station) ? "" : root.dataset.station + " ") + found.feed.title + " – " + root.dataset.words;
    draw();
    const next = [...body.children].find((row) => Number(row.dataset.at) >= now());
    if (next && now() > from && now() < to) next.scrollIntoView({ block: "center" });
  }

  find.addEventListener("input", draw);
  only.addEventListener("input", draw);
  document.getElementById("print").addEventListener("click", () => window.print());
  begin();
})();
