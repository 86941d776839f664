// A link or button that a single key presses, wherever one is on the page.
//   <a href="/log/" hx-get="/log/" hx-target="#dialog" data-key-opens="t">Log a touchpoint</a>
import { behaviour, isTyping } from "../attach.js";

behaviour("[data-key-opens]", (element) => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== element.dataset.keyOpens || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || !element.isConnected || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    element.click();
  });
});
