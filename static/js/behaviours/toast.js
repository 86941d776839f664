// Short news at the corner, with Undo where undo is offered. Stays while hovered or focused; risk stays until closed.
//   <div class="toasts" data-toasts role="status" aria-live="polite">…components/toast.html…</div>
//   <template id="toast-template">…components/toast.html…</template>
// From a htmx answer: HX-Trigger: {"toast": {"text": "Saved", "tone": "good", "undo": "/undo/17/"}}
import { attachAll, behaviour } from "../attach.js";

const SECONDS = 8;
const SECONDS_WITH_UNDO = 20;

function startLeaving(note) {
  const stays = note.dataset.tone === "risk";
  if (stays) return;
  let timer;
  const wait = () => {
    timer = setTimeout(() => note.remove(), 1000 * (note.querySelector("form") ? SECONDS_WITH_UNDO : SECONDS));
  };
  const hold = () => clearTimeout(timer);
  ["mouseenter", "focusin"].forEach((name) => note.addEventListener(name, hold));
  ["mouseleave", "focusout"].forEach((name) => note.addEventListener(name, wait));
  wait();
}

behaviour("[data-toast]", (note) => {
  note.querySelector("[data-toast-close]")?.addEventListener("click", () => note.remove());
  startLeaving(note);
});

/** Show a toast now, and return it. */
export function toast({ text, tone = "good", undo = "" }) {
  const holder = document.querySelector("[data-toasts]");
  const note = document.querySelector("#toast-template")?.content.firstElementChild?.cloneNode(true);
  if (!holder || !note) return undefined;
  note.dataset.tone = tone;
  note.querySelector("[data-toast-text]").textContent = text;
  const form = note.querySelector("form");
  if (undo) form.action = undo;
  else form.remove();
  holder.append(note);
  attachAll(note);
  return note;
}

document.addEventListener("toast", (event) => toast(event.detail));
