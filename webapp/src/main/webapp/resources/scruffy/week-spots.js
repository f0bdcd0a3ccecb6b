/*
 * Spots of the chosen program: placed, ordered, nudged, replaced, removed, and all of it undone. Whatever the mouse does has a key;
 * each change is one request that says which versions it has seen.
 */
(() => {
  "use strict";
  const scruffy = window.scruffy;
  const week = scruffy.week;
  if (!week) return;
  const { part: el, icon, button } = scruffy;
  const { panel, root, time, length, dayOf, fixed, now, MINUTE } = week;

  const AROUND = 12 * 60 * MINUTE; // where a spot may go
  const title = (spot) => "“" + week.creative(spot).title + "”";
  const room = (one) => one.fill.capacityMs - one.fill.bookedMs;
  const breaks = () => week.feed().slots.flatMap((slot) => slot.breaks).sort((a, b) => a.start - b.start);
  const spots = () => breaks().flatMap((one) => one.placements);
  const find = (id) => spots().find((spot) => spot.id === id);

  let busy = false;

  /**
   * Sends one change and shows what came of it.
   *
   * @param label in words, as it stands on the undo button
   * @param focus the id of the spot that has the keyboard afterwards, or a function of the answer that does it
   * @param refuse where a refusal is said, in words, instead of above all
   * @return whether it was done
   */
  async function change(label, edits, focus, { reason, refuse } = {}) {
    if (busy) return false;
    setBusy(true);
    let after = null;
    try {
      const answer = await week.desk.edit(label, edits, reason ? { reason } : {});
      await week.again();
      if (typeof focus === "function") focus(answer);
      else if (focus) week.focusSpot(focus);
      const warned = (answer.conflicts || []).length;
      scruffy.say("Done: " + label + "." + (warned ? " " + warned + (warned === 1 ? " conflict stands in this break." : " conflicts stand in these breaks.") : ""), "Undo", () => travel("undo"));
      refreshCommands();
      return true;
    } catch (error) {
      if (error.status === undefined) throw error;
      after = error;
    } finally {
      setBusy(false);
    }
    if (after.overridable && !reason) {
      const why = await scruffy.askReason("Your change: " + label + ".", after.conflicts);
      return why ? change(label, edits, focus, { reason: why, refuse }) : false;
    }
    if (refuse && !after.reload) refuse(after.message + (after.advice ? " " + after.advice : ""));
    else scruffy.explain(label, after, reload);
    return false;
  }

  async function reload() {
    await week.again().catch((error) => scruffy.say(error.message, "", null, true));
    refreshCommands();
  }

  function setBusy(is) {
    busy = is;
    root.classList.toggle("busy", is);
    root.setAttribute("aria-busy", String(is));
  }

  // ---- undo and redo

  const undoButton = document.getElementById("undo");
  const redoButton = document.getElementById("redo");

  async function refreshCommands() {
    if (!week.mayEdit) return;
    try {
      const mine = scruffy.listed(await week.desk.commands(), "commands").filter((one) => one.actor === week.user);
      const done = mine.findIndex((one) => !one.undone);
      const undo = mine[done];
      const redo = done < 0 ? mine[mine.length - 1] : mine[done - 1]; // what was undone since, the oldest first
      offer(undoButton, undo, "Undo", "Ctrl+Z");
      offer(redoButton, redo, "Redo", "Ctrl+Shift+Z");
    } catch (error) {
      offer(undoButton, null, "Undo", "Ctrl+Z");
      offer(redoButton, null, "Redo", "Ctrl+Shift+Z");
    }
  }

  function offer(element, command, word, keys) {
    element.disabled = !command;
    element.querySelector(".tool-what").textContent = command ? command.label : "nothing";
    element.title = command ? word + ": " + command.label + " (" + keys + ")" : "Nothing to " + word.toLowerCase();
  }

  async function travel(way) {
    if (busy) return;
    setBusy(true);
    const label = document.querySelector("#" + way + " .tool-what").textContent;
    try {
      await week.desk[way]();
      await week.again();
      scruffy.say((way === "undo" ? "Undone" : "Done again") + (label && label !== "nothing" ? ": " + label : "") + ".", way === "undo" ? "Redo" : "Undo", () => travel(way === "undo" ? "redo" : "undo"));
    } catch (error) {
      scruffy.explain(way === "undo" ? "the last change stays as it is" : "it was not done again", error, reload);
    } finally {
      setBusy(false);
      refreshCommands();
    }
  }

  undoButton?.addEventListener("click", () => travel("undo"));
  redoButton?.addEventListener("click", () => travel("redo"));

  // ---- one spot

  function reorder(spot, step) {
    const one = spot.adBreak;
    const at = one.placements.indexOf(spot);
    const to = at + step;
    if (to < 0 || to >= one.placements.length) { scruffy.say(title(spot) + " is the " + (step < 0 ? "first" : "last") + " of its break already."); return; }
    change("Move " + title(spot) + (step < 0 ? " up" : " down") + " in the " + time(one.start, true) + " break",
      [{ op: "moveSpot", spot: spot.id, break: one.id, position: to + 1, version: spot.version }], spot.id);
  }

  function nudge(spot, step) {
    const all = breaks();
    const to = all[all.indexOf(spot.adBreak) + step];
    if (!to) { scruffy.say("There is no " + (step < 0 ? "earlier" : "later") + " break in this week."); return; }
    const why = fixed(to);
    if (why) { scruffy.say("The " + (step < 0 ? "previous" : "next") + " break, at " + time(to.start, true) + ", cannot take it: " + why + ".", "", null, true); return; }
    put(spot, to, step < 0 ? to.placements.length + 1 : 1);
  }

  function put(spot, to, position) {
    return change("Move " + title(spot) + " to " + (dayOf(to.start) === dayOf(spot.adBreak.start) ? "" : week.weekday.format(to.start) + " ") + time(to.start, true),
      [{ op: "moveSpot", spot: spot.id, break: to.id, position, version: spot.version }],
      () => { week.chooseSpot(spot.id); week.jump(spot.id, "spot"); });
  }

  function remove(spot) {
    const one = spot.adBreak;
    const next = one.placements[one.placements.indexOf(spot) + 1] || one.placements[one.placements.indexOf(spot) - 1];
    change("Remove " + title(spot) + " from " + time(one.start, true), [{ op: "removeSpot", spot: spot.id, version: spot.version }],
      () => (next ? week.focusSpot(next.id) : week.jump(one.id, "break")));
  }

  function replace(spot) {
    pick("Replace " + title(spot), spot.adBreak, spot.durationMs, (adId, name) =>
      change("Replace " + title(spot) + " by “" + name + "”", [{ op: "replaceSpot", spot: spot.id, creative: adId, version: spot.version }],
        (answer) => week.focusSpot(answer.results[0].id || spot.id)));
  }

  function add(one) {
    pick("Add a spot at " + time(one.start, true), one, 0, (adId, name) =>
      change("Place “" + name + "” at " + time(one.start, true), [{ op: "placeSpot", break: one.id, creative: adId }],
        (answer) => { week.chooseSpot(answer.results[0].id); week.jump(answer.results[0].id, "spot"); }));
  }

  // ---- the picker of creatives

  /** @param freed what leaves the break for it, in milliseconds */
  function pick(heading, one, freed, act) {
    const free = room(one) + freed;
    const list = el("ul", { class: "targets picker-list", "aria-label": "Creatives" });
    const status = el("p", { class: "muted picker-status", role: "status" }, "Reading creatives …");
    const search = el("input", { type: "search", id: "picker-search", autocomplete: "off", autofocus: true, placeholder: "Title, Ad-ID or underwriter" });
    const dialog = scruffy.dialog(heading,
      [el("p", {}, length(Math.max(0, free)) + " of " + length(one.fill.capacityMs) + " is free in this break for " + week.program(one.slot).title + "."),
        el("div", { class: "field" }, el("label", { for: "picker-search" }, "Find a creative"), search), status, list], null, { class: "picker-dialog" });
    let asked = 0;
    const rank = (found) => (found.lengthMs > free + 1000 ? 2 : 0) + (found.airReady ? 0 : 1); // what fits and can air stands first
    const entry = (found) => {
      const long = found.lengthMs - free - 1000; // 30 s of video may last 30.030 s
      const name = found.underwriterName || "";
      const notes = [
        found.airReady ? el("span", { class: "badge ok" }, icon("pi-check"), " air-ready") : el("span", { class: "badge warn" }, icon("pi-exclamation-triangle"), " not ready for air"),
        found.approval && found.approval !== "APPROVED" ? el("span", { class: "badge warn" }, found.approval.toLowerCase()) : null,
        long > 0 ? el("span", { class: "badge bad" }, "too long by " + length(long + 1000)) : null,
      ];
      return el("li", {}, el("button", { type: "button", class: "target", "data-ad": found.adId, onclick: () => { dialog.close(); act(found.adId, found.title); } },
        el("time", {}, length(found.lengthMs)), el("span", { class: "target-where" }, found.title), el("span", { class: "target-room" }, found.adId),
        el("span"), el("small", { class: "muted" }, name || "station’s own", " ", notes), el("span")));
    };
    const look = async () => {
      const mine = ++asked;
      try {
        const answer = await week.desk.creatives(search.value.trim());
        if (mine !== asked) return;
        const found = scruffy.listed(answer, "items").filter((each) => !each.deleted).sort((a, b) => rank(a) - rank(b));
        list.replaceChildren(...found.map(entry));
        status.textContent = found.length ? found.length + (answer.next ? " or more" : "") + (found.length === 1 ? " creative" : " creatives") + ". Arrow down and Enter place one." : "No creative matches. Try a part of the title, the Ad-ID or the underwriter.";
      } catch (error) {
        if (mine === asked) status.textContent = "The creatives cannot be read: " + error.message;
      }
    };
    let waiting = 0;
    search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 180); });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      const first = list.querySelector("button");
      if (event.key === "ArrowDown") first?.focus();
      else if (list.children.length === 1) first.click();
    });
    list.addEventListener("keydown", (event) => {
      if (event.key === "ArrowUp" && document.activeElement === list.querySelector("button")) { search.focus(); event.preventDefault(); return; }
      week.arrows(event);
    });
    look();
  }

  // ---- the break to go to, chosen from a list

  /** The breaks around a break that have room for a spot, nearest first; 30 s of video may last 30.030 s. */
  function targets(spot) {
    const from = spot.adBreak;
    return breaks()
      .filter((one) => one.id !== from.id && !fixed(one) && Math.abs(one.start - from.start) <= AROUND && room(one) + 1000 > spot.durationMs)
      .sort((a, b) => Math.abs(a.start - from.start) - Math.abs(b.start - from.start));
  }

  function distance(one, from) {
    const minutes = Math.round(Math.abs(one.start - from.start) / MINUTE);
    const words = minutes < 60 ? minutes + " min" : Math.floor(minutes / 60) + " h " + (minutes % 60) + " min";
    return words + (one.start > from.start ? " later" : " earlier");
  }

  function ask(spot) {
    const from = spot.adBreak;
    const all = targets(spot);
    const list = el("ul", { class: "targets" });
    const target = (one) => el("button", { type: "button", class: "target", "data-target": one.id, onclick: () => { dialog.close(); put(spot, one, one.placements.length + 1); } },
      el("time", {}, time(one.start, true)), el("span", { class: "target-where" }, week.program(one.slot).title), el("span", { class: "target-room" }, length(room(one)) + " free"),
      el("span"), el("small", { class: "muted" }, (dayOf(one.start) === dayOf(from.start) ? "" : week.weekday.format(one.start) + ", ") + distance(one, from)), el("span"));
    const show = (some) => list.replaceChildren(...some.map((one) => el("li", {}, target(one))));
    const more = button("Show all " + all.length, "", { onclick: () => { show(all); more.remove(); list.children[20].firstChild.focus(); } });
    show(all.slice(0, 20));
    list.addEventListener("keydown", week.arrows);
    const dialog = scruffy.dialog("Move the spot",
      [el("p", {}, el("strong", {}, week.creative(spot).title), " (" + length(spot.durationMs) + ") leaves the break at " + time(from.start, true) + " on " + week.dayLong.format(from.start) + "."),
        all.length ? el("p", { class: "muted" }, "Breaks within twelve hours that have room for it, nearest first. Times are " + week.zoneAt(from.start) + ".")
          : el("div", { class: "empty" }, el("p", {}, "No other break within twelve hours has room for it."), el("p", { class: "muted" }, "Move something else out of a break first.")),
        list, all.length > 20 ? more : null], null, { class: "move-dialog" });
  }

  // ---- tools in the panel

  const tool = (words, image, keys, act, disabled) =>
    el("button", { type: "button", class: "tool", title: keys ? words + " (" + keys + ")" : words, disabled, onclick: act }, icon(image), el("span", {}, words));

  week.spotTools = (spot, one) => {
    const at = one.placements.indexOf(spot);
    return el("div", { class: "tools", role: "group", "aria-label": "Change " + week.creative(spot).title },
      tool("Up", "pi-arrow-up", "Alt+↑", () => reorder(spot, -1), at === 0),
      tool("Down", "pi-arrow-down", "Alt+↓", () => reorder(spot, 1), at === one.placements.length - 1),
      tool("Earlier break", "pi-angle-double-left", "Ctrl+←", () => nudge(spot, -1)),
      tool("Later break", "pi-angle-double-right", "Ctrl+→", () => nudge(spot, 1)),
      tool("Move to…", "pi-arrows-h", "M", () => ask(spot)),
      tool("Replace…", "pi-sync", "R", () => replace(spot)),
      tool("Remove", "pi-trash", "Del", () => remove(spot)));
  };

  week.spotAdder = (one, why) => (why
    ? el("p", { class: "fixed" }, icon("pi-lock"), " Nothing to change: " + why + ".")
    : button("Add a spot", "pi-plus", { class: "plain-button add-spot", "aria-keyshortcuts": "A", "aria-label": "Add a spot at " + time(one.start, true), onclick: () => add(one) }));

  // ---- keys

  const typing = (element) => element.closest("input, textarea, select, dialog, [contenteditable]");

  function everywhere(event) {
    const mod = event.ctrlKey || event.metaKey;
    if (mod && !event.altKey && event.key.toLowerCase() === "z") return () => travel(event.shiftKey ? "redo" : "undo");
    if (mod && !event.altKey && event.key.toLowerCase() === "y") return () => travel("redo");
    return null;
  }

  function inBreaks(event) {
    const spot = find(event.target.closest("[data-spot]")?.dataset.spot);
    const one = breaks().find((each) => each.id === event.target.closest("[data-break]")?.dataset.break);
    const mod = event.ctrlKey || event.metaKey;
    if (event.key === "Escape") return () => { const slot = week.slot(); if (slot) week.focusSlot(slot.id); };
    if (!one) return null;
    if (!mod && !event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) return () => step(event);
    const ofBreak = event.target.closest(".break-pick") && week.breakKey(one, event);
    if (ofBreak) return ofBreak;
    if (!week.mayEdit || fixed(one)) return null;
    if (!mod && !event.altKey && event.key.toLowerCase() === "a") return () => add(one);
    if (!spot) return null;
    const acts = mod ? { ArrowLeft: () => nudge(spot, -1), ArrowRight: () => nudge(spot, 1) }
      : event.altKey ? { ArrowUp: () => reorder(spot, -1), ArrowDown: () => reorder(spot, 1) }
        : { Delete: () => remove(spot), Backspace: () => remove(spot), r: () => replace(spot), m: () => ask(spot) };
    return acts[event.key.length === 1 ? event.key.toLowerCase() : event.key] || null;
  }

  /** From spot to spot, over their breaks and the buttons that add one. */
  function step(event) {
    const stops = [...panel.querySelectorAll(".break-pick, .spot-pick, .add-spot")].filter((each) => each.offsetParent);
    const here = event.target.closest(".spot, .break");
    const at = stops.indexOf(here.matches(".spot") ? here.querySelector(".spot-pick") : event.target);
    stops[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (typing(event.target)) return;
    const act = (week.mayEdit && everywhere(event)) || (panel.contains(event.target) && inBreaks(event));
    if (!act) return;
    event.preventDefault();
    if (!event.repeat || event.key.startsWith("Arrow")) act();
  });

  // ---- the mouse: a spot is dragged to another place or break of the panel

  let dragged = null;

  panel.addEventListener("dragstart", (event) => {
    dragged = find(event.target.closest?.("[data-spot]")?.dataset.spot);
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", week.creative(dragged).title);
  });
  panel.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest("[data-break]");
    panel.querySelectorAll(".drop").forEach((each) => each.classList.remove("drop"));
    if (!over || fixed(breaks().find((each) => each.id === over.dataset.break))) return;
    event.preventDefault();
    (event.target.closest("[data-spot]") || over).classList.add("drop");
  });
  panel.addEventListener("drop", (event) => {
    const to = breaks().find((each) => each.id === event.target.closest("[data-break]")?.dataset.break);
    if (!dragged || !to) return;
    event.preventDefault();
    const before = event.target.closest("[data-spot]")?.dataset.spot;
    const index = to.placements.findIndex((each) => each.id === before);
    if (before !== dragged.id) put(dragged, to, index < 0 ? to.placements.length + 1 : index + 1);
  });
  panel.addEventListener("dragend", () => { dragged = null; panel.querySelectorAll(".drop").forEach((each) => each.classList.remove("drop")); });

  Object.assign(week, { change, reload, refreshCommands, isBusy: () => busy });
  const ready = week.onReady;
  week.onReady = () => { ready(); refreshCommands(); };
})();
