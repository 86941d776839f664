// Put the constellation together: read, draw, listen. Without it the page keeps the picture the server drew.
import { isTyping } from "../attach.js";
import { readSky, numberOf } from "./contract.js";
import { Drawing } from "./draw.js";
import { offerPictures } from "./export.js";
import { listen } from "./input.js";
import { Panel } from "./panel.js";
import { findPlaces, isMissingPlaces } from "./place.js";
import { readPalette } from "./styles.js";
import { WhatIf } from "./whatif.js";

/** Show the sky named by data-map inside its container (templates/components/map.html). */
export async function show(container) {
  const sky = readSky(container.dataset.map);
  if (isMissingPlaces(sky)) await findPlaces(sky);
  container.classList.add("is-drawn");
  const canvas = container.querySelector("[data-map-canvas]");
  const drawing = new Drawing(canvas, sky, readPalette());
  const panel = new Panel(document.querySelector("[data-map-panel]"), drawing);
  const whatIf = new WhatIf(drawing);
  listen(container, drawing, actsOf(container, drawing, panel, whatIf));
  offerPictures(container, drawing);
  listenToTools(container, drawing, panel);
  canvas.dataset.ready = "";
}

function actsOf(container, drawing, panel, whatIf) {
  return {
    open: (id) => panel.open(id),
    close: () => {
      panel.close();
      drawing.light(null);
      press(container, "routes", false);
    },
    toggleOut: (id) => !drawing.sky.customer_view && whatIf.toggle(id),
    prepare: (id) => drawing.sky.urls.brief && location.assign(drawing.sky.urls.brief.replace("{id}", id)),
    toggleRoutes: () => toggleRoutes(container, drawing),
  };
}

function press(container, tool, isPressed) {
  container.querySelector(`[data-map-tool=${tool}]`)?.setAttribute("aria-pressed", String(isPressed));
}

function toggleRoutes(container, drawing) {
  if (drawing.sky.customer_view) return;
  const isOn = !drawing.lit;
  const star = drawing.selected ?? drawing.focused;
  const own = star?.startsWith("s") && drawing.sky.routes[numberOf(star)];
  const all = drawing.sky.lines.filter((line) => line.on_route).map((line) => line.id);
  drawing.light(isOn ? (own?.length ? own : all) : null);
  press(container, "routes", isOn);
}

function listenToTools(container, drawing, panel) {
  const tools = {
    fit: () => drawing.fit(),
    "zoom-in": () => drawing.zoomBy(1.25),
    "zoom-out": () => drawing.zoomBy(0.8),
    fold: () => drawing.foldAll(),
    routes: () => toggleRoutes(container, drawing),
  };
  container.addEventListener("click", (event) => tools[event.target.closest("[data-map-tool]")?.dataset.mapTool]?.());
  const fold = container.querySelector("[data-map-tool=fold]");
  if (fold) fold.hidden = drawing.scene.folds.size === 0;
  document.addEventListener("click", (event) => {
    const open = event.target.closest("[data-map-open]");
    const route = event.target.closest("[data-map-route]");
    if (open) panel.open(`s${open.dataset.mapOpen}`);
    if (route) drawing.light(drawing.sky.routes[route.dataset.mapRoute] ?? []);
  });
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    if (event.key === "c" && isPlain) container.querySelector("[data-map-customer-view]")?.click();
  });
}
