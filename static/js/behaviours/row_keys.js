// A key presses a button of the current row (the one j and k lead to), or ticks its box.
//   <tr data-row>…<input type="checkbox" data-row-key="x">…<button data-row-key="a">Add</button>…</tr>
import { behaviour, isTyping } from "../attach.js";

behaviour("[data-rows]", (list) => {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !list.isConnected) return;
    if (document.querySelector("dialog[open]")) return;
    const row = list.querySelector("[data-row].is-current") ?? event.target.closest?.("[data-row]");
    const wanted = row?.querySelector(`[data-row-key="${CSS.escape(event.key)}"]`);
    if (!wanted || !list.contains(row)) return;
    event.preventDefault();
    wanted.click();
  });
});
