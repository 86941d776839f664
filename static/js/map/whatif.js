// What if they were gone: take people out of the sky and ask the server for the figures without them.
// A button <button data-map-out="12" aria-pressed="false"> anywhere on the page, or "x" on the map, takes a person out or back.
// The answer of urls.whatif fills [data-map-whatif]; [data-map-out-clear] brings everybody back.
import htmx from "htmx.org";
import { toggled } from "./model.js";

export class WhatIf {
  constructor(drawing) {
    this.drawing = drawing;
    this.out = new Set();
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-map-out]");
      if (button) this.toggle(Number(button.dataset.mapOut));
      if (event.target.closest("[data-map-out-clear]")) this.set(new Set());
    });
    document.addEventListener("htmx:load", () => this.show());
  }

  toggle(id) {
    this.set(toggled(this.out, id));
  }

  set(out) {
    this.out = out;
    this.drawing.takeOut([...out].map((id) => `s${id}`));
    this.show();
    this.ask();
  }

  show() {
    document.querySelectorAll("[data-map-out]").forEach((button) => {
      button.setAttribute("aria-pressed", String(this.out.has(Number(button.dataset.mapOut))));
    });
  }

  ask() {
    const target = document.querySelector("[data-map-whatif]");
    const url = this.drawing.sky.urls.whatif;
    if (!target || !url) return;
    if (this.out.size === 0) return target.replaceChildren();
    const without = [...this.out].sort((one, other) => one - other).join(",");
    htmx.ajax("GET", `${url}${url.includes("?") ? "&" : "?"}without=${without}`, { target, swap: "innerHTML" });
  }
}
