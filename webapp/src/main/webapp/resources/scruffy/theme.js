// Runs before the first paint. The server renders the theme it was told by cookie; when the system's scheme is
// another than it thought and nobody chose one, say so and load once more (PrimeFaces themes do not switch in place).
(function () {
  "use strict";
  const root = document.documentElement;
  const year = "; path=/; max-age=31536000; samesite=lax";
  const system = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const has = (cookie) => document.cookie.split("; ").includes(cookie);

  window.scruffyTheme = function (choice) {
    document.cookie = choice === "system" ? "scruffy-theme=; path=/; max-age=0; samesite=lax" : "scruffy-theme=" + choice + year;
    document.cookie = "scruffy-system=" + system + year;
    window.location.reload();
  };

  if (root.dataset.themeChoice === "system" && root.dataset.theme !== system) {
    document.cookie = "scruffy-system=" + system + year;
    if (has("scruffy-system=" + system)) {
      window.location.reload();
    }
  }
})();
