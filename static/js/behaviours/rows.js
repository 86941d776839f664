// Move in a list with j and k, open the current row with Enter; a click anywhere on a row opens it too.
//   <table data-rows><tbody><tr data-row><td><a href="/accounts/7/">Alpha</a></td>…</tr></tbody></table>
// The row's first link is where it goes. Works for any element with data-row inside data-rows.
import { behaviour, isTyping } from "../attach.js";

/** The index after a step of +1 or -1, held within the list. Pure. */
export function step(index, by, count) {
  if (count === 0) return -1;
  return Math.max(0, Math.min(count - 1, index + by));
}

/** Make the row at an index the current one. */
export function mark(rows, index) {
  rows.forEach((row, at) => row.classList.toggle("is-current", at === index));
  const link = rows[index]?.querySelector("a[href]");
  link?.focus({ preventScroll: true });
  rows[index]?.scrollIntoView({ block: "nearest" });
}

function openOnClick(list) {
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.target.closest("a, button, input, select, label, summary") || getSelection().toString()) return;
    row.querySelector("a[href]")?.click();
  });
}

behaviour("[data-rows]", (list) => {
  openOnClick(list);
  document.addEventListener("keydown", (event) => {
    const by = { j: 1, k: -1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !list.isConnected) return;
    if (document.querySelector("dialog[open]")) return;
    const rows = [...list.querySelectorAll("[data-row]")];
    const at = rows.findIndex((row) => row.classList.contains("is-current"));
    mark(rows, step(at, by, rows.length));
  });
});
