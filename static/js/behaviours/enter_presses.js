// Enter in a field presses a button of one's choice instead of the first of the form.
//   <input type="search" data-enter-presses="#try-it"> … <button id="try-it">Try it</button>
import { behaviour } from "../attach.js";

behaviour("[data-enter-presses]", (field) => {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    document.querySelector(field.dataset.enterPresses)?.click();
  });
});
