// A native <details> as a menu: closes on Escape (focus returns), once something was chosen, on a click elsewhere, and when another opens.
//   <details class="menu" data-menu><summary>More</summary><ul class="menu-list">…</ul></details>
import { behaviour } from "../attach.js";

function closeOthers(except) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

behaviour("details[data-menu]", (menu) => {
  menu.addEventListener("toggle", () => menu.open && closeOthers(menu));
  menu.addEventListener("click", (event) => {
    if (event.target.closest(".menu-list button, .menu-list a")) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

document.addEventListener("click", (event) => closeOthers(event.target.closest("details[data-menu]")));
