// What is typed into a field stays, in this tab, until its form is done: closing the dialog or leaving the page loses nothing.
//   <form hx-post="/log/" …><input name="line" data-keep-typed="log"></form>
// Kept for each viewer apart; forgotten once the server says `typed:done` with the name (HX-Trigger), or the field is emptied.
import { behaviour } from "../attach.js";

const key = (name) => `typed:${document.documentElement.dataset.viewer}:${name}`;

function keep(name, text) {
  try {
    if (text) sessionStorage.setItem(key(name), text);
    else sessionStorage.removeItem(key(name));
  } catch {
    // A browser that keeps nothing still sends the form.
  }
}

function kept(name) {
  try {
    return sessionStorage.getItem(key(name)) ?? "";
  } catch {
    return "";
  }
}

behaviour("[data-keep-typed]", (field) => {
  const name = field.dataset.keepTyped;
  field.addEventListener("input", () => keep(name, field.value));
  if (field.value || !kept(name)) return;
  field.value = kept(name);
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("typed:done", (event) => keep(event.detail.value, ""));
