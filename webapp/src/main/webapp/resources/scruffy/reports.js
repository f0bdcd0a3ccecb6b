/* Reports: reads the three of them for the chosen days, and shows each as a chart and as a table that says the same. */
(() => {
  "use strict";
  const root = document.getElementById("reports");
  if (!root) return;
  const scruffy = window.scruffy;
  const el = (name, attributes, ...children) => scruffy.el(name, attributes, ...children.flat(2).filter((child) => child !== "" && child !== false));
  const find = (id) => document.getElementById(id);
  const paper = window.matchMedia("print");

  const count = (number) => Number(number).toLocaleString("en-US");
  const many = (number, one, more) => count(number) + " " + (number === 1 ? one : more || one + "s");
  const share = (part, whole) => (whole > 0 ? Math.round((100 * part) / whole) : 0);
  const clock = (ms) => { const s = Math.round(ms / 1000); return Math.floor(s / 3600) + ":" + String(Math.floor((s % 3600) / 60)).padStart(2, "0") + ":" + String(s % 60).padStart(2, "0"); };
  const dayOf = (text) => new Date(text + "T12:00:00Z");
  const format = (options) => new Intl.DateTimeFormat("en-US", { timeZone: "UTC", ...options });
  const shortDay = (text) => format({ month: "short", day: "numeric" }).format(dayOf(text));
  const longDay = (text) => format({ weekday: "short", month: "short", day: "numeric", year: "numeric" }).format(dayOf(text));
  const plus = (text, days) => { const at = dayOf(text); at.setUTCDate(at.getUTCDate() + days); return at.toISOString().slice(0, 10); };
  const monday = (text) => plus(text, -((dayOf(text).getUTCDay() + 6) % 7));
  const PARTS = { OVERNIGHT: "Overnight", MORNING: "Morning", DAYTIME: "Daytime", EARLY_EVENING: "Early evening", PRIME: "Prime time", LATE: "Late" };

  // Charts --------------------------------------------------------------------------------------------------------------------

  const charts = new Map();

  /** Colours of the page; on paper those of a light one, whatever the screen has. */
  function colour(name) {
    const light = { "--text": "#000", "--muted": "#333", "--line": "#bbb", "--surface-2": "#dde3e9", "--s-1": "#2f78c4", "--s-2": "#f86408", "--s-4": "#226864", "--s-5": "#b58a74", "--s-6": "#c2410c" };
    return paper.matches ? light[name] : getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  /** @param series [words, colour, numbers] stacked in this order */
  function chart(id, labels, series, { across = false, words = count, unit = "" } = {}) {
    const draw = () => {
      charts.get(id)?.chart.destroy();
      const axis = (stacked, numbers) => ({ stacked, grid: { color: numbers ? colour("--line") : "transparent" }, border: { color: colour("--line") }, title: { display: Boolean(numbers && unit), text: unit, color: colour("--muted") }, ticks: { color: colour("--muted"), precision: 0, ...(numbers ? { callback: (value) => words(value) } : { autoSkip: !across }) } });
      return new window.Chart(find(id), {
        type: "bar",
        data: { labels, datasets: series.map(([label, name, data]) => ({ label, data, backgroundColor: colour(name), borderColor: colour("--muted"), borderWidth: name === "--surface-2" ? 1 : 0, maxBarThickness: 46 })) },
        options: {
          animation: false, responsive: true, maintainAspectRatio: false, indexAxis: across ? "y" : "x",
          interaction: { mode: "index", axis: across ? "y" : "x", intersect: false },
          scales: { x: axis(true, across), y: axis(true, !across) },
          plugins: { legend: { position: "bottom", labels: { color: colour("--text"), boxWidth: 14 } }, tooltip: { callbacks: { label: (item) => item.dataset.label + ": " + words(item.raw) } } },
        },
      });
    };
    find(id).parentElement.hidden = !labels.length;
    if (labels.length) charts.set(id, { draw, chart: draw() });
    else { charts.get(id)?.chart.destroy(); charts.delete(id); }
  }

  const redraw = () => charts.forEach((each) => { each.chart = each.draw(); });
  window.addEventListener("beforeprint", redraw);
  window.addEventListener("afterprint", redraw);

  /** Says in place of a table that there is nothing; without words there is something. */
  function nothing(id, words, todo) {
    const table = find(id).closest("table");
    table.hidden = Boolean(words);
    table.nextElementSibling?.remove();
    if (words) table.after(el("div", { class: "empty" }, el("p", {}, words), el("p", { class: "muted" }, todo)));
  }

  const cell = (words, kind) => el("td", kind ? { class: kind } : {}, words);

  // Fill rate -----------------------------------------------------------------------------------------------------------------

  let filled = [];
  const ZERO = { breaks: 0, empty: 0, capacityMs: 0, bookedMs: 0, orderedMs: 0 };
  const sum = (rows) => rows.reduce((all, row) => Object.fromEntries(Object.keys(ZERO).map((key) => [key, all[key] + row[key]])), ZERO);
  const BY = {
    week: { head: "Week of", key: (row) => monday(row.day), label: shortDay, long: longDay },
    day: { head: "Day", key: (row) => row.day, label: shortDay, long: longDay },
    part: { head: "Daypart", key: (row) => row.part, label: (key) => PARTS[key], long: (key) => PARTS[key] + ", " + filled.find((row) => row.part === key).hours },
    feed: { head: "Feed", key: (row) => row.feed, label: (key) => key, long: (key) => key },
  };

  function drawFill() {
    const by = BY[find("by").value];
    const groups = new Map();
    filled.forEach((row) => groups.set(by.key(row), [...(groups.get(by.key(row)) || []), row]));
    const order = by === BY.part ? Object.keys(PARTS) : by === BY.feed ? [...groups.keys()] : [...groups.keys()].sort();
    const keys = order.filter((key) => groups.has(key));
    const sums = keys.map((key) => sum(groups.get(key)));
    const all = sum(filled);
    find("fill-by").textContent = by.head;
    find("fill-words").textContent = filled.length ? share(all.bookedMs, all.capacityMs) + " % of " + clock(all.capacityMs) + " in " + many(all.breaks, "break") + " is booked, " + share(all.orderedMs, all.capacityMs) + " % by orders." : "";
    const hours = (list) => list.map((ms) => Math.round(ms / 36000) / 100);
    chart("fill-chart", keys.map(by.label), [["Orders, hours", "--s-1", hours(sums.map((one) => one.orderedMs))], ["Without an order, hours", "--s-5", hours(sums.map((one) => one.bookedMs - one.orderedMs))],
      ["Free, hours", "--surface-2", hours(sums.map((one) => Math.max(0, one.capacityMs - one.bookedMs)))]], { words: (value) => value + " h" });
    nothing("fill-rows", keys.length ? "" : "There is no break on these days.", "Choose other days above, or bring a schedule by Import & export.");
    const row = (name, one, total) => { const percent = share(one.bookedMs, one.capacityMs); return el("tr", { class: total ? "total" : null }, el("th", { scope: "row" }, name), cell(count(one.breaks)), cell(count(one.empty)), cell(clock(one.capacityMs)), cell(clock(one.bookedMs)), cell(clock(one.orderedMs)),
      cell(clock(Math.max(0, one.capacityMs - one.bookedMs))), el("td", {}, el("span", { class: "r-bar", "aria-hidden": "true" }, el("i", { style: "width:" + Math.min(100, percent) + "%" })), percent + " %")); };
    find("fill-rows").replaceChildren(...keys.map((key, at) => row(by.long(key), sums[at])), ...(keys.length > 1 ? [row("In all", all, true)] : []));
  }

  // Delivery ------------------------------------------------------------------------------------------------------------------

  const MOST_LINES = 25; // more bars than that nobody reads

  function pace(row) {
    if (!row.expected) return ["not begun", ""];
    if (row.ahead === 0) return ["on pace", "ok"];
    return row.ahead > 0 ? [count(row.ahead) + " ahead", "ok"] : [count(-row.ahead) + " behind", -row.ahead > row.expected / 10 ? "bad" : "warn"];
  }

  function drawDelivery(rows) {
    const behind = rows.filter((row) => pace(row)[1] === "bad" || pace(row)[1] === "warn").length;
    const shortBy = rows.reduce((total, row) => total + row.shortBy, 0);
    find("delivery-words").textContent = rows.length ? many(rows.length, "line") + " fly on these days; " + (behind ? count(behind) + " behind, " : "none behind, ") + many(shortBy, "spot") + " still to be placed. Numbers are of whole flights, as of now." : "";
    const shown = [...rows].sort((a, b) => b.shortBy - a.shortBy).slice(0, MOST_LINES);
    const box = find("delivery-chart").parentElement;
    box.style.height = Math.max(160, 90 + 30 * shown.length) + "px";
    const label = (row) => { const words = row.underwriter + ", " + row.lineName; return box.clientWidth < 700 && words.length > 20 ? words.slice(0, 19) + "…" : words; };
    chart("delivery-chart", shown.map(label), [["Aired", "--s-4", shown.map((row) => row.aired)], ["Not reconciled", "--s-2", shown.map((row) => row.unproved)], ["Scheduled", "--s-1", shown.map((row) => row.scheduled)],
      ["Short", "--surface-2", shown.map((row) => row.shortBy)]], { across: true, unit: "spots" });
    nothing("delivery-rows", rows.length ? "" : "No order flies on these days.", "Orders that are approved, on hold or ended are shown here.");
    find("delivery-rows").replaceChildren(...rows.map((row) => { const [words, kind] = pace(row);
      return el("tr", {}, el("th", { scope: "row" }, row.orderName + ": " + row.lineName, el("small", {}, row.underwriter + (row.state === "APPROVED" ? "" : ", " + row.state.replaceAll("_", " ").toLowerCase()))), el("td", { class: "words" }, shortDay(row.from) + " – " + longDay(row.until).replace(/^\w+, /, "")),
        cell(count(row.ordered)), el("td", {}, count(row.aired), row.cut ? el("small", {}, count(row.cut) + " too short") : ""), cell(count(row.unproved)), cell(count(row.scheduled)), cell(count(row.madeGood)), cell(count(row.missed), row.missed ? "bad" : ""), cell(count(row.shortBy), row.shortBy ? "warn" : ""),
        el("td", { class: kind }, words, row.expected ? el("small", {}, count(row.expected) + " expected by now") : "")); }));
  }

  // Make-goods ----------------------------------------------------------------------------------------------------------------

  const OUTCOME = { MISSED: "did not air", PREEMPTED: "was pre-empted" };
  const moment = (text, at) => scruffy.time.day(Date.parse(text), at) + ", " + scruffy.time.minute(Date.parse(text), at);

  function drawOwed(rows) {
    const of = (state) => rows.filter((row) => row.state === state);
    find("owed-words").textContent = rows.length ? many(of("OPEN").length, "spot") + " still owed, " + count(of("PLACED").length) + " placed, " + count(of("AIRED").length) + " made good on the air." : "";
    const weeks = [...new Set(rows.map((row) => monday(row.day)))].sort();
    const in_ = (state) => weeks.map((week) => of(state).filter((row) => monday(row.day) === week).length);
    chart("owed-chart", weeks.map((week) => "Week of " + shortDay(week)), [["Owed", "--s-6", in_("OPEN")], ["Placed", "--s-5", in_("PLACED")], ["Made good", "--s-4", in_("AIRED")]], { unit: "spots" });
    nothing("owed-rows", rows.length ? "" : "Nothing is owed: no spot of an order is known to have missed the air on these days.", "Days that nobody reconciled say nothing; do that on As-run.");
    find("owed-rows").replaceChildren(...rows.map((row) => {
      const day = root.dataset.asRun + "?" + new URLSearchParams({ station: root.dataset.station, feed: row.feed, day: row.day });
      return el("tr", {}, el("th", { scope: "row" }, moment(row.plannedAt, row.zone), el("small", {}, row.feed)), el("td", { class: "words" }, row.adId, el("small", {}, row.title)), el("td", { class: "words" }, row.order + ": " + row.line, el("small", {}, row.underwriter)),
        el("td", { class: "words" }, OUTCOME[row.outcome] || row.outcome), el("td", { class: "words" }, row.state === "OPEN" ? el("a", { href: day }, "Make it good …") : (row.state === "AIRED" ? "aired " : "placed ") + moment(row.madeAt, row.zone)));
    }));
  }

  // Which days ----------------------------------------------------------------------------------------------------------------

  let asking = 0;

  async function read() {
    const [only, from, to] = ["only", "from", "to"].map((id) => find(id).value);
    const wrong = !from || !to ? "Expected a first and a last day." : to < from ? "Expected a last day that is not before the first." : "";
    find("span-error").textContent = wrong;
    ["from", "to"].forEach((id) => (wrong ? find(id).setAttribute("aria-invalid", "true") : find(id).removeAttribute("aria-invalid")));
    if (wrong) return;
    const query = "?" + new URLSearchParams({ from, to, ...(only ? { feed: only } : {}) });
    const at = new URL(location.href);
    Object.entries({ from, to, only, by: find("by").value }).forEach(([key, value]) => at.searchParams.set(key, value));
    history.replaceState(null, "", at);
    find("printed").textContent = root.dataset.station + (only ? " " + only : ", all feeds") + ", " + longDay(from) + " – " + longDay(to);
    [["fill-csv", "fill-rate"], ["delivery-csv", "delivery"], ["owed-csv", "make-goods"]].forEach(([id, report]) => { find(id).href = root.dataset.address + "/" + report + ".csv" + query; });
    const mine = ++asking;
    try {
      const [fill, delivery, owed] = await Promise.all(["fill-rate", "delivery", "make-goods"].map((report) => scruffy.ask(root.dataset.address + "/" + report + query)));
      if (mine !== asking) return;
      filled = fill.rows;
      drawFill();
      drawDelivery(delivery.rows);
      drawOwed(owed.rows);
    } catch (error) {
      if (mine !== asking) return;
      find("span-error").textContent = error.message;
      ["fill", "delivery", "owed"].forEach((id) => { find(id + "-words").textContent = ""; });
    }
  }

  const asked = new URLSearchParams(location.search);
  ["from", "to", "only", "by"].filter((key) => asked.get(key)).forEach((key) => { find(key).value = asked.get(key); });
  ["from", "to", "only"].forEach((id) => find(id).addEventListener("change", read));
  find("by").addEventListener("change", read);
  find("span").addEventListener("submit", (event) => event.preventDefault());
  find("span").addEventListener("click", (event) => {
    const weeks = Number(event.target.closest("[data-weeks]")?.dataset.weeks);
    if (!weeks) return;
    find("from").value = plus(root.dataset.monday, -7 * (weeks - 1));
    find("to").value = plus(root.dataset.monday, 6);
    read();
  });
  find("print").addEventListener("click", () => window.print());
  read();
})();
