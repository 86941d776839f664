// "?" shows the keys: those of every page and those the page adds.
//   <dialog id="keys-help" class="dialog" data-keys-help>…</dialog>   <button type="button" data-keys-help-open>Keys</button>
import { behaviour, isTyping } from "../attach.js";

function show() {
  const dialog = document.querySelector("[data-keys-help]");
  if (dialog && !document.querySelector("dialog[open]")) dialog.showModal();
}

behaviour("[data-keys-help]", (dialog) => {
  dialog.addEventListener("click", (event) => event.target.closest("[data-dialog-close]") && dialog.close());
});
behaviour("[data-keys-help-open]", (button) => button.addEventListener("click", show));

document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !isTyping(event.target)) show();
});
