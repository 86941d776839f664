// A button that opens and closes another element (the navigation on a phone).
//   <button type="button" data-collapse="#nav" aria-expanded="false" aria-controls="nav">Menu</button>
import { behaviour } from "../attach.js";

behaviour("[data-collapse]", (button) => {
  const target = document.querySelector(button.dataset.collapse);
  button.addEventListener("click", () => {
    const isOpen = target.classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(isOpen));
  });
});
