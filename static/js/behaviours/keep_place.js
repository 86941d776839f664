// A deed that loads the page anew goes on in the list where one was: at the row after the one it was done to.
// Done to a row is what is sent from inside it, by a key, a button or a dialog that was opened from it. What is done
// elsewhere on the page (a deed to what was chosen) comes back to the row one was at; Undo, to the row that it is about.
//   <tr data-row="12">…<button form="task-done" name="row" value="12" data-row-key="d">Done</button></tr>
import { behaviour } from "../attach.js";
import { keepRow, keepUndone, keptRow, rowAt } from "../place.js";
import { openerOf } from "./dialog.js";
import { mark } from "./rows.js";

function keepPlaceOf(sender) {
  if (sender.closest("[data-toast]") && keepUndone()) return;
  const dialog = sender.closest("dialog");
  const from = dialog ? openerOf(dialog) : sender;
  const row = from?.closest?.("[data-row]");
  if (row) keepRow(row, { isDone: true });
  else if (rowAt()) keepRow(rowAt(), { isDone: false });
}

document.addEventListener("submit", (event) => keepPlaceOf(event.submitter ?? event.target), true);
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.verb !== "get") keepPlaceOf(detail.elt);
});

behaviour("body", () => {
  const row = keptRow();
  if (row && !document.querySelector("main :focus")) mark(row);
});
