// The panel of a star: brought in by htmx beside the sky, closed by Escape; the focus goes there and comes back.
import htmx from "htmx.org";
import { numberOf } from "./contract.js";

export class Panel {
  constructor(element, drawing) {
    Object.assign(this, { element, drawing });
    element?.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    element?.addEventListener("click", (event) => event.target.closest("[data-panel-close]") && this.close());
  }

  async open(id) {
    const { drawing, element } = this;
    drawing.select(id);
    if (!element || !drawing.sky.urls.panel) return;
    this.opener = document.activeElement;
    const url = drawing.sky.urls.panel.replace("{id}", numberOf(id));
    await htmx.ajax("GET", url, { target: element, swap: "innerHTML" });
    element.classList.add("is-open");
    element.querySelector("h2, h3, [tabindex]")?.setAttribute("tabindex", "-1");
    element.querySelector("[tabindex='-1']")?.focus({ preventScroll: false });
  }

  get isOpen() {
    return Boolean(this.element?.classList.contains("is-open"));
  }

  close() {
    this.drawing.select(null);
    if (!this.isOpen) return;
    this.element.classList.remove("is-open");
    this.element.replaceChildren();
    (this.opener?.isConnected ? this.opener : this.drawing.canvas).focus({ preventScroll: true });
  }
}
