// Go anywhere or do anything: Ctrl/Cmd-K opens it on every page, arrows choose, Enter goes there or does it, Escape leaves.
//   <dialog data-palette="/go/"><input role="combobox" aria-controls="list"><div id="list" role="listbox"></div><p role="status" data-palette-status></p></dialog>
//   <button type="button" data-palette-open>Go anywhere</button>
// The address answers options to ?q=&here=&recent=…: a link goes there; with data-dialog-url it opens over the page; data-presses
// names a button of this page; data-asks names an action that first asks what it is done to (asked again with &action=).
// Where somebody was is kept as addresses in this browser, a list for each viewer; the server names them, if they may see them.
import htmx from "htmx.org";
import { behaviour } from "../attach.js";
import { Listbox } from "../listbox.js";
import { question, visited } from "../visited.js";

const key = () => `places:${document.documentElement.dataset.viewer}`;

function places() {
  try {
    const kept = JSON.parse(localStorage.getItem(key()) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

function keepPlace() {
  try {
    localStorage.setItem(key(), JSON.stringify(visited(places(), location.pathname)));
  } catch {
    // A browser that keeps nothing still goes anywhere.
  }
}

class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("[role=combobox]");
    this.list = dialog.querySelector("[role=listbox]");
    this.status = dialog.querySelector("[data-palette-status]");
    this.usual = this.input.placeholder;
    this.asked = 0;
    this.listbox = new Listbox(this.input, this.list, (option, event) => this.choose(option, event), { stays: true });
    this.input.addEventListener("input", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    dialog.addEventListener("cancel", (event) => this.action && this.stepBack(event));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }

  open() {
    this.start("", this.usual);
    this.dialog.showModal();
    this.input.focus();
  }

  start(action, words) {
    this.action = action;
    this.input.value = "";
    this.input.placeholder = words;
    this.list.replaceChildren();
    this.ask();
  }

  stepBack(event) {
    event.preventDefault();
    this.start("", this.usual);
  }

  onKey(event) {
    if (event.key === "Backspace" && this.action && !this.input.value) this.stepBack(event);
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 80);
  }

  async ask() {
    const mine = (this.asked += 1);
    const url = `${this.dialog.dataset.palette}?${question(this.input.value, location.pathname, places(), this.action)}`;
    const answer = await fetch(url, { headers: { "HX-Request": "true", "HX-Target": "palette-list" } });
    if (mine !== this.asked) return;
    if (answer.headers.get("HX-Refresh")) return location.reload();
    if (answer.ok) this.show(await answer.text());
  }

  show(html) {
    this.list.innerHTML = html;
    this.list.querySelectorAll("[data-presses]").forEach((option) => document.querySelector(option.dataset.presses) || option.remove());
    this.list.querySelectorAll("[role=group]").forEach((group) => group.querySelector("[role=option]") || group.remove());
    this.list.scrollTop = 0;
    this.listbox.highlight(this.listbox.options.length ? 0 : -1);
    this.status.textContent = this.list.querySelector("[data-said]")?.textContent ?? "";
  }

  choose(option, event) {
    if (option.dataset.asks) {
      event.preventDefault();
      this.start(option.dataset.asks, option.dataset.askWords);
      this.input.focus();
    } else if (option.dataset.presses) {
      this.dialog.close();
      document.querySelector(option.dataset.presses)?.click();
    } else if ("dialogUrl" in option.dataset) {
      event.preventDefault();
      this.dialog.close();
      htmx.ajax("GET", option.href, { target: "#dialog", swap: "innerHTML" });
    } else if (event.type === "keydown") {
      location.assign(option.href);
    }
  }
}

behaviour("dialog[data-palette]", (dialog) => {
  const palette = new Palette(dialog);
  keepPlace();
  document.addEventListener("click", (event) => event.target.closest("[data-palette-open]") && palette.open());
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const open = document.querySelector("dialog[open]");
    if (open && open !== dialog) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else palette.open();
  });
});
