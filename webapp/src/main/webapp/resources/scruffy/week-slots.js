/*
 * Programs and days: made, moved, made longer or shorter, split, deleted, copied; days locked and published. By dialogs, by dragging
 * on the board, by keys. Local times become instants here by asking the feed's zone, never the zone of this machine.
 */
(() => {
  "use strict";
  const scruffy = window.scruffy;
  const week = scruffy.week;
  if (!week) return;
  const { part: el, icon, button } = scruffy;
  const { grid, scroll, midnights, dates, time, dayOf, fixed, MINUTE, PX, zone, zoneAt, dayLong } = week;

  const HOUR = 60 * MINUTE;
  const STEP = 5 * MINUTE;
  const iso = (at) => new Date(at).toISOString().replace(".000Z", "Z");
  const hhmm = { format: (at) => scruffy.time.minute(at, zone) };
  const title = (slot) => "“" + week.program(slot).title + "”";
  const lasting = (ms) => (ms >= HOUR ? Math.floor(ms / HOUR) + " h " : "") + (ms % HOUR || ms < HOUR ? Math.round((ms % HOUR) / MINUTE) + " min" : "");

  const moments = (day, local) => scruffy.moments(midnights[day], midnights[day + 1], local, zone);

  // ---- a local day and time as fields

  let fields = 0;

  /** A day, a time, and a choice where the clocks repeat that time. */
  function moment(label, at) {
    const id = "moment-" + ++fields;
    const day = el("select", { id: id + "-day", "aria-label": label + ": day" }, dates.map((date, each) => el("option", { value: String(each) }, dayLong.format(midnights[each]))));
    const local = el("input", { id, required: true, inputmode: "numeric", maxlength: "5", autocomplete: "off", placeholder: "HH:MM", "aria-label": label + ": time, 00:00 to 23:59" });
    const which = el("select", { "aria-label": label + ": which of the two" }, el("option", { value: "0" }, "first"), el("option", { value: "1" }, "second"));
    const said = el("small", { class: "muted", role: "status" });
    const end = at >= midnights[7];
    day.value = String(dayOf(end ? midnights[7] - 1 : Math.max(at, midnights[0])));
    local.value = hhmm.format(at);
    const written = () => local.value.trim().padStart(5, "0");
    const valid = () => /^([01]\d|2[0-3]):[0-5]\d$/.test(written());
    const found = () => (valid() ? moments(Number(day.value), written()) : []);
    which.value = found().indexOf(at) === 1 ? "1" : "0";
    const look = () => {
      const all = found();
      which.hidden = all.length < 2;
      which.options[0].textContent = all.length ? "first (" + zoneAt(all[0]) + ")" : "first";
      if (all.length > 1) which.options[1].textContent = "second (" + zoneAt(all[1]) + ")";
      said.textContent = all.length === 1 ? zoneAt(all[0]) : all.length ? "The clocks are set back: this time comes twice." : valid() ? "The clocks are set forward: there is no " + written() + " on that day." : "Write a time like 18:30.";
      local.setAttribute("aria-invalid", String(all.length === 0));
    };
    [day, local, which].forEach((each) => each.addEventListener("input", look));
    look();
    return {
      element: el("div", { class: "field moment" }, el("label", { for: id }, label), el("div", { class: "moment-row" }, day, local, which), said),
      /** The moment, or undefined where there is none. */
      at: () => found()[which.hidden ? 0 : Number(which.value)],
      local, listen: (act) => [day, local, which].forEach((each) => each.addEventListener("input", act)),
    };
  }

  /** From and to; a time to that is not after from means the next day. */
  function span(start, end) {
    const from = moment("Starts", start);
    const to = moment("Ends", end);
    const said = el("p", { class: "span-said", role: "status" });
    const look = () => {
      const [a, b] = [from.at(), to.at()];
      said.textContent = a === undefined || b === undefined ? "" : b <= a ? "The end is not after the start." : "Lasts " + lasting(b - a) + ".";
    };
    from.listen(look);
    to.listen(look);
    look();
    return { elements: [from.element, to.element, said], from, to };
  }

  /**
   * A dialog with a form; what is wrong stands in it, also what the desk says to it.
   *
   * @param submit answers what is wrong in words, or the label, the edits and the focus of a change
   */
  function form(heading, body, words, submit, danger) {
    const wrong = el("p", { class: "notice bad form-wrong", role: "alert" });
    const go = el("button", { type: "submit", class: danger ? "plain-button danger" : "primary-button" }, words);
    const dialog = scruffy.dialog(heading, [body, wrong], go, { class: "form-dialog" });
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const asked = submit();
      wrong.textContent = typeof asked === "string" ? asked : "";
      if (typeof asked === "string") return;
      if (!asked) { dialog.close(); return; }
      week.change(asked.label, asked.edits, (answer) => { dialog.close(); asked.focus?.(answer); }, { refuse: (why) => { wrong.textContent = why; } });
    });
    return dialog;
  }

  // ---- programs

  const chooseMade = (answer) => { const slot = week.feed().slots.find((one) => one.id === answer.results[0].id); if (slot) { week.show(slot); week.focusSlot(slot.id); } };

  function create(start, end) {
    const known = [...new Set(week.feed().slots.map((slot) => week.program(slot).title))].sort();
    const name = el("input", { id: "new-title", required: true, maxlength: "200", list: "new-titles", autocomplete: "off", autofocus: true });
    const episode = el("input", { id: "new-episode", maxlength: "200", autocomplete: "off" });
    const source = el("select", { id: "new-source" }, el("option", { value: "LOCAL" }, "Our own"), el("option", { value: "NATIONAL" }, "The network’s"), el("option", { value: "COVER_UP" }, "Cover-up: ours over the network’s"));
    const when = span(start, end);
    form("Add a program",
      [el("div", { class: "field" }, el("label", { for: "new-title" }, "Title"), name, el("datalist", { id: "new-titles" }, known.map((each) => el("option", { value: each })))),
        el("div", { class: "field" }, el("label", { for: "new-episode" }, "Episode ", el("small", { class: "muted" }, "may stay empty")), episode),
        el("div", { class: "field" }, el("label", { for: "new-source" }, "Whose it is"), source), when.elements],
      "Add", () => {
        const [a, b] = [when.from.at(), when.to.at()];
        if (!name.value.trim()) { name.focus(); return "A program needs a title."; }
        if (a === undefined || b === undefined) return "Say when it starts and ends.";
        if (b <= a) { when.to.local.focus(); return "The end is not after the start."; }
        return { label: "Add “" + name.value.trim() + "” at " + time(a), edits: [{ op: "createSlot", feed: week.feedName, startsAt: iso(a), endsAt: iso(b), program: { title: name.value.trim(), episode: episode.value.trim(), nola: "" }, source: source.value }], focus: chooseMade };
      });
  }

  /** To another time: moved where its length stays, else also made longer or shorter. */
  function placing(slot, start, end) {
    if (start === slot.start && end === slot.end) return null;
    const day = dayOf(start) === dayOf(slot.start) ? "" : week.weekday.format(start) + " ";
    const moved = end - start === slot.end - slot.start;
    return {
      label: moved ? "Move " + title(slot) + " to " + day + time(start) : "Set " + title(slot) + " to " + day + time(start) + "–" + time(end),
      edits: [moved ? { op: "moveSlot", slot: slot.id, startsAt: iso(start), version: slot.version } : { op: "resizeSlot", slot: slot.id, startsAt: iso(start), endsAt: iso(end), version: slot.version }],
      focus: () => { const now = week.feed().slots.find((one) => one.id === slot.id); if (now) { week.show(now); week.focusSlot(slot.id); } },
    };
  }

  function place(slot, start, end) {
    const asked = placing(slot, start, end);
    if (asked) week.change(asked.label, asked.edits, asked.focus);
  }

  function retime(slot) {
    const when = span(slot.start, slot.end);
    form("Time of " + week.program(slot).title, [el("p", { class: "muted" }, "Its breaks and their spots go with it."), when.elements], "Save", () => {
      const [a, b] = [when.from.at(), when.to.at()];
      if (a === undefined || b === undefined) return "Say when it starts and ends.";
      if (b <= a) return "The end is not after the start.";
      return placing(slot, a, b);
    });
  }

  function split(slot) {
    const at = moment("Second part starts", slot.start + Math.round((slot.end - slot.start) / 2 / STEP) * STEP);
    form("Split " + week.program(slot).title, [el("p", {}, "It runs from " + time(slot.start) + " to " + time(slot.end) + ". Breaks from that time on belong to the second part."), at.element], "Split", () => {
      const moment = at.at();
      if (moment === undefined || moment <= slot.start || moment >= slot.end) return "Choose a time between " + time(slot.start) + " and " + time(slot.end) + ".";
      return { label: "Split " + title(slot) + " at " + time(moment), edits: [{ op: "splitSlot", slot: slot.id, at: iso(moment), version: slot.version }], focus: () => week.focusSlot(slot.id) };
    });
  }

  function remove(slot) {
    const spots = slot.breaks.reduce((sum, one) => sum + one.placements.length, 0);
    form("Delete " + week.program(slot).title + "?",
      el("p", {}, "It leaves the week, " + (slot.breaks.length ? "with its " + slot.breaks.length + (slot.breaks.length === 1 ? " break" : " breaks") + " and " + spots + (spots === 1 ? " spot" : " spots") : "it has no breaks") + ". You can undo it."),
      "Delete", () => {
        const next = week.feed().slots[week.feed().slots.indexOf(slot) + 1];
        return { label: "Delete " + title(slot) + " at " + time(slot.start), edits: [{ op: "deleteSlot", slot: slot.id, version: slot.version }], focus: () => { if (next) { week.jump(next.id, "slot"); week.focusSlot(next.id); } } };
      }, true);
  }

  week.slotTools = (slot, why) => {
    const tool = (words, image, keys, act) => el("button", { type: "button", class: "tool", title: keys ? words + " (" + keys + ")" : words, disabled: Boolean(why), onclick: act }, icon(image), el("span", {}, words));
    return el("div", { class: "tools", role: "group", "aria-label": "Change the program" },
      tool("Time…", "pi-clock", "E", () => retime(slot)), tool("Split…", "pi-arrows-v", "S", () => split(slot)), tool("Delete…", "pi-trash", "Del", () => remove(slot)), week.slotBreakTool(slot));
  };

  // ---- days

  week.onDay = (day) => {
    const state = week.dayState(day);
    const draft = state.slots.filter((slot) => slot.state === "DRAFT").length;
    const said = [
      state.locked ? [icon("pi-lock"), " Locked" + (state.by ? " by " + state.by : "") + ": nobody changes it until it is unlocked."] : [icon("pi-lock-open"), " Not locked: it can be changed."],
      state.changed ? [icon("pi-exclamation-circle"), " Published, but " + draft + (draft === 1 ? " program was" : " programs were") + " changed since."] : state.published ? [icon("pi-check-circle"), " Published as it is."] : [icon("pi-pencil"), " A draft: not published yet."],
    ];
    const act = (words, op) => () => { dialog.close(); week.change(words + " " + dayLong.format(midnights[day]), [{ op, feed: week.feedName, day: dates[day] }], () => grid.querySelector('.week-head[data-day="' + day + '"] button')?.focus()); };
    const choice = (words, image, what) => el("button", { type: "button", class: "target day-choice", onclick: what }, icon(image), el("span", { class: "target-where" }, words));
    const list = el("ul", { class: "targets" }, [
      week.mayEdit ? (state.locked ? choice("Unlock the day", "pi-lock-open", act("Unlock", "unlockDay")) : choice("Lock the day", "pi-lock", act("Lock", "lockDay"))) : null,
      week.mayEdit ? choice(state.published ? "Publish it again" : "Publish the day", "pi-check-circle", act("Publish", "publishDay")) : null,
      week.mayEdit ? choice("Copy the day…", "pi-copy", () => { dialog.close(); copy("day", day); }) : null,
      week.mayEdit ? choice("Add a program…", "pi-plus", () => { dialog.close(); create(freeOn(day), freeOn(day) + 30 * MINUTE); }) : null,
      choice("Open the day’s log", "pi-list", () => window.location.assign(week.root.dataset.log + "&date=" + dates[day])),
    ].filter(Boolean).map((each) => el("li", {}, each)));
    list.addEventListener("keydown", week.arrows);
    const dialog = scruffy.dialog(dayLong.format(midnights[day]), [said.map((each) => el("p", { class: "day-said" }, each)), list], null, { class: "day-dialog" });
  };

  /** The first free half hour that lies ahead on a day, else its first moment. */
  function freeOn(day) {
    let at = Math.max(midnights[day], Math.ceil(week.now() / (30 * MINUTE)) * 30 * MINUTE);
    if (at >= midnights[day + 1]) return midnights[day];
    for (const slot of week.feed().slots) if (slot.start < at + 30 * MINUTE && slot.end > at) at = slot.end;
    return at < midnights[day + 1] ? at : Math.max(midnights[day], Math.ceil(week.now() / (30 * MINUTE)) * 30 * MINUTE);
  }

  // ---- copies

  const plus = (date, days) => { const at = new Date(date + "T12:00:00Z"); at.setUTCDate(at.getUTCDate() + days); return at.toISOString().slice(0, 10); };

  function feeds() {
    const here = new URLSearchParams(week.root.dataset.query).get("station");
    return [...document.querySelectorAll("#chooser option")].map((option) => ({ name: new URLSearchParams(option.value).get("feed"), station: new URLSearchParams(option.value).get("station"), label: option.textContent })).filter((one) => one.station === here);
  }

  function copy(what, day) {
    const unit = el("select", { id: "copy-what" }, el("option", { value: "day" }, "One day"), el("option", { value: "week" }, "The whole week"));
    unit.value = what;
    const from = el("select", { id: "copy-from" }, dates.map((date, each) => el("option", { value: date }, dayLong.format(midnights[each]))));
    from.value = dates[day];
    const to = el("input", { type: "date", id: "copy-to", required: true });
    const feed = el("select", { id: "copy-feed" }, feeds().map((one) => el("option", { value: one.name }, one.label)));
    feed.value = week.feedName;
    const replace = el("input", { type: "checkbox", id: "copy-replace" });
    const look = () => {
      const whole = unit.value === "week";
      from.closest(".field").hidden = whole;
      to.closest(".field").querySelector("label").textContent = whole ? "To the week of" : "To the day";
      to.value = plus(whole ? dates[0] : from.value, 7);
    };
    const body = [
      el("div", { class: "field" }, el("label", { for: "copy-what" }, "Copy"), unit),
      el("div", { class: "field" }, el("label", { for: "copy-from" }, "Of"), from),
      el("div", { class: "field" }, el("label", { for: "copy-to" }, "To the day"), to),
      el("div", { class: "field" }, el("label", { for: "copy-feed" }, "On the feed"), feed),
      el("label", { class: "check" }, replace, " Replace what is there. Without this, programs that are in the way refuse the copy."),
      el("p", { class: "muted" }, "Programs keep their local times, also over a change of clocks, and take their breaks and spots along."),
    ];
    form("Copy", body, "Copy", () => {
      if (!to.value) { to.focus(); return "Say where the copy goes."; }
      const toFeed = feed.value === week.feedName ? undefined : feed.value;
      const whole = unit.value === "week";
      const source = whole ? dates[0] : from.value;
      if (!toFeed && source === to.value) { to.focus(); return "The copy would fall on what is copied: choose another day or feed."; }
      const where = to.value + (toFeed ? " on " + feed.selectedOptions[0].textContent : "");
      return { label: whole ? "Copy the week of " + source + " to the week of " + where : "Copy " + source + " to " + where,
        edits: [whole ? { op: "copyWeek", feed: week.feedName, week: source, toWeek: to.value, toFeed, replace: replace.checked } : { op: "copyDay", feed: week.feedName, day: source, toDay: to.value, toFeed, replace: replace.checked }] };
    });
    unit.addEventListener("input", look);
    from.addEventListener("input", look);
    look();
  }

  document.getElementById("copy")?.addEventListener("click", () => copy("week", Math.max(0, dayOf(week.now()))));
  const startNew = () => { const slot = week.slot(); const day = slot ? dayOf(slot.start) : 0; const at = freeOn(day); create(at, at + 30 * MINUTE); };
  document.getElementById("newSlot")?.addEventListener("click", startNew);

  // ---- keys on the board

  document.addEventListener("keydown", (event) => {
    if (!week.mayEdit || event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey) return;
    if (!event.altKey && event.key.toLowerCase() === "n") { event.preventDefault(); startNew(); return; }
    const element = event.target.closest(".slot");
    const slot = element && week.feed().slots.find((one) => one.id === element.dataset.slot);
    if (!slot) return;
    const by = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
    const act = event.altKey
      ? by && (() => (event.shiftKey ? place(slot, slot.start, slot.end + by) : place(slot, slot.start + by, slot.end + by)))
      : { e: () => retime(slot), s: () => split(slot), Delete: () => remove(slot), Backspace: () => remove(slot) }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    const why = fixed(slot);
    if (why) scruffy.say(title(slot) + " stays as it is: " + why + ".", "", null, true);
    else act();
  });

  // ---- the mouse on the board: the body of a program moves it, its lower edge sets its end, free ground makes a new one

  let drag = null;

  function pointed(event) {
    const column = document.elementsFromPoint(event.clientX, event.clientY).find((each) => each.classList.contains("week-day"));
    if (!column) return null;
    const day = Number(column.dataset.day);
    const at = midnights[day] + ((event.clientY - column.getBoundingClientRect().top) / PX) * MINUTE;
    return { day, at: Math.min(Math.max(at, midnights[day]), midnights[day + 1]), column };
  }

  const snap = (at, day) => midnights[day] + Math.round((at - midnights[day]) / STEP) * STEP;

  grid.addEventListener("pointerdown", (event) => {
    if (!week.mayEdit || event.button !== 0 || event.pointerType === "touch" || week.isBusy() || window.matchMedia("(max-width: 720px)").matches) return;
    const at = pointed(event);
    const element = event.target.closest(".slot");
    const slot = element && week.feed().slots.find((one) => one.id === element.dataset.slot);
    if (!at || (slot && fixed(slot)) || (!slot && !event.target.classList.contains("week-day"))) return;
    drag = { slot, kind: !slot ? "create" : event.target.classList.contains("slot-edge") ? "resize" : "move", x: event.clientX, y: event.clientY, grip: slot ? at.at - slot.start : 0, from: at, ghost: null };
    week.dragged = false;
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 6)) return;
    const at = pointed(event);
    if (!at) return;
    week.dragged = true;
    if (!drag.ghost) { drag.ghost = el("div", { class: "slot-ghost" }); drag.slot && grid.querySelector('.slot[data-slot="' + drag.slot.id + '"]')?.classList.add("lifted"); document.body.classList.add("dragging"); }
    if (drag.kind === "move") { drag.start = snap(at.at - drag.grip, at.day); drag.end = drag.start + drag.slot.end - drag.slot.start; }
    if (drag.kind === "resize") { drag.start = drag.slot.start; drag.end = Math.max(drag.start + STEP, snap(at.at, at.day)); }
    if (drag.kind === "create") { const to = snap(at.at, drag.from.day); const first = snap(drag.from.at, drag.from.day); drag.start = Math.min(first, to); drag.end = Math.max(first, to); }
    const column = drag.kind === "move" ? at.column : grid.querySelector('.week-day[data-day="' + dayOf(drag.start) + '"]');
    const top = midnights[Number(column.dataset.day)];
    drag.ghost.style.top = ((drag.start - top) / MINUTE) * PX + "px";
    drag.ghost.style.height = Math.max(4, ((drag.end - drag.start) / MINUTE) * PX) + "px";
    drag.ghost.textContent = time(drag.start) + "–" + time(drag.end);
    column.append(drag.ghost);
    const box = scroll.getBoundingClientRect();
    if (event.clientY > box.bottom - 30) scroll.scrollTop += 12;
    if (event.clientY < box.top + 70) scroll.scrollTop -= 12;
  });

  function drop(done) {
    if (!drag) return;
    const was = drag;
    drag = null;
    document.body.classList.remove("dragging");
    was.ghost?.remove();
    grid.querySelectorAll(".lifted").forEach((each) => each.classList.remove("lifted"));
    setTimeout(() => { week.dragged = false; }, 0); // after the click that ends a drag
    if (!done || !was.ghost || was.end <= was.start) return;
    if (was.kind === "create") create(was.start, was.end);
    else place(was.slot, was.start, was.end);
  }

  document.addEventListener("pointerup", () => drop(true));
  document.addEventListener("pointercancel", () => drop(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") drop(false); });

  Object.assign(week, { form, iso, plus });
})();
