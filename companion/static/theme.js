/* Light or dark before the first paint: a saved choice, else what the device asks for. Without script, pages are light. */
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function saved() {
    try {
      return window.localStorage.getItem("fc-theme");
    } catch (refused) {
      return null; // storage is switched off: follow the device
    }
  }
  function apply() {
    var choice = saved();
    root.setAttribute("data-bs-theme", choice === "light" || choice === "dark" ? choice : dark.matches ? "dark" : "light");
  }
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
})();
