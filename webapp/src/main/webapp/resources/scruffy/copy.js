"use strict";
/* Copies what a code element says, by a button that tells so; where the browser refuses, the code is selected. */
(() => {
  const scruffy = (window.scruffy = window.scruffy || {});

  scruffy.copyCode = async (button, code, what, said) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
      said.textContent = what + " is copied.";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
      said.textContent = `The browser does not copy here: ${what} is selected, copy it with your keyboard.`;
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2_000);
  };
})();
