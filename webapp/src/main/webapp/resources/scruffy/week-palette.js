/*
 * The palette: what the orders of this week still want, those that no break can take among them, and the five breaks where a spot
 * stands best. A choice places it; the desk judges it once more.
 */
(() => {
  "use strict";
  const scruffy = window.scruffy;
  const week = scruffy.week;
  const opener = document.getElementById("orders");
  if (!week || !opener) return;
  const { part: el, icon, button } = scruffy;
  const { time, length, root } = week;

  const palette = document.getElementById("palette");
  const monday = root.dataset.monday;
  const REASONS = {
    CLOSED: "locked or over", FLIGHT: "outside its flight", DAYPART: "outside its daypart", KIND: "for spots of another kind", RULE: "forbidden by a rule", CAPACITY: "without room",
    BREAK_CAP: "with enough of it already", DAY_CAP: "on days with enough of it", SEPARATION: "too near to another spot of it", CATEGORY: "too near to its category", ADVERTISER: "too near to its advertiser",
  };
  const reasons = (ruledOut) => Object.entries(ruledOut).sort((a, b) => b[1] - a[1]).map(([reason, count]) => count.toLocaleString("en-US") + " " + (REASONS[reason] || reason.toLowerCase())).join(", ");
  const many = (count, one) => count.toLocaleString("en-US") + " " + one + (count === 1 ? "" : "s");

  let lines = null;
  let problem = "";

  async function read() {
    try {
      lines = await week.desk.palette(week.feedName, monday);
      problem = "";
    } catch (error) {
      lines = [];
      problem = error.message;
    }
    const missing = lines.reduce((sum, one) => sum + one.missing, 0);
    const badge = opener.querySelector(".badge");
    badge.textContent = problem ? "?" : missing.toLocaleString("en-US");
    badge.className = "badge " + (lines.some((one) => !one.fitting) ? "bad" : missing ? "warn" : "ok");
    opener.setAttribute("aria-label", problem ? "Orders: cannot be read" : "Orders: " + many(missing, "spot") + " to place");
    if (!palette.hidden) draw();
  }

  function entry(one) {
    const bumped = !one.fitting;
    const name = one.underwriter + ": " + one.name;
    return el("li", { class: "palette-line" + (bumped ? " bumped" : ""), "data-line": one.line },
      el("div", {}, el("b", {}, name), " ", el("span", { class: "badge " + (bumped ? "bad" : "warn") }, bumped ? [icon("pi-ban"), " bumped: "] : "", many(one.missing, "spot") + " to place")),
      el("small", { class: "muted" }, length(one.durationMs) + " · priority " + one.priority + " · " + one.placed + " placed this week"),
      bumped ? el("small", {}, "No break can take it: " + (reasons(one.ruledOut) || "this week has none") + ".")
        : week.mayEdit ? button("Place…", "pi-map-marker", { "aria-label": "Place " + name, onclick: () => place(name, { line: one.line }, one.durationMs) })
          : el("small", { class: "muted" }, many(one.fitting, "break") + " could take it"));
  }

  const list = el("ul", { class: "palette-lines", "aria-label": "Lines of orders" });
  const status = el("p", { class: "muted", role: "status" });
  const search = el("input", { type: "search", id: "palette-search", autocomplete: "off", placeholder: "Title, Ad-ID or underwriter" });
  const found = el("ul", { class: "palette-lines", "aria-label": "Creatives" });
  list.addEventListener("keydown", week.arrows);
  found.addEventListener("keydown", week.arrows);
  palette.append(
    el("header", { class: "drawer-head" }, el("h2", {}, "Orders of this week"), el("button", { type: "button", class: "icon-button desk-close", "aria-label": "Close the orders", onclick: () => close() }, icon("pi-times"))),
    status, list,
    ...(week.mayEdit ? [el("h3", {}, "Without an order"), el("div", { class: "field" }, el("label", { for: "palette-search" }, "Find a creative"), search), found] : []));

  function draw() {
    const focused = list.contains(document.activeElement) && document.activeElement.closest("[data-line]")?.dataset.line;
    status.textContent = problem ? "The orders cannot be read: " + problem : !lines ? "Reading the orders …" : lines.length ? "" : "Every order has its spots.";
    list.replaceChildren(...(lines || []).map(entry));
    if (focused) (list.querySelector('[data-line="' + focused + '"] button') || list.querySelector("button") || palette).focus();
  }

  let asked = 0;
  let waiting = 0;

  async function look() {
    const mine = ++asked;
    const text = search.value.trim();
    let answer = [];
    let wrong = "";
    try {
      if (text) answer = scruffy.listed(await week.desk.creatives(text), "items");
    } catch (error) {
      wrong = "The creatives cannot be read: " + error.message;
    }
    if (mine !== asked) return;
    found.replaceChildren(...answer.filter((one) => !one.deleted).slice(0, 8).map((one) => el("li", { class: "palette-line" }, el("div", {}, el("b", {}, one.title)), el("small", { class: "muted" }, one.adId + " · " + length(one.lengthMs)),
      button("Place…", "pi-map-marker", { "aria-label": "Place " + one.title, onclick: () => place(one.title, { creative: one.adId }, one.lengthMs) }))));
    if (text && !answer.length) found.append(el("li", { class: "muted", role: "status" }, wrong || "No creative matches."));
  }

  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 200); });

  // ---- the best breaks

  async function place(name, spot, durationMs) {
    let found;
    try {
      found = await week.desk.openings(week.feedName, monday, spot);
    } catch (error) {
      scruffy.say("It cannot be placed: " + error.message, "", null, true);
      return;
    }
    const list = el("ul", { class: "targets" }, found.best.map((one, nth) => {
      const at = Date.parse(one.startsAt);
      return el("li", {}, el("button", { type: "button", class: "target opening", "data-target": one.break, autofocus: nth === 0, onclick: () => { dialog.close(); take(name, spot, one, at); } },
        el("time", {}, week.weekday.format(at) + " " + time(at, true)), el("span", { class: "target-where" }, one.program), el("span", { class: "target-room" }, one.creative),
        el("small", { class: "muted opening-why" }, one.reasons.join(" · "))));
    }));
    list.addEventListener("keydown", week.arrows);
    const left = reasons(found.ruledOut);
    const dialog = scruffy.dialog("Place " + name,
      [found.best.length ? el("p", {}, found.fitting > found.best.length ? "The best " + found.best.length + " of " + many(found.fitting, "break") + " of this week that can take " + length(durationMs) + ", the best first." : "What can take " + length(durationMs) + " this week, the best first.")
        : el("div", { class: "empty" }, el("p", {}, "No break of this week can take it.")),
        list, left ? el("p", { class: "muted" }, el("small", {}, "Not these: " + left + ".")) : null], null, { class: "place-dialog" });
  }

  const take = (name, spot, one, at) => week.change("Place “" + name + "” on " + week.weekday.format(at) + " " + time(at, true),
    [{ op: "placeSpot", break: one.break, creative: one.creative, line: spot.line }],
    (answer) => { week.chooseSpot(answer.results[0].id); week.jump(answer.results[0].id, "spot"); if (window.matchMedia("(max-width: 1020px)").matches) close(true); });

  // ---- the drawer

  function open() {
    week.closeDrawer();
    palette.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    draw();
    (palette.querySelector(".palette-lines button") || palette.querySelector("button")).focus();
  }

  function close(stay) {
    palette.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    if (stay !== true) opener.focus();
  }

  opener.addEventListener("click", () => (palette.hidden ? open() : close()));
  palette.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== "o") return;
    event.preventDefault();
    if (palette.hidden) open(); else close();
  });

  week.closePalette = () => { if (!palette.hidden) close(true); };
  const before = week.onRead;
  week.onRead = () => { before(); read(); };
})();
