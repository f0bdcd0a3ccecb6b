/*
 * What deserves attention: conflicts with the rules in a drawer that leads to them, and a banner when somebody else changed this
 * week. A change of others is shown only when one asks for it: nothing is drawn over what somebody is doing.
 */
(() => {
  "use strict";
  const scruffy = window.scruffy;
  const week = scruffy.week;
  if (!week) return;
  const { part: el, icon, button } = scruffy;
  const { root, time } = week;

  // ---- conflicts

  const opener = document.getElementById("conflicts");
  const drawer = document.getElementById("drawer");
  let conflicts = [];
  let problem = "";
  const PAGE = 100; // as many as one looks through
  const filter = { severity: "", rule: "" };

  const ruleWords = (rule) => { const words = rule.replaceAll("_", " ").toLowerCase(); return words.charAt(0).toUpperCase() + words.slice(1); };
  const breakOf = (id) => week.feed().slots.flatMap((slot) => slot.breaks).find((one) => one.id === id);

  week.conflictsOf = (spot, adBreak) => conflicts.filter((one) => one.spot === spot && (!one.break || one.break === adBreak)).map((one) => ({ ...one, rule: ruleWords(one.rule) }));

  async function readConflicts() {
    try {
      conflicts = scruffy.listed(await week.desk.conflicts(week.feedName, root.dataset.monday), "conflicts");
      problem = "";
    } catch (error) {
      conflicts = [];
      problem = error.message;
    }
    const blocks = conflicts.filter((one) => one.severity === "BLOCK").length;
    const badge = opener.querySelector(".badge");
    badge.textContent = problem ? "?" : String(conflicts.length);
    badge.className = "badge " + (blocks ? "bad" : conflicts.length ? "warn" : "ok");
    opener.setAttribute("aria-label", problem ? "Conflicts: cannot be read" : "Conflicts: " + conflicts.length + (blocks ? ", " + blocks + " of them not allowed" : ""));
    if (!drawer.hidden) drawDrawer();
    // the panel marks them, unless somebody is at work in it
    if (!week.panel.contains(document.activeElement) || document.activeElement === week.panel) week.redescribe();
  }

  function drawDrawer() {
    const focused = drawer.contains(document.activeElement) ? document.activeElement.id || document.activeElement.dataset.at : null;
    const rules = [...new Set(conflicts.map((one) => one.rule))].sort();
    if (!rules.includes(filter.rule)) filter.rule = "";
    const choice = (id, label, key, options) => {
      const select = el("select", { id, onchange: () => { filter[key] = select.value; drawDrawer(); } }, options.map(([value, words]) => el("option", { value }, words)));
      select.value = filter[key];
      return el("div", { class: "field" }, el("label", { for: id }, label), select);
    };
    const shown = conflicts.filter((one) => (!filter.severity || one.severity === filter.severity) && (!filter.rule || one.rule === filter.rule));
    const list = el("ul", { class: "targets" });
    const more = button("", "", { onclick: () => add() });
    const add = () => {
      const at = list.children.length;
      list.append(...shown.slice(at, at + PAGE).map((one, each) => el("li", {}, entry(one, at + each))));
      const left = shown.length - list.children.length;
      more.textContent = "Show " + Math.min(left, PAGE) + " more";
      more.hidden = left === 0;
      if (at) list.children[at].firstChild.focus();
    };
    add();
    list.addEventListener("keydown", week.arrows);
    drawer.replaceChildren(
      el("header", { class: "drawer-head" }, el("h2", {}, "Conflicts"), el("button", { type: "button", class: "icon-button desk-close", "aria-label": "Close the conflicts", onclick: close }, icon("pi-times"))),
      conflicts.length ? el("div", { class: "drawer-filter" },
        choice("conflict-severity", "Show", "severity", [["", "All"], ["BLOCK", "Not allowed"], ["WARN", "Warnings"]]),
        choice("conflict-rule", "Rule", "rule", [["", "Every rule"], ...rules.map((rule) => [rule, ruleWords(rule)])])) : "",
      el("p", { class: "muted", role: "status" }, problem ? "The conflicts cannot be read: " + problem : !conflicts.length ? "" : shown.length === conflicts.length ? conflicts.length + " in this week." : shown.length + " of " + conflicts.length + "."),
      !problem && !conflicts.length ? el("div", { class: "empty" }, icon("pi-check-circle"), el("p", {}, "No conflicts this week."), el("p", { class: "muted" }, "Every spot keeps the rules of this feed.")) : list, more);
    if (focused) (document.getElementById(focused) || drawer.querySelector('[data-at="' + focused + '"]') || drawer).focus({ preventScroll: true });
  }

  function entry(one, at) {
    const where = breakOf(one.break);
    const day = week.dates.indexOf(one.day);
    return el("button", { type: "button", class: "target conflict " + one.severity, "data-at": String(at), onclick: () => go(one) },
      icon(one.severity === "BLOCK" ? "pi-ban" : "pi-exclamation-triangle"),
      el("span", { class: "conflict-words" }, el("b", {}, (one.severity === "BLOCK" ? "Not allowed" : "Warning") + " · " + ruleWords(one.rule)), el("br"), one.message),
      el("small", { class: "muted" }, (day < 0 ? one.day : week.weekday.format(week.midnights[day])) + (where ? " " + time(where.start, true) : "")));
  }

  function go(one) {
    const there = (one.spot && week.jump(one.spot, "spot")) || (one.break && week.jump(one.break, "break"));
    if (!there) { scruffy.say("It is not in this week any more.", "Reload", week.reload, true); return; }
    if (window.matchMedia("(max-width: 1020px)").matches) close(true);
  }

  function open() {
    week.closePalette?.();
    drawer.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    drawDrawer();
    (drawer.querySelector(".target") || drawer.querySelector("button")).focus();
  }

  function close(stay) {
    drawer.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    if (stay !== true) opener.focus();
  }

  opener.addEventListener("click", () => (drawer.hidden ? open() : close()));
  drawer.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== "c") return;
    event.preventDefault();
    if (drawer.hidden) open(); else close();
  });

  // ---- others

  const banner = document.getElementById("week-banner");
  let dismissed = 0;

  function others(who, what, revision) {
    if (revision <= week.feed().revision || revision <= dismissed) return;
    const hide = () => { banner.replaceChildren(); };
    banner.replaceChildren(el("div", { class: "notice banner" }, icon("pi-users"),
      el("span", {}, el("b", {}, who === week.user ? "You, in another window" : who || "Somebody"), " changed this week", what ? ": " + what.charAt(0).toLowerCase() + what.slice(1) : "", ". You still see it as it was."),
      button("Show", "pi-refresh", { onclick: async () => { hide(); await week.reload(); } }),
      button("Later", "", { onclick: () => { dismissed = revision; hide(); } })));
  }

  let heard = null;

  /** An event of this week that is not the echo of what this page just did. */
  async function hear(change) {
    if (change.feed !== week.feedName || (change.week && change.week !== root.dataset.monday)) return;
    heard = change;
    if (week.isBusy()) { setTimeout(() => hear(change), 400); return; }
    if (heard === change) others(change.actor, change.label, change.revision);
  }

  function listen() {
    const source = week.desk.changes();
    const take = (event) => { try { hear(JSON.parse(event.data)); } catch (notOurs) { /* a comment to keep the line open */ } };
    source.onmessage = take;
    source.addEventListener("change", take);
    source.addEventListener("changed", take);
    window.addEventListener("pagehide", () => source.close());
    return source;
  }

  /** Where the line is cut or nobody tells us (a source that imports), the week is asked for its revision from time to time. */
  async function look() {
    if (document.hidden || week.isBusy()) return;
    const revision = await week.revisionNow().catch(() => 0);
    if (revision > week.feed().revision) others(heard && heard.revision === revision ? heard.actor : "", heard && heard.revision === revision ? heard.label : "", revision);
  }

  week.closeDrawer = () => { if (!drawer.hidden) close(true); };
  const read = week.onRead;
  week.onRead = () => { read(); banner.replaceChildren(); readConflicts(); };
  const ready = week.onReady;
  week.onReady = () => { ready(); listen(); setInterval(look, 60000); };
})();
