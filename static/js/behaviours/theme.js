// Choose light, dark or auto (the theme of the system).
//   <button type="button" data-theme-choice="dark" aria-pressed="false">Dark</button>
//   <select data-theme-select><option value="dark">Dark</option>…</select>   in a form: the browser keeps what is saved
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

behaviour("select[data-theme-select]", (select) => {
  select.form?.addEventListener("submit", () => store(select.value));
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
