// A button that a single key presses where one is: in the open panel, in the current row of a list, else the only one of the page.
//   <tr data-row class="is-current"><td><button data-presses="y">Right <kbd>y</kbd></button></td></tr>
import { behaviour, isTyping } from "../attach.js";

/** Which of the buttons for a key is meant; none where it is not clear. Pure but for asking each where it stands. */
export function meant(buttons) {
  const inPanel = buttons.find((button) => button.closest("[data-map-panel]"));
  const inRow = buttons.find((button) => button.closest("[data-row].is-current, [data-row]:focus-within"));
  const elsewhere = buttons.filter((button) => !button.closest("[data-row]"));
  const focused = elsewhere.find((button) => button.closest("section:focus-within"));
  return inPanel ?? inRow ?? focused ?? (elsewhere.length === 1 ? elsewhere[0] : undefined);
}

behaviour("body", (body) => {
  body.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || event.key.length !== 1) return;
    if (document.querySelector("dialog[open]")) return;
    const button = meant([...body.querySelectorAll(`[data-presses="${CSS.escape(event.key)}"]`)]);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
});
