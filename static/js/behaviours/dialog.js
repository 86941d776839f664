// One native <dialog> for every small form: htmx fills it, then it opens; Escape or Cancel closes it and the focus returns.
//   <button hx-get="/people/7/edit/" hx-target="#dialog">Edit</button>
//   <dialog id="dialog" class="dialog" data-dialog aria-labelledby="dialog-title"></dialog>
// The answer fills it: <div class="dialog-head"><h2 id="dialog-title">…</h2>…</div><form class="dialog-body" hx-post=… hx-target="#dialog">.
// A button inside with data-dialog-close closes. HX-Trigger: "dialog:close" from the server closes it too.
import { behaviour } from "../attach.js";

let opener = null;

/** What a dialog was opened from. */
export function openerOf(dialog) {
  return dialog.matches("[data-dialog]") ? opener : null;
}

function close(dialog) {
  if (dialog.open) dialog.close();
}

const FIRST = ["[aria-invalid=true]", "[autofocus]", ".dialog-body :is(input:not([type=hidden]), select, textarea)"];

// A long dialog is read from its head; only what was refused is scrolled to.
function focusFirst(dialog) {
  const found = FIRST.map((selector) => dialog.querySelector(selector)).find(Boolean);
  found?.focus();
  if (!found?.matches(FIRST[0])) dialog.scrollTop = 0;
}

behaviour("dialog[data-dialog]", (dialog) => {
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.target === dialog && !dialog.contains(detail.elt)) opener = detail.elt === document.body ? document.activeElement : detail.elt;
  });
  dialog.addEventListener("htmx:afterSwap", (event) => {
    // A part that is refreshed while one types leaves the focus where it is; what was refused gets it.
    if (event.detail.target !== dialog) return dialog.querySelector(FIRST[0])?.focus();
    if (!dialog.textContent.trim()) return close(dialog);
    if (!dialog.open) {
      if (!opener?.isConnected) opener = document.activeElement;
      dialog.showModal();
    }
    focusFirst(dialog);
  });
  dialog.addEventListener("click", (event) => event.target.closest("[data-dialog-close]") && close(dialog));
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    // The event comes a moment after the dialog has gone: whoever has moved on by then is left where they are.
    const isLost = !document.activeElement || document.activeElement === document.body;
    if (isLost && opener?.isConnected) opener.focus();
  });
  document.addEventListener("dialog:close", () => close(dialog));
});
