// Hands on the map: keys, clicks, wheel, drag. Says what was meant; others do it.
import { numberOf } from "./contract.js";
import { firstOf, found, inWords, neighboursOf, walk } from "./model.js";
import { post } from "../behaviours/csrf.js";

/** Wire a drawing. `acts` holds open(id), close(), toggleOut(id), prepare(id), toggleRoutes(). */
export function listen(container, drawing, acts) {
  const canvas = drawing.canvas;
  const say = speaker(container, drawing);
  canvas.addEventListener("keydown", (event) => onKey(event, drawing, acts, say));
  canvas.addEventListener("focus", () => focusFirst(drawing, say));
  canvas.addEventListener("blur", () => drawing.focus(null));
  listenToPointer(drawing, acts, canvas);
  listenToSearch(container, drawing, acts);
  leavePageScrolling(canvas);
  keepPlaces(drawing);
}

function speaker(container, drawing) {
  const live = container.querySelector("[data-map-live]");
  const words = { connections: live.dataset.connections, people: live.dataset.people };
  return (id) => {
    const node = drawing.nodes.get(id);
    const count = neighboursOf(drawing.scene.edges).get(id)?.size ?? 0;
    live.textContent = inWords(node, count, words);
  };
}

function focusFirst(drawing, say) {
  const id = drawing.nodes.has(drawing.last) ? drawing.last : (drawing.selected ?? firstOf(drawing.scene.nodes));
  if (!id || !canvasHasKeyboardFocus(drawing.canvas)) return;
  move(drawing, id, say);
}

const canvasHasKeyboardFocus = (canvas) => canvas.matches(":focus-visible");

function move(drawing, id, say) {
  drawing.last = id;
  drawing.focus(id);
  say(id);
}

function onKey(event, drawing, acts, say) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const at = drawing.focused ?? drawing.last ?? firstOf(drawing.scene.nodes);
  const keys = {
    Enter: () => open(at, drawing, acts),
    " ": () => open(at, drawing, acts),
    Escape: () => acts.close(),
    "+": () => drawing.zoomBy(1.25),
    "=": () => drawing.zoomBy(1.25),
    "-": () => drawing.zoomBy(0.8),
    0: () => drawing.fit(),
    f: () => drawing.fit(),
    r: () => acts.toggleRoutes(),
    x: () => at?.startsWith("s") && acts.toggleOut(numberOf(at)),
    b: () => at?.startsWith("s") && acts.prepare(numberOf(at)),
    Home: () => move(drawing, firstOf(drawing.scene.nodes), say),
  };
  const act = event.key.startsWith("Arrow") ? () => step(event.key, at, drawing, say) : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function step(key, at, drawing, say) {
  const next = drawing.focused ? walk(at, key, drawing.placesNow(), neighboursOf(drawing.scene.edges)) : at;
  if (next) move(drawing, next, say);
}

function open(id, drawing, acts) {
  const node = drawing.nodes.get(id);
  if (node?.kind === "cluster") {
    drawing.unfold(node.department);
    const [first] = drawing.scene.nodes.filter(({ star }) => star?.department === node.department);
    if (first && canvasHasKeyboardFocus(drawing.canvas)) drawing.focus((drawing.last = first.id));
  } else if (node?.kind === "star") {
    acts.open(id);
  } else if (node) {
    drawing.select(id);
  }
}

function listenToPointer(drawing, acts, canvas) {
  const { cy } = drawing;
  cy.on("tap", "node", ({ target }) => {
    drawing.last = target.id();
    open(target.id(), drawing, acts);
  });
  cy.on("tap", (event) => event.target === cy && acts.close());
  cy.on("mouseover", "node", ({ target }) => {
    canvas.classList.add("is-pointing");
    drawing.focus(target.id());
  });
  cy.on("mouseout", "node", () => {
    canvas.classList.remove("is-pointing");
    drawing.focus(null);
  });
}

function listenToSearch(container, drawing, acts) {
  const field = container.querySelector("[data-map-find]");
  field?.addEventListener("input", () => drawing.find(found(drawing.sky.stars, field.value)));
  field?.addEventListener("keydown", (event) => {
    const [first] = found(drawing.sky.stars, field.value);
    if (event.key === "Enter" && first) {
      event.preventDefault();
      acts.open(first);
    }
    if (event.key === "Escape") {
      field.value = "";
      drawing.find([]);
    }
  });
}

// The wheel zooms only with Ctrl or once the map has the focus; otherwise the page scrolls as everywhere.
function leavePageScrolling(canvas) {
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && document.activeElement !== canvas) event.stopImmediatePropagation();
    },
    { capture: true },
  );
}

function keepPlaces(drawing) {
  const { cy, sky } = drawing;
  cy.on("dragfree", "node", ({ target }) => {
    const node = drawing.nodes.get(target.id());
    const place = drawing.shareOf(node.id);
    Object.assign(node.star, place);
    Object.assign(node, place);
    post(sky.urls.place, { id: node.id, ...place });
  });
}
