// A key presses a button of the current row (the one j and k lead to), or ticks its box.
//   <tr data-row>…<input type="checkbox" data-row-key="x">…<button data-row-key="a">Add</button>…</tr>
import { isTyping } from "../attach.js";
import { rowAt } from "../place.js";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const wanted = rowAt()?.querySelector(`[data-row-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});
