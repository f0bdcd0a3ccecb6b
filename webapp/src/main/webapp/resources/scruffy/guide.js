"use strict";
/* The recipes of the guide: the key that is typed stands in all of them, and each can be copied. */
(() => {
  const page = document.getElementById("guide");
  const key = document.getElementById("g-key");
  const said = document.getElementById("g-said");
  const recipes = [...document.querySelectorAll(".g-recipe code")].map((code) => ({ code, parts: code.textContent.split(page.dataset.key) }));

  key.addEventListener("input", () => {
    const now = key.value.trim() || page.dataset.key;
    recipes.forEach(({ code, parts }) => { code.textContent = parts.join(now); });
  });

  page.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    const { copy } = button.dataset;
    window.scruffy.copyCode(button, document.getElementById(copy).querySelector("code"), copy, said);
  });
})();
