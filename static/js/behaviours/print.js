// Print this page.
//   <button type="button" data-print>Print</button>
import { behaviour } from "../attach.js";

behaviour("[data-print]", (button) => button.addEventListener("click", () => window.print()));
