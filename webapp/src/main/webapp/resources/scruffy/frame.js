// What every page does: the station's clock, the chooser of station and feed, the menus, the theme, the list of keys.
(function () {
  "use strict";

  function clock(element) {
    const zone = element.dataset.zone;
    const ahead = Number(element.dataset.now) - Date.now(); // the server's clock counts, not this machine's
    const time = new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
    const label = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" });
    const tick = () => {
      const now = new Date(Date.now() + ahead);
      element.querySelector(".clock-time").textContent = time.format(now).replace(",", "");
      element.querySelector(".clock-zone").textContent = label.formatToParts(now).find((part) => part.type === "timeZoneName").value;
      setTimeout(tick, 1000 - (now.getTime() % 1000));
    };
    tick();
  }

  function choose(event) {
    const address = new URL(window.location.href);
    new URLSearchParams(event.target.value).forEach((value, name) => address.searchParams.set(name, value));
    window.location.assign(address);
  }

  function menu(button) {
    const target = document.getElementById(button.dataset.toggle);
    const show = (open) => {
      document.body.classList.toggle("menu-open", open);
      button.setAttribute("aria-expanded", String(open));
    };
    button.addEventListener("click", () => show(!document.body.classList.contains("menu-open")));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.body.classList.contains("menu-open")) {
        show(false);
        button.focus();
      }
    });
    document.addEventListener("click", (event) => {
      if (!target.contains(event.target) && !button.contains(event.target)) show(false);
    });
  }

  function closing(details) {
    document.addEventListener("click", (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
    details.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        details.open = false;
        details.querySelector("summary").focus();
      }
    });
  }

  /** The browser gives the focus back to where it was when a dialog closes. */
  function keys(dialog) {
    document.querySelectorAll("[data-keys]").forEach((button) => button.addEventListener("click", () => dialog.showModal()));
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!document.querySelector("dialog[open]")) dialog.showModal();
    }, true);
    // whoever reads of a key and tries it does not mean the page behind
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
  }

  /** The menu is longer than the window: where one is stays in sight. */
  function show(here) {
    const nav = here.closest(".sidenav");
    if (here.offsetTop + here.offsetHeight > nav.clientHeight) nav.scrollTop = here.offsetTop - nav.clientHeight / 2;
  }

  document.querySelectorAll(".sidenav [aria-current]").forEach(show);
  document.querySelectorAll(".clock[data-zone]").forEach(clock);
  document.querySelectorAll("[data-choose]").forEach((element) => element.addEventListener("change", choose));
  document.querySelectorAll("[data-toggle]").forEach(menu);
  document.querySelectorAll("details.account").forEach(closing);
  document.querySelectorAll("#keys-dialog").forEach(keys);
  document.querySelectorAll("[data-theme-pick]").forEach((button) =>
    button.addEventListener("click", () => window.scruffyTheme(button.dataset.themePick)));
})();
