// Move through the lists of a page with j and k, open the current row with Enter; a click anywhere on a row opens it too.
//   <table data-rows><tbody><tr data-row="12"><td><a href="/accounts/7/">Alpha</a></td>…</tr></tbody></table>
// The row's first link is where it goes. Works for any element with data-row inside data-rows; several lists are one way.
// A value of data-row names the row; without one its id, its box or its first link does (place.js).
import { behaviour, isTyping } from "../attach.js";
import { rowAt, rowsOfPage } from "../place.js";

/** The index after a step of +1 or -1, held within the list. Pure. */
export function step(index, by, count) {
  if (count === 0) return -1;
  return Math.max(0, Math.min(count - 1, index + by));
}

/** Make a row of the page the current one. */
export function mark(row) {
  document.querySelectorAll("[data-row].is-current").forEach((other) => other.classList.toggle("is-current", other === row));
  row?.classList.add("is-current");
  row?.querySelector("a[href]")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

behaviour("[data-rows]", (list) => {
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.target.closest("a, button, input, select, label, summary") || getSelection().toString()) return;
    row.querySelector("a[href]")?.click();
  });
});

document.addEventListener("keydown", (event) => {
  const by = { j: 1, k: -1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const rows = rowsOfPage();
  if (rows.length) mark(rows[step(rows.indexOf(rowAt()), by, rows.length)]);
});
