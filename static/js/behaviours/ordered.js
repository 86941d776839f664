// Put the items of a list in order with buttons; what is moved keeps the focus and says where it is.
// Those that are ticked stand together: what is ticked comes last among them, what no longer is just after them.
//   <ul data-ordered data-moved="moved to place %d"><li data-item>… <button type="button" data-move="-1">↑</button></li></ul>
//   <p class="visually-hidden" role="status" data-ordered-says></p>
import { behaviour } from "../attach.js";

function standTogether(list, box) {
  const item = box.closest("[data-item]");
  const ticked = [...list.children].filter((one) => one !== item && one.querySelector("input[type=checkbox]:checked"));
  if (!ticked.length) return;
  ticked.at(-1).after(item);
  box.focus();
}

behaviour("[data-ordered]", (list) => {
  list.addEventListener("change", (event) => event.target.matches("[data-item] input[type=checkbox]") && standTogether(list, event.target));
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const item = button.closest("[data-item]");
    const items = [...list.querySelectorAll("[data-item]")];
    const other = items[items.indexOf(item) + Number(button.dataset.move)];
    if (!other) return;
    if (button.dataset.move === "1") other.after(item);
    else other.before(item);
    button.focus();
    const place = [...list.children].indexOf(item) + 1;
    const says = list.parentElement.querySelector("[data-ordered-says]");
    if (says) says.textContent = list.dataset.moved.replace("%d", place);
  });
});
