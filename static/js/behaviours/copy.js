// Copy a text; the button says for a moment that it did.
//   <button type="button" data-copy="https://…" data-copied="Copied">Copy link</button>   or   data-copy-from="#story"
import { behaviour } from "../attach.js";

behaviour("[data-copy], [data-copy-from]", (button) => {
  button.addEventListener("click", async () => {
    const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
    await navigator.clipboard.writeText(button.dataset.copy ?? source.value ?? source.textContent.trim());
    const words = button.textContent;
    button.textContent = button.dataset.copied ?? "✓";
    setTimeout(() => (button.textContent = words), 1500);
  });
});
