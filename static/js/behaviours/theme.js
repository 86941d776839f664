// Choose light, dark or auto (the theme of the system).
//   <button type="button" data-theme-choice="dark" aria-pressed="false">Dark</button>
// Announces `theme:changed` on the document, so that charts can redraw.
import { behaviour } from "../attach.js";
import { apply, store, storedChoice } from "../theme_choice.js";

function showChoice() {
  document.querySelectorAll("button[data-theme-choice]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === storedChoice()));
  });
}

function change() {
  apply();
  showChoice();
  document.dispatchEvent(new CustomEvent("theme:changed"));
}

behaviour("button[data-theme-choice]", (button) => {
  showChoice();
  button.addEventListener("click", () => {
    store(button.dataset.themeChoice);
    change();
  });
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
