/*
 * Breaks of the chosen program: added, moved, made longer or shorter, locked, deleted. Where a break begins is said as minutes and
 * seconds into its program, so that no clock that changes can mean two moments. What the desk refuses stands at the break.
 */
(() => {
  "use strict";
  const scruffy = window.scruffy;
  const week = scruffy.week;
  if (!week) return;
  const { part: el, icon } = scruffy;
  const { time, length, fixed, now, kinds } = week;

  const SECOND = 1000;
  const MINUTE = 60 * SECOND;
  const LENGTH_STEP = 15 * SECOND;
  const SHORTEST = SECOND;
  const LONGEST = 10 * MINUTE;

  let refused = null; // the break that something was refused of, and why
  week.refusalOf = (one) => (refused && refused.id === one.id ? el("p", { class: "notice bad break-refused", role: "alert" }, icon("pi-exclamation-triangle"), " ", refused.words) : null);

  const at = (one) => time(one.start, true);
  const named = (one) => "the " + at(one) + " break";

  function change(one, label, edit, focus) {
    refused = null;
    week.chooseBreak(one.id);
    const refuse = (words) => { refused = { id: one.id, words: "Not done: " + words }; week.redescribe(); week.focusBreak(one.id); };
    week.change(label, [{ break: one.id, version: one.version, ...edit }], focus || (() => week.focusBreak(one.id)), { refuse });
  }

  const shift = (one, by) => change(one, "Move " + named(one) + " to " + time(one.start + by, true), { op: "changeBreak", startsAt: week.iso(one.start + by) });

  function stretch(one, by) {
    const ms = Math.min(LONGEST, Math.max(SHORTEST, one.fill.capacityMs + by));
    if (ms === one.fill.capacityMs) { scruffy.say("A break lasts from " + length(SHORTEST) + " to " + length(LONGEST) + "."); return; }
    change(one, "Make " + named(one) + " last " + length(ms), { op: "changeBreak", capacityMs: ms });
  }

  const lock = (one) => change(one, (one.locked ? "Unlock " : "Lock ") + named(one), { op: "changeBreak", locked: !one.locked });

  function remove(one) {
    const all = one.slot.breaks;
    const next = all[all.indexOf(one) + 1] || all[all.indexOf(one) - 1];
    const spots = one.placements.length;
    change(one, "Delete " + named(one) + (spots ? " with its " + spots + (spots === 1 ? " spot" : " spots") : ""), { op: "deleteBreak" },
      () => (next ? week.focusBreak(next.id) : week.panel.focus({ preventScroll: true })));
  }

  // ---- a break as fields

  /** Minutes and seconds like 4:30 in milliseconds; undefined where they cannot be read. */
  function milliseconds(text) {
    const found = /^(\d{1,4}):([0-5]\d(?:\.\d{1,3})?)$/.exec(text.trim());
    return found ? Number(found[1]) * MINUTE + Math.round(Number(found[2]) * SECOND) : undefined;
  }

  const inWords = (ms) => length(ms) + (ms % SECOND ? (ms % SECOND / SECOND).toFixed(3).slice(1) : "");

  /** @param one the break that is changed, or what a new one would be */
  function ask(slot, one, heading, words, act) {
    const into = el("input", { id: "break-into", required: true, autocomplete: "off", autofocus: true, placeholder: "MM:SS", value: inWords(one.start - slot.start), "aria-describedby": "break-said" });
    const lasts = el("input", { id: "break-lasts", required: true, autocomplete: "off", placeholder: "M:SS", value: inWords(one.capacityMs) });
    const kind = el("select", { id: "break-kind" }, Object.entries(kinds).map(([value, name]) => el("option", { value }, name.charAt(0).toUpperCase() + name.slice(1))));
    kind.value = one.kind;
    const said = el("small", { id: "break-said", class: "muted", role: "status" });
    const look = () => {
      const ms = milliseconds(into.value);
      into.setAttribute("aria-invalid", String(ms === undefined));
      lasts.setAttribute("aria-invalid", String(milliseconds(lasts.value) === undefined));
      said.textContent = ms === undefined ? "Write minutes and seconds like 12:30." : "At " + time(slot.start + ms, true) + " " + week.zoneAt(slot.start + ms) + ". The program runs for " + length(slot.end - slot.start) + ".";
    };
    [into, lasts].forEach((each) => each.addEventListener("input", look));
    look();
    week.form(heading,
      [el("div", { class: "field" }, el("label", { for: "break-into" }, "Begins into the program"), into, said),
        el("div", { class: "field" }, el("label", { for: "break-lasts" }, "Lasts"), lasts),
        el("div", { class: "field" }, el("label", { for: "break-kind" }, "For"), kind)],
      words, () => {
        const [from, ms] = [milliseconds(into.value), milliseconds(lasts.value)];
        if (from === undefined) { into.focus(); return "Say when it begins, in minutes and seconds into the program."; }
        if (ms === undefined || ms < SHORTEST || ms > LONGEST) { lasts.focus(); return "A break lasts from " + length(SHORTEST) + " to " + length(LONGEST) + "."; }
        return act(slot.start + from, ms, kind.value);
      });
  }

  function edit(one) {
    ask(one.slot, { start: one.start, capacityMs: one.fill.capacityMs, kind: one.kind }, "Break at " + at(one), "Save", (start, ms, kind) => {
      const changed = { startsAt: start === one.start ? undefined : week.iso(start), capacityMs: ms === one.fill.capacityMs ? undefined : ms, kind: kind === one.kind ? undefined : kind };
      if (Object.values(changed).every((each) => each === undefined)) return null;
      refused = null;
      return { label: "Change " + named(one), edits: [{ op: "changeBreak", break: one.id, version: one.version, ...changed }], focus: () => week.focusBreak(one.id) };
    });
  }

  function add(slot) {
    const last = slot.breaks[slot.breaks.length - 1];
    ask(slot, { start: free(slot), capacityMs: MINUTE, kind: last ? last.kind : "MIXED" }, "Add a break to " + week.program(slot).title, "Add", (start, ms, kind) =>
      ({ label: "Add a break at " + time(start, true), edits: [{ op: "createBreak", slot: slot.id, startsAt: week.iso(start), capacityMs: ms, kind }], focus: (answer) => week.jump(answer.results[0].id, "break") }));
  }

  /** The first minute that lies ahead and has room for one of a minute, else the end of the program. */
  function free(slot) {
    for (let start = slot.start; start < slot.end; start += MINUTE) {
      if (start > now() && slot.breaks.every((one) => one.start >= start + MINUTE || one.start + one.fill.capacityMs <= start)) return start;
    }
    return slot.end;
  }

  // ---- tools and keys

  const tool = (words, image, keys, act, why) => el("button", { type: "button", class: "tool", title: words + " (" + keys + ")", disabled: Boolean(why), onclick: act }, icon(image), el("span", {}, words));

  week.breakTools = (one, why) => el("div", { class: "tools", role: "group", "aria-label": "Change " + named(one) },
    tool("1 min earlier", "pi-arrow-up", "Alt+↑", () => shift(one, -MINUTE), why),
    tool("1 min later", "pi-arrow-down", "Alt+↓", () => shift(one, MINUTE), why),
    tool("Shorter", "pi-minus", "Alt+Shift+↑", () => stretch(one, -LENGTH_STEP), why),
    tool("Longer", "pi-plus", "Alt+Shift+↓", () => stretch(one, LENGTH_STEP), why),
    tool("Change…", "pi-pencil", "E", () => edit(one), why),
    tool(one.locked ? "Unlock" : "Lock", one.locked ? "pi-lock-open" : "pi-lock", "L", () => lock(one), why && !one.locked),
    tool("Delete", "pi-trash", "Del", () => remove(one), why),
    one.start < now() ? el("a", { class: "tool", href: "avails.xhtml" + week.root.dataset.query + "&id=break-" + encodeURIComponent(one.id), title: "What became of it on air" }, icon("pi-clock"), el("span", {}, "On air")) : null);

  /** Why no break may be added to a program, in words. */
  const closed = (slot) => (slot.end <= now() ? "it is over" : slot.start > now() ? fixed(slot) : week.dayState(week.dayOf(slot.start)).locked ? "the day is locked" : "");

  week.slotBreakTool = (slot) => tool("Add a break…", "pi-plus", "B", () => add(slot), closed(slot));

  week.breakKey = (one, event) => {
    if (!week.mayEdit || event.ctrlKey || event.metaKey) return null;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "l" && !event.altKey) return () => lock(one);
    const by = { ArrowUp: -1, ArrowDown: 1 }[key];
    const act = event.altKey ? by && (() => (event.shiftKey ? stretch(one, by * LENGTH_STEP) : shift(one, by * MINUTE)))
      : { e: () => edit(one), Delete: () => remove(one), Backspace: () => remove(one) }[key];
    const why = act && fixed(one);
    return why ? () => scruffy.say("The break stays as it is: " + why + ".", "", null, true) : act;
  };

  document.addEventListener("keydown", (event) => {
    if (!week.mayEdit || event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== "b") return;
    const element = event.target.closest(".slot");
    const slot = element ? week.feed().slots.find((one) => one.id === element.dataset.slot) : week.panel.contains(event.target) && week.slot();
    if (!slot) return;
    event.preventDefault();
    const why = closed(slot);
    if (why) scruffy.say("No break can be added: " + why + ".", "", null, true);
    else add(slot);
  });
})();
