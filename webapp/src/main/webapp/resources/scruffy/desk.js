/*
 * How pages change the schedule: one request for one thing a person did; refusals in words of the trade; dialogs and toasts.
 * A write that somebody else overtook is never sent again by itself: the page says so and offers to read anew.
 */
(() => {
  "use strict";
  const scruffy = window.scruffy;

  /** An element with attributes and children, lists of them included; text is never read as markup. */
  const el = (name, attributes, ...children) =>
    scruffy.el(name, attributes, ...children.flat(3).filter((child) => child !== "" && child !== false));
  const icon = (name) => el("i", { class: "pi " + name, "aria-hidden": "true" });
  const button = (words, image, attributes) => el("button", { type: "button", class: "plain-button", ...attributes }, image ? icon(image) : null, image ? " " : null, words);

  /** What a traffic person can do about a refusal, by the end of its type. */
  const ADVICE = {
    stale: "Somebody else changed it after you opened this page. Reload to see what it is now, then do it again.",
    "version-required": "This page is older than the desk. Reload it, then do it again.",
    locked: "Unlock the day in its heading first, or ask who locked it.",
    started: "It is on the air or over: only what comes later can be changed.",
    "in-progress": "The same change is on its way. Wait a moment, then reload.",
    "not-in-schedule": "It was removed meanwhile. Reload to see what is there now.",
  };
  const RELOAD = new Set(["stale", "version-required", "in-progress", "not-in-schedule"]);

  async function ask(method, address, body, headers) {
    let answer;
    try {
      answer = await fetch(address, {
        method, credentials: "same-origin",
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
        body: body ? JSON.stringify(body) : undefined,
      });
    } catch (unreachable) {
      throw refusal({ detail: "Scruffy does not answer; nothing was changed as far as this page knows. Check the connection and reload." }, 0);
    }
    const type = answer.headers.get("Content-Type") || "";
    if (answer.ok && answer.status === 204) return null;
    if (answer.ok && type.includes("json")) return answer.json();
    if (answer.status === 401 || (answer.ok && type.includes("html"))) throw refusal({ detail: "Your session has ended. Reload the page to sign in again." }, 401);
    throw refusal(type.includes("json") ? await answer.json().catch(() => ({})) : {}, answer.status);
  }

  function refusal(problem, status) {
    const kind = (problem.type || "").split(":").pop();
    const error = new Error(problem.detail || problem.title || "The server answered " + status + ".");
    error.status = status;
    error.advice = ADVICE[kind] || (status === 412 ? ADVICE.stale : status === 428 ? ADVICE["version-required"] : status === 403 ? "You may look at this station, but not change its schedule." : "");
    error.reload = RELOAD.has(kind) || status === 412 || status === 428;
    error.conflicts = problem.conflicts || [];
    error.errors = problem.errors || [];
    error.overridable = error.conflicts.length > 0 && error.conflicts.every((one) => one.severity === "WARN");
    error.trace = /[1-9a-f]/.test(problem.traceId || "") ? problem.traceId : "";
    return error;
  }

  /** The desk of one station below its address. */
  scruffy.desk = (address) => ({
    edit: (label, edits, more) => ask("POST", address + "/edits", { edits, label, ...more }),
    undo: () => ask("POST", address + "/undo", {}),
    redo: () => ask("POST", address + "/redo", {}),
    commands: () => ask("GET", address + "/commands"),
    conflicts: (feed, week) => ask("GET", address + "/conflicts?feed=" + encodeURIComponent(feed) + "&week=" + week),
    creatives: (text) => ask("GET", address + "/creatives?limit=40&q=" + encodeURIComponent(text)),
    templates: () => ask("GET", address + "/templates"),
    saveTemplate: (template) => ask("POST", address + "/templates", template),
    removeTemplate: (template) => ask("DELETE", address + "/templates/" + template.id, undefined, { "If-Match": '"' + template.version + '"' }),
    previewTemplate: (id, from, weeks) => ask("GET", address + "/templates/" + id + "/preview?from=" + from + "&weeks=" + weeks),
    palette: (feed, week) => ask("GET", address + "/palette?feed=" + encodeURIComponent(feed) + "&week=" + week),
    openings: (feed, week, spot) => ask("GET", address + "/palette/breaks?feed=" + encodeURIComponent(feed) + "&week=" + week + "&" + new URLSearchParams(spot)),
    audit: (query) => ask("GET", address + "/audit?" + query),
    changes: () => new EventSource(address + "/changes"),
    startFill: (wanted) => ask("POST", address + "/fills", wanted),
    fill: (id) => ask("GET", address + "/fills/" + encodeURIComponent(id)),
    applyFill: (id, reason) => ask("POST", address + "/fills/" + encodeURIComponent(id) + "/apply?reason=" + encodeURIComponent(reason)),
    cancelFill: (id) => ask("DELETE", address + "/fills/" + encodeURIComponent(id)),
  });

  /** A list that stands alone or below its name in a page of answers. */
  scruffy.listed = (answer, name) => (Array.isArray(answer) ? answer : (answer && (answer[name] || answer.found || answer.page || answer.rows)) || []);

  let home = null;

  /** Where the keyboard is on the page, in a way that outlives a redrawing of it. */
  function remember() {
    const at = document.activeElement;
    if (!at || at === document.body || at.closest("dialog")) return;
    const inside = at.closest("[data-spot]") || at.closest("[data-break]") || at.closest("[data-slot]");
    const key = inside && ["spot", "break", "slot"].find((each) => inside.dataset[each]);
    home = { at, where: key ? "[data-" + key + '="' + inside.dataset[key] + '"]' : "" };
  }

  /** Gives the keyboard back to where it was, unless it is somewhere already. */
  scruffy.goHome = () => {
    const nowhere = !document.activeElement || document.activeElement === document.body || document.activeElement.closest("dialog:not([open])");
    if (!nowhere || !home || document.querySelector("dialog[open]")) return;
    const found = home.at.isConnected ? home.at : home.where && document.querySelector(home.where);
    const target = found && (found.matches("button, a, input, select, [tabindex]") ? found : found.querySelector("button"));
    if (target) target.focus({ preventScroll: true });
  };

  /**
   * A modal dialog; Escape closes it and the keyboard is back where it was.
   *
   * @param actions buttons at its foot; a button to leave comes by itself
   */
  scruffy.dialog = (title, body, actions, attributes) => {
    remember();
    const dialog = el("dialog", { "aria-label": title, ...attributes, class: "desk-dialog " + ((attributes && attributes.class) || "") },
      el("form", { method: "dialog", novalidate: true },
        el("header", {}, el("h2", {}, title), el("button", { type: "button", class: "icon-button desk-close", "aria-label": "Close", onclick: () => dialog.close() }, icon("pi-times"))),
        el("div", { class: "desk-dialog-body" }, body),
        actions ? el("footer", {}, actions, button(Array.isArray(actions) ? "Close" : "Cancel", "", { onclick: () => dialog.close() })) : null));
    dialog.addEventListener("close", () => {
      dialog.remove();
      scruffy.goHome();
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    dialog.showModal();
    (dialog.querySelector("[autofocus]") || dialog.querySelector("input, select, textarea, .target") || dialog.querySelector("footer button") || dialog.querySelector("button")).focus();
    return dialog;
  };

  const toast = document.getElementById("week-toast");
  let hiding = 0;

  /** Says what happened, with one thing to do about it. */
  scruffy.say = (words, action, act, bad) => {
    clearTimeout(hiding);
    const hide = () => toast.replaceChildren();
    const card = el("div", { class: "toast" + (bad ? " bad" : "") }, bad ? icon("pi-exclamation-triangle") : null, el("span", {}, words),
      act ? el("button", { type: "button", onclick: () => { hide(); act(); } }, action) : null,
      el("button", { type: "button", class: "toast-close", "aria-label": "Dismiss", onclick: hide }, icon("pi-times")));
    toast.replaceChildren(card);
    const wait = () => { hiding = setTimeout(hide, bad ? 30000 : 12000); };
    card.addEventListener("focusin", () => clearTimeout(hiding));
    card.addEventListener("mouseenter", () => clearTimeout(hiding));
    card.addEventListener("mouseleave", wait);
    wait();
  };

  const MOST = 8; // nobody reads more of them in a dialog

  /** Conflicts in words, what is not allowed first, the same words once. */
  const conflictList = (conflicts) => {
    const times = new Map();
    [...conflicts].sort((a, b) => a.severity.localeCompare(b.severity)).forEach((one) => { const key = one.severity + " " + one.message; times.set(key, { one, count: (times.get(key)?.count || 0) + 1 }); });
    const kinds = [...times.values()];
    const line = ({ one, count }) => el("li", { class: one.severity === "BLOCK" ? "block" : "warn" }, icon(one.severity === "BLOCK" ? "pi-ban" : "pi-exclamation-triangle"),
      el("span", {}, el("b", {}, one.severity === "BLOCK" ? "Not allowed: " : "Warning: "), one.message, count > 1 ? " (" + count + " times)" : ""));
    const left = kinds.slice(MOST).reduce((sum, each) => sum + each.count, 0);
    return el("ul", { class: "conflict-list" }, kinds.slice(0, MOST).map(line), left ? el("li", {}, "and " + left + " more.") : null);
  };

  /** Asks why a warning does not count; resolves to the reason, or to nothing. */
  scruffy.askReason = (what, conflicts) => new Promise((resolve) => {
    const reason = el("textarea", { id: "reason", rows: "3", maxlength: "500", required: true, autofocus: true, "aria-describedby": "reason-error" });
    const wrong = el("p", { id: "reason-error", class: "field-error", role: "alert" });
    let given = null;
    const go = () => {
      given = reason.value.trim();
      if (given.length >= 3) { dialog.close(); return; }
      given = null;
      wrong.textContent = "Say in a few words why it is right all the same.";
      reason.focus();
    };
    const dialog = scruffy.dialog("The rules advise against it",
      [el("p", {}, what), conflictList(conflicts), el("div", { class: "field" }, el("label", { for: "reason" }, "Why is it right all the same?"), reason, wrong),
        el("p", { class: "muted" }, el("small", {}, "The reason is kept in the audit with your name."))],
      el("button", { type: "button", class: "primary-button", onclick: go }, "Do it with this reason"), { class: "reason-dialog" });
    reason.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) go(); });
    dialog.addEventListener("close", () => resolve(given));
  });

  /** Says why something was not done. */
  scruffy.explain = (what, error, reload) => {
    if (!error.conflicts.length && !error.reload) {
      scruffy.say("Not done: " + error.message + (error.advice ? " " + error.advice : ""), "", null, true);
      return;
    }
    scruffy.dialog(error.reload ? "It was changed meanwhile" : "The rules do not allow it",
      [el("p", {}, "Not done: " + what + "."), error.conflicts.length ? conflictList(error.conflicts) : el("p", {}, error.message), error.advice ? el("p", {}, error.advice) : null,
        error.trace ? el("p", { class: "muted" }, el("small", {}, "Trace " + error.trace)) : null],
      error.reload && reload ? el("button", { type: "button", class: "primary-button", autofocus: true, onclick: (event) => { event.target.closest("dialog").close(); reload(); } }, "Reload the week") : [],
      { class: "refused-dialog" });
  };

  Object.assign(scruffy, { part: el, icon, button, conflictList });
})();
