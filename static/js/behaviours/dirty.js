// Warn before leaving a form with unsaved words.
//   <form method="post" data-dirty>…</form>
import { behaviour } from "../attach.js";

const dirtyForms = new Set();

/** What a form says now, as text that can be compared. Pure for a given list of entries. */
export function snapshot(entries) {
  return [...entries]
    .filter(([name]) => name !== "csrfmiddlewaretoken")
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : value.name}`)
    .join("&");
}

behaviour("form[data-dirty]", (form) => {
  const initial = snapshot(new FormData(form));
  form.addEventListener("input", () => {
    if (snapshot(new FormData(form)) === initial) dirtyForms.delete(form);
    else dirtyForms.add(form);
  });
  form.addEventListener("submit", () => dirtyForms.delete(form));
});

window.addEventListener("beforeunload", (event) => {
  if ([...dirtyForms].some((form) => form.isConnected)) event.preventDefault();
});
