// A link or button that a single key presses, wherever one is on the page; several keys stand with spaces between.
//   <a href="/log/" hx-get="/log/" hx-target="#dialog" data-key-opens="t">Log a touchpoint</a>
//   <button data-key-opens="u Control+z">Undo</button>
import { behaviour, isTyping } from "../attach.js";

/** A key as data-key-opens writes it; empty with Alt. Pure. */
export function keyOf({ key, ctrlKey, metaKey, altKey }) {
  if (altKey) return "";
  return `${ctrlKey || metaKey ? "Control+" : ""}${key}`;
}

behaviour("[data-key-opens]", (element) => {
  document.addEventListener("keydown", (event) => {
    if (event.repeat || !element.dataset.keyOpens.split(" ").includes(keyOf(event))) return;
    if (isTyping(event.target) || !element.isConnected || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    element.click();
  });
});
