// The path page with a script: another range and the tables come without loading the page anew, and
// it can be printed by a tap. Nobody waits for that script: it is fetched once the page stands, or at
// the first touch. Until then, and without it, each link leads to a page of its own.
const own = document.currentScript.dataset;
let asked;
const fetched = () => {
  asked ??= import(own.trusted)
    .then(() => import(own.htmx))
    .then(() => document.documentElement.classList.add("swaps"))
    .catch(() => {});
  return asked;
};
addEventListener("pointerdown", fetched, { once: true, passive: true });
addEventListener("keydown", fetched, { once: true, passive: true });
addEventListener("load", () => setTimeout(fetched, 1500), { once: true });
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
});
