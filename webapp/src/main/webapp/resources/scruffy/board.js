/*
 * A day of every feed of the station, a row each, on one scale of instants. A feed in another zone stands beside the chosen one at the
 * same moments; hours are those of the chosen feed's zone.
 */
(() => {
  "use strict";
  const root = document.getElementById("board");
  if (!root) return;
  const scruffy = window.scruffy;
  const el = (name, attributes, ...children) => scruffy.el(name, attributes, ...children.flat(3).filter((child) => child !== ""));
  const { zone } = root.dataset;
  const from = Number(root.dataset.from);
  const to = Number(root.dataset.to);
  const ahead = Number(root.dataset.now) - Date.now(); // the server's clock counts, not this machine's
  const now = () => Date.now() + ahead;
  const MINUTE = 60000;
  const PX = 3.6; // a minute
  const x = (at) => ((at - from) / MINUTE) * PX;
  const inner = root.querySelector(".feeds-inner");
  const view = root.querySelector(".feeds");
  const summary = document.getElementById("summary");
  const changes = to - from !== 24 * 60 * MINUTE;
  const time = (at, in_) => scruffy.time.minute(at, in_) + (changes || in_ !== zone ? " " + scruffy.time.zone(at, in_) : "");
  const length = (ms) => Math.floor(ms / MINUTE) + ":" + String(Math.floor((ms % MINUTE) / 1000)).padStart(2, "0");

  function fill(slot) {
    const { state, bookedMs, capacityMs } = slot.fill;
    if (!slot.breaks.length) return "no breaks";
    const words = { EMPTY: "empty", FULL: "full", OVER: "over by " + length(bookedMs - capacityMs), PARTIAL: Math.round((100 * bookedMs) / capacityMs) + " % filled" }[state];
    return slot.breaks.length + (slot.breaks.length === 1 ? " break, " : " breaks, ") + words;
  }

  function bar(slot) {
    const { state, bookedMs, capacityMs } = slot.fill;
    const part = el("i");
    part.style.width = (state === "FULL" ? 100 : Math.min(100, (100 * bookedMs) / (capacityMs || 1))) + "%";
    return el("span", { class: "bar-fill " + state, "aria-hidden": "true" }, part);
  }

  function block(document, feed, slot) {
    const start = Date.parse(slot.startsAt);
    const end = Date.parse(slot.endsAt);
    const title = document.programs[slot.program].title;
    const element = el("a", {
      href: root.dataset.week + "&feed=" + encodeURIComponent(feed.name) + "&date=" + root.dataset.monday + "#slot:" + slot.id, tabindex: "-1",
      class: start <= now() && now() < end ? "on-air" : end <= now() ? "past" : "", title: time(start, feed.zone) + " " + title,
      "aria-label": title + ", " + time(start, feed.zone) + ", " + fill(slot) + (start <= now() && now() < end ? ", on air now" : ""),
    }, el("b", {}, title), " ", el("span", {}, el("small", {}, time(start, feed.zone), " ", el("span", { class: "more" }, el("br"), fill(slot))), slot.breaks.length ? bar(slot) : ""));
    element.style.left = x(Math.max(start, from)) + 1 + "px";
    element.style.width = Math.max(6, x(Math.min(end, to)) - x(Math.max(start, from)) - 2) + "px";
    if (end - start < 25 * MINUTE) element.classList.add("narrow");
    element.dataset.start = start;
    element.dataset.end = end;
    return element;
  }

  function row(document, feed) {
    const lane = el("div", { class: "feeds-lane" }, feed.slots.filter((slot) => Date.parse(slot.endsAt) > from && Date.parse(slot.startsAt) < to).map((slot) => block(document, feed, slot)));
    lane.style.width = x(to) + "px";
    const day = (feed.days || []).find((each) => each.date === root.dataset.day) || {};
    const state = day.locked ? ["pi-lock", "locked"] : day.publishedRevision ? ["pi-check-circle", "published"] : ["pi-pencil", "draft"];
    return el("div", { class: "feeds-row", role: "group", "aria-label": feed.title + ", " + state[1] }, el("div", { class: "feeds-name" }, el("b", {}, feed.title), el("small", {}, el("i", { class: "pi " + state[0], "aria-hidden": "true" }), " " + state[1], feed.zone === zone ? "" : [el("br"), "times " + scruffy.time.zone(from, feed.zone)])), lane);
  }

  function draw(document) {
    const hours = el("div", { class: "feeds-hours", "aria-hidden": "true" });
    for (let at = from; at < to; at += 60 * MINUTE) {
      const label = el("span", {}, time(at, zone));
      label.style.left = x(at) + "px";
      hours.append(label);
    }
    inner.replaceChildren(hours, ...document.feeds.map((feed) => row(document, feed)));
    const first = inner.querySelector(".on-air") || inner.querySelector("a");
    if (first) first.tabIndex = 0;
    line();
    const label = inner.querySelector(".feeds-name");
    if (now() >= from && now() < to) view.scrollLeft = x(now()) - (view.clientWidth - label.offsetWidth) / 3;
    else view.scrollLeft = x(from + 6 * 60 * MINUTE);
    summary.textContent = document.feeds.length + (document.feeds.length === 1 ? " feed" : " feeds") + (changes ? ". The clocks change: this day has " + (to - from) / (60 * MINUTE) + " hours." : ".");
  }

  function line() {
    inner.querySelectorAll(".feeds-now").forEach((each) => each.remove());
    if (now() < from || now() >= to) return;
    inner.querySelectorAll(".feeds-lane").forEach((lane) => { const mark = el("div", { class: "feeds-now", "aria-hidden": "true" }); mark.style.left = x(now()) + "px"; lane.append(mark); });
  }

  inner.addEventListener("keydown", (event) => {
    const here = event.target.closest("a");
    if (!here || !/^(Arrow|Home|End)/.test(event.key)) return;
    event.preventDefault();
    const all = [...here.parentElement.querySelectorAll("a")];
    const lanes = [...inner.querySelectorAll(".feeds-lane")];
    const at = all.indexOf(here);
    const beside = (step) => [...(lanes[lanes.indexOf(here.parentElement) + step]?.querySelectorAll("a") || [])].find((each) => Number(each.dataset.end) > Number(here.dataset.start));
    const next = { ArrowLeft: all[at - 1], ArrowRight: all[at + 1], Home: all[0], End: all[all.length - 1], ArrowUp: beside(-1), ArrowDown: beside(1) }[event.key];
    if (!next) return;
    inner.querySelectorAll("a").forEach((each) => { each.tabIndex = -1; });
    next.tabIndex = 0;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", inline: "center" });
  });

  scruffy.ask(root.dataset.document).then(draw, (error) => {
    summary.textContent = error.message;
    view.hidden = true;
    root.querySelector(".day-hint").hidden = true;
  });
  setInterval(line, 30000);
})();
