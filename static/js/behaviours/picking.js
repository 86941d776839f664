// Choose rows of a list: boxes, Shift and a click for a range, x for the row one is at; a bar says how many and what to do.
//   <input type="checkbox" data-pick-all>   <input type="checkbox" data-pick form="list-edit" name="row" value="7:3">
// A box that stands for several says so: data-pick-count="8".
//   <form id="list-edit" data-picked data-words="%d chosen" hidden><span data-picked-count></span>
//     <input type="checkbox" data-pick-every> <button type="button" data-pick-none>Choose none</button></form>
import { behaviour, isTyping } from "../attach.js";
import { rowAt } from "../place.js";

/** The places from one to another, both included, whichever comes first. Pure. */
export function range(from, to) {
  const [first, last] = from < to ? [from, to] : [to, from];
  return Array.from({ length: last - first + 1 }, (_unused, at) => first + at);
}

/** How many are chosen, where a box may stand for several: texts of numbers, 1 where there is none. Pure. */
export function total(counts) {
  return counts.reduce((sum, count) => sum + (Number(count) || 1), 0);
}

const picks = () => [...document.querySelectorAll("[data-pick]")];

function show(bar) {
  const boxes = picks();
  const chosen = boxes.filter((box) => box.checked);
  const count = chosen.length;
  const every = bar.querySelector("[data-pick-every]");
  const all = document.querySelector("[data-pick-all]");
  bar.hidden = count === 0;
  if (every && count === 0) every.checked = false;
  bar.querySelector("[data-picked-count]").textContent = bar.dataset.words.replace("%d", total(chosen.map((box) => box.dataset.pickCount)));
  boxes.forEach((box) => box.closest("[data-row]")?.classList.toggle("is-picked", box.checked));
  if (all) Object.assign(all, { checked: count > 0 && count === boxes.length, indeterminate: count > 0 && count < boxes.length });
}

function pickAll(bar, checked) {
  picks().forEach((box) => (box.checked = checked));
  show(bar);
}

function onClick(bar, state, event) {
  const box = event.target.closest?.("[data-pick], [data-pick-all]");
  if (!box) return;
  if (box.matches("[data-pick-all]")) return pickAll(bar, box.checked);
  const boxes = picks();
  const at = boxes.indexOf(box);
  if (event.shiftKey && state.last >= 0) range(state.last, at).forEach((place) => (boxes[place].checked = box.checked));
  state.last = at;
  show(bar);
}

function onKey(bar, state, event) {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const box = rowAt()?.querySelector("[data-pick]");
  if (!box) return;
  box.checked = !box.checked;
  state.last = picks().indexOf(box);
  show(bar);
}

behaviour("[data-picked]", (bar) => {
  const state = { last: -1 };
  const listen = (name, react) => {
    const heard = (event) => (bar.isConnected ? react(bar, state, event) : document.removeEventListener(name, heard));
    document.addEventListener(name, heard);
  };
  listen("click", onClick);
  listen("keydown", onKey);
  // News at the corner stands above the bar, however high it is.
  new ResizeObserver(() => document.documentElement.style.setProperty("--picked-height", `${bar.offsetHeight}px`)).observe(bar);
  bar.querySelector("[data-pick-every]")?.addEventListener("change", (event) => event.target.checked && pickAll(bar, true));
  bar.querySelector("[data-pick-none]").addEventListener("click", () => pickAll(bar, false));
  show(bar);
});
