// A button that a single key presses where one is: in the open panel, in the current row of a list, else the only one of the page.
//   <tr data-row class="is-current"><td><button data-presses="y">Right <kbd>y</kbd></button></td></tr>
import { behaviour, isTyping } from "../attach.js";
import { mark } from "./rows.js";

const KEPT = "pressed-row";
const KEPT_MS = 15000;

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
    keepPlace(button);
    button.click();
  });
});

/** The page is loaded anew once the deed is done: then the list goes on at the same row. */
function keepPlace(button) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const index = rows.indexOf(button.closest("[data-row]"));
  if (index >= 0) sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, index, at: Date.now() }));
}

behaviour("body", () => {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  if (!kept || kept.path !== location.pathname || Date.now() - kept.at > KEPT_MS) return;
  const rows = [...document.querySelectorAll("[data-row]")];
  if (rows[kept.index]) mark(rows, kept.index);
});
