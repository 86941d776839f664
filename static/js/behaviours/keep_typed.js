// What is typed into a field stays, in this tab, until its form is done: closing the dialog or leaving the page loses nothing.
//   <form hx-post="/log/" …><input name="line" data-keep-typed="log"></form>
// What was typed before the page listened is told as `typed:early`, which hx-trigger can name.
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

// Somebody quick has typed before anything listened: keep it, and have whatever reads the field read it.
function sayTypedEarly(name, field) {
  keep(name, field.value);
  field.dispatchEvent(new Event("typed:early", { bubbles: true }));
}

behaviour("[data-keep-typed]", (field) => {
  const name = field.dataset.keepTyped;
  field.addEventListener("input", () => keep(name, field.value));
  if (field.value !== field.defaultValue) sayTypedEarly(name, field);
  if (field.value || !kept(name)) return;
  field.value = kept(name);
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("typed:done", (event) => keep(event.detail.value, ""));
