// "?" shows the keys: those of every page and those the page adds.
//   <dialog id="keys-help" class="dialog" data-keys-help>…</dialog>   <button type="button" data-keys-help-open>Keys</button>
// A row with data-key-needs is shown only where that selector finds something: <dt data-key-needs="[data-rows]"><kbd>j</kbd></dt><dd …>
import { behaviour, isTyping } from "../attach.js";

function show() {
  const dialog = document.querySelector("[data-keys-help]");
  if (!dialog || document.querySelector("dialog[open]")) return;
  dialog.querySelectorAll("[data-key-needs]").forEach((row) => (row.hidden = !document.querySelector(row.dataset.keyNeeds)));
  dialog.showModal();
}

behaviour("[data-keys-help]", (dialog) => {
  dialog.addEventListener("click", (event) => event.target.closest("[data-dialog-close]") && dialog.close());
});
behaviour("[data-keys-help-open]", (button) => button.addEventListener("click", show));

document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !isTyping(event.target)) show();
});
