/* Who changed what, latest first: one line a row of the schedule, lines of one command together. */
(() => {
  "use strict";
  const root = document.getElementById("audit");
  if (!root) return;
  const scruffy = window.scruffy;
  const el = (name, attributes, ...children) => scruffy.el(name, attributes, ...children.flat(3).filter((child) => child !== ""));
  const { zone } = root.dataset;
  const body = root.querySelector("tbody");
  const summary = document.getElementById("summary");
  const more = document.getElementById("more");
  const who = document.getElementById("who");
  const entity = document.getElementById("entity");
  const id = document.getElementById("id");

  const WORDS = { add: "added", create: "wrote", change: "changed", remove: "removed", delete: "deleted", restore: "restored", submit: "submitted", approve: "approved", reject: "rejected", reopen: "reopened", tick: "ticked", place: "placed", "make good": "made good", import: "imported", reconcile: "reconciled" };
  const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const THINGS = { air: "action on air", slot: "program", spot: "spot", break: "break", day: "day", template: "template", "make-good": "make-good", outcome: "outcome of spot", "template item": "template’s program" };
  // what the reader knows already, or cannot use
  const QUIET = new Set(["id", "version", "station_id", "airs_on", "template_item_id", "template_day", "source_ref", "updated_at", "created_at"]);
  const NAMES = { undone_at: "taken back", undone_by: "taken back by", kind: "kind", ad_id: "Ad-ID", seq: "position", pos: "position", creative_id: "creative", break_id: "break", slot_id: "program", feed_id: "feed", program_id: "program", duration_ms: "length", capacity_ms: "room", starts_at: "starts", ends_at: "ends", order_line_id: "order line", order_id: "order", underwriter_id: "underwriter", category_id: "category", sep_minutes: "minutes apart", from_local: "from", to_local: "to", max_per_break: "most a break", max_per_day: "most a day", per: "counted by", locked_by: "locked by", published_revision: "published revision", published_by: "published by", published_at: "published at" };

  const day = (at) => scruffy.time.day(at, zone);
  const moment = (at) => day(at) + " " + scruffy.time.second(at, zone) + " " + scruffy.time.zone(at, zone);
  const name = (key) => NAMES[key] || key.replaceAll("_", " ");

  function value(key, raw) {
    if (raw === null || raw === undefined || raw === "") return "nothing";
    if (raw === "(,)") return "always";
    const span = typeof raw === "string" && /^[[(](\d{4}-\d\d-\d\d)?,(\d{4}-\d\d-\d\d)?\)$/.exec(raw);
    if (span) return (span[1] || "") + " – " + (span[2] ? new Date(Date.parse(span[2]) - 86400000).toISOString().slice(0, 10) : "");
    if (key === "days" && Number.isInteger(raw)) return raw === 127 ? "every day" : DAYS.filter((name, at) => raw & (1 << at)).join(", ");
    if (key.endsWith("_local")) return String(raw).slice(0, 5);
    if (raw === true || raw === false) return raw ? "yes" : "no";
    if (typeof raw === "string" && /^[A-Z][A-Z_]+$/.test(raw) && !key.endsWith("_id")) return raw.replaceAll("_", " ").toLowerCase();
    if (key.endsWith("_ms")) return Math.floor(raw / 60000) + ":" + String((raw % 60000) / 1000).padStart(2, "0");
    if (typeof raw === "string" && /^\d{4}-\d\d-\d\dT/.test(raw)) return moment(Date.parse(raw));
    if (typeof raw === "object") return JSON.stringify(raw);
    return String(raw);
  }

  function differences(before, after) {
    const keys = [...new Set([...Object.keys(before || {}), ...Object.keys(after || {})])].filter((key) => !QUIET.has(key));
    return keys.filter((key) => JSON.stringify((before || {})[key]) !== JSON.stringify((after || {})[key]));
  }

  function said(entry) {
    const { before, after } = entry;
    const shown = differences(before, after).filter((key) => (before && after) || ((before || after)[key] !== null && (before || after)[key] !== "" && (before || after)[key] !== false && JSON.stringify((before || after)[key]) !== "{}"));
    if (!shown.length) return el("span", { class: "field-name" }, "nothing one sees");
    return el("ul", {}, shown.map((key) => el("li", {}, el("span", { class: "field-name" }, name(key) + ": "),
      before ? el("del", {}, value(key, before[key])) : "", before && after ? " → " : "", after ? el("ins", {}, value(key, after[key])) : "")));
  }

  let entries = [];
  let next = null;

  function draw() {
    const words = who.value.trim().toLowerCase();
    let last = null;
    const shown = entries.filter((entry) => !words || JSON.stringify(entry).toLowerCase().includes(words));
    body.replaceChildren(...shown.map((entry) => {
      const first = !entry.command || entry.command !== last;
      last = entry.command;
      const at = Date.parse(entry.at);
      return el("tr", { class: first ? "group" : "" },
        el("td", { class: "when" }, el("time", { datetime: entry.at, title: moment(at) }, day(at) + ", " + scruffy.time.second(at, zone))),
        el("td", {}, entry.actor), el("td", {}, (WORDS[entry.action] || entry.action.replaceAll("_", " ").toLowerCase()) + " " + (THINGS[entry.entity] || entry.entity) + " ", el("small", {}, entry.entityId || "")),
        el("td", {}, said(entry)), el("td", {}, entry.reason || ""));
    }));
    if (!shown.length) body.append(el("tr", {}, el("td", { colspan: "5" }, el("div", { class: "empty" }, entries.length ? "None of the lines read so far fits." : "Nothing was changed yet."))));
    summary.textContent = (shown.length === entries.length ? entries.length : shown.length + " of " + entries.length) + " lines, latest first, times " + scruffy.time.zone(Date.now(), zone) + (next ? "; there are older ones." : ".");
    more.hidden = !next;
  }

  async function read(older) {
    const query = new URLSearchParams({ limit: "100" });
    if (entity.value) query.set("entity", entity.value);
    if (id.value.trim()) query.set("id", id.value.trim());
    if (older && next) query.set("after", next);
    more.disabled = true;
    try {
      const page = await scruffy.ask(root.dataset.address + "?" + query);
      entries = older ? entries.concat(page.entries) : page.entries;
      next = page.next || null;
      const at = body.children.length;
      draw();
      if (older) body.children[at]?.scrollIntoView({ block: "nearest" });
    } catch (error) {
      summary.textContent = "The audit cannot be read: " + error.message;
    } finally {
      more.disabled = false;
    }
  }

  document.getElementById("audit-filter").addEventListener("submit", (event) => { event.preventDefault(); read(false); });
  entity.addEventListener("change", () => read(false));
  who.addEventListener("input", draw);
  more.addEventListener("click", () => read(true));
  read(false);
})();
