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

  page.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy).querySelector("code").textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      said.textContent = button.dataset.copy + " is copied.";
    } catch {
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy).querySelector("code"));
      button.textContent = "Selected";
      said.textContent = "The browser does not copy here: the recipe is selected, copy it with your keyboard.";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2_000);
  });
})();
