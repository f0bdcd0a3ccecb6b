/*
 * Weekly templates: this week kept as one, and one written into weeks to come. What it would do is shown before; it never changes what
 * is there, so that it may be applied as often as one likes.
 */
(() => {
  "use strict";
  const scruffy = window.scruffy;
  const week = scruffy.week;
  const opener = document.getElementById("templates");
  if (!week || !opener) return;
  const { part: el, icon, button } = scruffy;

  const MOST_WEEKS = 53;
  const many = (count, one) => count.toLocaleString("en-US") + " " + one + (count === 1 ? "" : "s");
  const dayWords = (date) => new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "short", day: "numeric", year: "numeric" }).format(new Date(date + "T12:00:00Z"));

  async function open() {
    const wrong = el("p", { class: "notice bad form-wrong", role: "alert" });
    const gone = el("p", { class: "template-gone", role: "status" });
    const list = el("ul", { class: "template-list", "aria-label": "Templates of this feed" });
    const name = el("input", { id: "template-name", maxlength: "100", autocomplete: "off", placeholder: "Autumn weekdays", autofocus: true });
    const save = button("Save this week", "pi-save", { onclick: () => keep() });
    const dialog = scruffy.dialog("Weekly templates",
      [el("div", { class: "template-new" }, el("div", { class: "field" }, el("label", { for: "template-name" }, "Keep the week of " + dayWords(week.dates[0]) + " as a template"), name), save),
        el("p", { class: "muted" }, "Its programs and breaks at their local times, without spots."), wrong, gone, list], null, { class: "templates-dialog" });
    name.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); keep(); } });

    const attempt = async (act) => {
      wrong.textContent = "";
      try {
        await act();
      } catch (error) {
        wrong.textContent = error.message + (error.advice ? " " + error.advice : "");
      }
    };

    const draw = async () => {
      const found = (await week.desk.templates()).filter((one) => one.feed === week.feedName);
      list.replaceChildren(...found.map((one) => el("li", {}, el("span", { class: "template-name" }, el("b", {}, one.name), " ", el("small", { class: "muted" }, many(one.items.length, "program"))),
        button("Apply…", "pi-calendar-plus", { "aria-label": "Apply " + one.name, onclick: () => { dialog.close(); apply(one); } }),
        button("", "pi-trash", { class: "icon-button", "aria-label": "Delete " + one.name, title: "Delete; what it wrote into weeks stays", onclick: () => attempt(() => remove(one)) }))));
      if (!found.length) list.append(el("li", { class: "muted" }, "This feed has no template yet."));
    };

    const remove = async (template) => {
      await week.desk.removeTemplate(template);
      await draw();
      const undo = button("Undo", "pi-undo", { onclick: () => attempt(async () => {
        await week.desk.saveTemplate({ feed: template.feed, name: template.name, items: template.items.map((item) => ({ ...item, id: undefined })) });
        gone.replaceChildren();
        await draw();
        name.focus();
      }) });
      gone.replaceChildren("Deleted " + template.name + ". ", undo);
      undo.focus();
    };

    const keep = () => attempt(async () => {
      if (!name.value.trim()) { wrong.textContent = "A template needs a name."; name.focus(); return; }
      save.disabled = true;
      try {
        await week.desk.saveTemplate({ feed: week.feedName, name: name.value.trim(), fromWeek: week.dates[0] });
        const kept = "Apply " + name.value.trim();
        name.value = "";
        await draw();
        [...list.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === kept)?.focus();
      } finally {
        save.disabled = false;
      }
    });

    await attempt(draw);
  }

  // ---- one template into weeks

  const LEFT = { THERE: "from it already", TAKEN: "in the way of what is there", LOCKED: "on locked days", STARTED: "over" };

  function described(one) {
    const counts = {};
    one.airings.forEach((each) => { counts[each.fate] = (counts[each.fate] || 0) + 1; });
    const added = one.airings.filter((each) => each.fate === "ADDED");
    const left = Object.keys(LEFT).filter((fate) => counts[fate]).map((fate) => counts[fate].toLocaleString("en-US") + " " + LEFT[fate]);
    const says = [el("b", {}, "Week of " + dayWords(one.week)), ": ", added.length ? el("span", { class: "badge ok" }, icon("pi-plus"), " " + many(added.length, "program")) : el("span", { class: "badge" }, "nothing to add"), left.length ? el("small", { class: "muted" }, " " + left.join(", ")) : ""];
    if (!added.length) return el("li", {}, says);
    const at = (each) => Date.parse(each.startsAt);
    return el("li", {}, el("details", {}, el("summary", {}, says), el("ol", { class: "template-added" }, added.slice(0, 100).map((each) =>
      el("li", {}, el("time", {}, week.weekday.format(at(each)) + " " + week.clock.format(at(each))), " ", each.title)), added.length > 100 ? el("li", { class: "muted" }, "and " + (added.length - 100) + " more") : "")));
  }

  function apply(template) {
    const from = el("input", { type: "date", id: "template-from", required: true, value: week.dates[0], autofocus: true });
    const weeks = el("input", { type: "number", id: "template-weeks", min: "1", max: String(MOST_WEEKS), required: true, value: "1" });
    const said = el("p", { role: "status" }, "Looking …");
    const list = el("ul", { class: "template-weeks" });
    let found = null;
    let asked = 0;
    const look = async () => {
      const mine = ++asked;
      found = null;
      if (!from.value || !(Number(weeks.value) >= 1 && Number(weeks.value) <= MOST_WEEKS)) { said.textContent = "Say a week and for how many, from 1 to " + MOST_WEEKS + "."; list.replaceChildren(); return; }
      try {
        const answer = await week.desk.previewTemplate(template.id, from.value, Number(weeks.value));
        if (mine !== asked) return;
        found = answer;
        const added = answer.reduce((sum, one) => sum + one.airings.filter((each) => each.fate === "ADDED").length, 0);
        said.textContent = added ? "It adds " + many(added, "program") + " and changes nothing that is there." : "It has nothing to add: all of it is there, in the way, locked or over.";
        list.replaceChildren(...answer.map(described));
      } catch (error) {
        if (mine === asked) { said.textContent = "It cannot be looked at: " + error.message; list.replaceChildren(); }
      }
    };
    let waiting = 0;
    [from, weeks].forEach((each) => each.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 250); }));
    week.form("Apply " + template.name,
      [el("div", { class: "template-span" }, el("div", { class: "field" }, el("label", { for: "template-from" }, "From the week of"), from), el("div", { class: "field" }, el("label", { for: "template-weeks" }, "Weeks"), weeks)), said, list],
      "Apply", () => {
        if (!found) return "Wait until it is seen what it would do.";
        const some = found.filter((one) => one.airings.some((each) => each.fate === "ADDED"));
        if (!some.length) return "There is nothing to add.";
        return { label: "Apply " + template.name + " to " + (some.length === 1 ? "the week of " + dayWords(some[0].week) : many(some.length, "week")), edits: some.map((one) => ({ op: "applyTemplate", template: template.id, week: one.week })) };
      });
    look();
  }

  opener.addEventListener("click", open);
})();
