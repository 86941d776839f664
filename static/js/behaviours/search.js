// Search accounts, people and notes from every page: "/" focuses, arrows choose, Enter goes there, Escape leaves.
//   <form data-search role="search" action="/search/"><input role="combobox" aria-controls="results" hx-get=… hx-target="#results">
//   <div id="results" role="listbox" hidden></div></form>
// The server answers with <a role="option" href="…">Name <small>what it is</small></a>, groups in <div role="group" aria-label="Accounts">.
import { behaviour, isTyping } from "../attach.js";
import { Listbox } from "../listbox.js";

function wantsSearch(event) {
  return event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
}

function go(option, event) {
  if (event.type === "keydown") location.assign(option.href);
}

behaviour("[data-search]", (form) => {
  const input = form.querySelector("[role=combobox]");
  const list = form.querySelector("[role=listbox]");
  const listbox = new Listbox(input, list, go);
  list.addEventListener("htmx:afterSwap", () => listbox.open());
  input.addEventListener("input", () => input.value || listbox.close());
  input.addEventListener("keydown", (event) => event.key === "Escape" && list.hidden && input.blur());
  document.addEventListener("keydown", (event) => {
    if (!wantsSearch(event) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
});
