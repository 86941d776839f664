// The night sky on a canvas: cytoscape fed with our scene, our looks and our places. No decisions here.
import cytoscape from "cytoscape";
import { boxFor, fromBox, sceneOf, toBox, isAlwaysNamed } from "./model.js";
import { chooseLabels, hasRoomForTitles } from "./labels.js";
import { REACH, clusterMarks, clusterRadius, lineLook, lookOf, oursMarks, starMarks } from "./styles.js";

const NAME_SIZE = 12.5;
/** Above this the departments fold, so that no more room is needed at once. */
const MOST_AT_ONCE = 100;

function imageOf(marks, reach) {
  const side = 2 * reach;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side * 3}" height="${side * 3}" viewBox="${-reach} ${-reach} ${side} ${side}">` +
    `${marks}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}

function nodeData(node, map) {
  const { palette, sky } = map;
  if (node.kind === "ours") return { image: imageOf(oursMarks(node.user, palette), 16), radius: 13, reach: 16, name: node.user.name };
  if (node.kind === "cluster") {
    const radius = clusterRadius(node.count);
    return { image: imageOf(clusterMarks(node, palette, "n"), radius * 1.5), radius, reach: radius * 1.5, name: node.department };
  }
  const look = lookOf(node.star, sky.customer_view);
  const reach = Math.max(look.radius * REACH, look.radius + 16);
  return { image: imageOf(starMarks(look, palette, "s"), reach), radius: look.radius, reach, name: node.star.name };
}

function nodeElement(node, map) {
  const data = { id: node.id, kind: node.kind, gap: gapOf(node), clearance: 0, ...nodeData(node, map) };
  const fade = node.star && !node.star.is_present ? 1 - 0.65 * node.star.fade : 1;
  return { group: "nodes", data: { ...data, fade, label: "" }, position: { ...map.placeOf(node) }, grabbable: node.kind === "star", classes: node.kind };
}

function edgeElement(line, map) {
  const look = lineLook(line, map.palette, map.sky.customer_view);
  const data = { id: line.id, source: line.from, target: line.to, lines: line.lines ?? [line.id], ...look };
  return { group: "edges", data, classes: `${line.kind} ${look.dashes} ${look.bend ? "bent" : ""}` };
}

// The library counts the offset over both sides; the outline must clear the rings of the star.
function outline(colour, width) {
  return { "outline-width": width, "outline-color": colour, "outline-offset": (node) => 2 * (node.data("gap") + 3) };
}

function gapOf(node) {
  if (node.star?.is_key) return 16;
  return node.star?.ring ? 7 : 3;
}

function sheet(palette) {
  return [
    {
      selector: "node",
      style: {
        shape: "ellipse",
        width: (node) => 2 * node.data("radius"),
        height: (node) => 2 * node.data("radius"),
        "background-opacity": 0,
        "background-image": "data(image)",
        "background-image-crossorigin": "null",
        "background-fit": "none",
        "background-clip": "none",
        "background-image-containment": "over",
        "background-width": (node) => 2 * node.data("reach"),
        "background-height": (node) => 2 * node.data("reach"),
        "background-image-opacity": "data(fade)",
        "bounds-expansion": (node) => node.data("reach"),
        "overlay-opacity": 0,
        color: palette["sky-ink"],
        "font-family": "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif",
        "font-size": NAME_SIZE,
        "font-weight": 500,
        "text-outline-color": palette["sky-deep"],
        "text-outline-width": 2.5,
        "text-outline-opacity": 0.85,
        "text-wrap": "wrap",
        "z-index": 10,
      },
    },
    { selector: "node.ours", style: { shape: "round-rectangle", color: palette["sky-ours"] } },
    { selector: "node.cluster", style: { color: palette["sky-muted"] } },
    { selector: "node.named", style: { label: "data(label)" } },
    ...["top", "bottom"].map((side) => ({
      selector: `node.${side}`,
      style: { "text-valign": side, "text-halign": "center", "text-margin-y": (node) => (side === "top" ? -1 : 1) * node.data("clearance") },
    })),
    ...["left", "right"].map((side) => ({
      selector: `node.${side}`,
      style: { "text-valign": "center", "text-halign": side, "text-margin-x": (node) => (side === "left" ? -1 : 1) * node.data("clearance") },
    })),
    {
      selector: "edge",
      style: {
        "curve-style": "straight",
        "line-color": "data(colour)",
        width: "data(width)",
        opacity: "data(opacity)",
        "line-cap": "round",
        "target-arrow-shape": "data(arrow)",
        "target-arrow-color": "data(colour)",
        "arrow-scale": 0.7,
        "target-distance-from-node": 6,
        "overlay-opacity": 0,
        events: "no",
        "z-index": 1,
      },
    },
    { selector: "edge.dashed", style: { "line-style": "dashed", "line-dash-pattern": [7, 5] } },
    { selector: "edge.dotted", style: { "line-style": "dashed", "line-dash-pattern": [0.5, 5], "line-cap": "round", "target-arrow-shape": "none" } },
    {
      selector: "edge.bent",
      style: { "curve-style": "unbundled-bezier", "control-point-distances": "data(bend)", "control-point-weights": 0.5 },
    },
    { selector: "edge.quiet", style: { opacity: 0.1 } },
    { selector: "node.quiet", style: { opacity: 0.28 } },
    { selector: "edge.near", style: { opacity: 1, "z-index": 2 } },
    {
      selector: "edge.lit",
      style: { "line-color": palette["sky-route"], "target-arrow-color": palette["sky-route"], opacity: 1, width: (edge) => Math.max(2.5, edge.data("width")), "z-index": 3 },
    },
    { selector: "node.out", style: { opacity: 0.22 } },
    { selector: "edge.out", style: { opacity: 0.07 } },
    { selector: "node.found", style: outline(palette["sky-route"], 2) },
    { selector: "node.selected", style: outline(palette["sky-accent"], 2.5) },
    { selector: "node.focused", style: outline(palette["sky-ink"], 2.5) },
  ];
}

/** A drawn sky. Knows places and classes; input, panel and what-if tell it what to mark. */
export class Drawing {
  constructor(canvas, sky, palette) {
    Object.assign(this, { canvas, sky, palette, unfolded: new Set(), kept: new Set(), focused: null, selected: null, isTouched: false });
    this.box = boxFor(this.size, Math.min(sky.stars.length, MOST_AT_ONCE));
    this.cy = cytoscape({
      container: canvas,
      style: sheet(palette),
      minZoom: 0.2,
      maxZoom: 6,
      boxSelectionEnabled: false,
      autounselectify: true,
      autoungrabify: !sky.urls?.place,
      pixelRatio: "auto",
    });
    this.redraw();
    this.fit();
    this.follow();
  }

  get size() {
    return { width: Math.max(240, this.canvas.clientWidth), height: Math.max(240, this.canvas.clientHeight) };
  }

  placeOf({ x, y }) {
    return toBox({ x: x ?? 0.5, y: y ?? 0.5 }, this.box);
  }

  /** Draw the scene anew, for another folding or another sky; places stay. */
  redraw() {
    this.scene = sceneOf(this.sky, this.unfolded, this.kept);
    this.nodes = new Map(this.scene.nodes.map((node) => [node.id, node]));
    const isDrawn = ({ from, to }) => this.nodes.has(from) && this.nodes.has(to);
    const elements = [
      ...this.scene.nodes.map((node) => nodeElement(node, this)),
      ...this.scene.edges.filter(isDrawn).map((line) => edgeElement(line, this)),
    ];
    this.cy.batch(() => {
      this.cy.elements().remove();
      this.cy.add(elements);
    });
    this.mark();
  }

  follow() {
    let waiting = 0;
    const later = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => this.name());
    };
    this.cy.on("zoom", later);
    this.cy.on("dragfree", later);
    this.cy.on("pan zoom", () => (this.isTouched = true));
    new ResizeObserver(() => this.resize()).observe(this.canvas);
  }

  resize() {
    const box = boxFor(this.size, Math.min(this.sky.stars.length, MOST_AT_ONCE));
    if (Math.abs(box.width - this.box.width) < 2 && Math.abs(box.height - this.box.height) < 2) return;
    this.box = box;
    this.cy.resize();
    this.cy.batch(() => this.scene.nodes.forEach((node) => this.cy.$id(node.id).position(this.placeOf(node))));
    this.fit();
  }

  /** Show the whole box; the same view for everybody with a window of this size. */
  fit() {
    const { width, height } = this.size;
    const zoom = Math.min(width / this.box.width, height / this.box.height);
    this.cy.viewport({ zoom, pan: { x: (width - zoom * this.box.width) / 2, y: (height - zoom * this.box.height) / 2 } });
    this.isTouched = false;
    this.name();
  }

  zoomBy(factor) {
    const { width, height } = this.size;
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: width / 2, y: height / 2 } });
  }

  /** Bring a node into view when it is near the edge or outside. */
  reveal(id) {
    const node = this.cy.$id(id);
    if (node.empty()) return;
    const { x, y } = node.renderedPosition();
    const { width, height } = this.size;
    if (x < 40 || y < 40 || x > width - 40 || y > height - 40) this.cy.center(node);
  }

  placesNow() {
    return new Map(this.cy.nodes().map((node) => [node.id(), node.position()]));
  }

  shareOf(id) {
    return fromBox(this.cy.$id(id).position(), this.box);
  }

  focus(id) {
    this.focused = id;
    this.mark();
    if (id) this.reveal(id);
  }

  select(id) {
    this.selected = id;
    if (id && !this.nodes.has(id)) this.keep(id);
    this.mark();
  }

  keep(id) {
    this.kept.add(id);
    this.redraw();
  }

  unfold(department) {
    this.unfolded.add(department);
    this.redraw();
  }

  foldAll() {
    this.unfolded.clear();
    this.kept.clear();
    this.redraw();
  }

  /** Mark the nodes found by a search; folded ones come out of their department. */
  find(ids) {
    this.found = new Set(ids);
    const hidden = ids.filter((id) => !this.nodes.has(id));
    if (hidden.length) {
      hidden.forEach((id) => this.kept.add(id));
      this.redraw();
    }
    this.mark();
    if (ids.length) this.reveal(ids[0]);
  }

  /** Light lines by their ids; the rest steps back. null: none. */
  light(lineIds) {
    this.lit = lineIds && new Set(lineIds);
    this.mark();
  }

  /** Take people out for a what-if. */
  takeOut(ids) {
    this.out = new Set(ids);
    this.mark();
  }

  mark() {
    const near = this.focused ?? this.selected;
    this.cy.batch(() => {
      this.cy.elements().removeClass("focused selected found quiet near lit out");
      if (this.focused) this.cy.$id(this.focused).addClass("focused");
      if (this.selected) this.cy.$id(this.selected).addClass("selected");
      this.found?.forEach((id) => this.cy.$id(id).addClass("found"));
      if (this.lit) this.markLit();
      else if (near) this.cy.$id(near).connectedEdges().addClass("near");
      this.out?.forEach((id) => this.cy.$id(id).addClass("out").connectedEdges().addClass("out"));
    });
    this.name();
  }

  markLit() {
    const lit = this.cy.edges().filter((edge) => edge.data("lines").some((id) => this.lit.has(id)));
    lit.addClass("lit");
    this.cy.elements().not(lit).not(lit.connectedNodes()).addClass("quiet");
  }

  rank(node) {
    if (this.isMarked(node.id)) return 1000;
    if (node.kind !== "star") return node.kind === "cluster" ? 300 : 200;
    return (isAlwaysNamed(node.star) ? 500 : 0) + (node.star.is_key ? 200 : 0) + 20 * (node.star.influence_step ?? 0) + (node.star.authority ?? 0);
  }

  /** The words under a node: the name, and when they leave; with the title for the focused and the selected. */
  wordsOf(node) {
    const { name } = this.cy.$id(node.id).data();
    const isAsked = node.id === this.focused || node.id === this.selected || (this.sky.customer_view && hasRoomForTitles(this.size, this.nodes.size));
    return [name, isAsked && node.star?.title, node.star?.leaves].filter(Boolean);
  }

  /** Choose which names show, and where, for the present zoom. */
  name() {
    const zoom = this.cy.zoom();
    const size = NAME_SIZE / Math.max(zoom, 0.01) ** (zoom > 1 ? 0.75 : 1);
    const items = this.scene.nodes.map((node) => {
      const { x, y } = this.cy.$id(node.id).renderedPosition();
      const radius = (this.cy.$id(node.id).data("radius") + this.clearanceOf(node)) * zoom;
      const rank = this.rank(node);
      return { id: node.id, x, y, radius, lines: this.wordsOf(node), size: size * zoom, rank, isAlways: rank >= 300 };
    });
    const sides = chooseLabels(items, { left: 0, top: 0, ...this.size });
    this.cy.batch(() => this.scene.nodes.forEach((node) => this.nameOne(node, sides.get(node.id), size)));
  }

  /** How far from the core a name keeps: beyond the rings and the outline. */
  clearanceOf(node) {
    return gapOf(node) + (this.isMarked(node.id) ? 6 : 0);
  }

  isMarked(id) {
    return id === this.focused || id === this.selected || Boolean(this.found?.has(id));
  }

  nameOne(node, side, size) {
    const element = this.cy.$id(node.id);
    element.removeClass("named top bottom left right");
    if (!side) return;
    element.data({ label: this.wordsOf(node).join("\n"), clearance: this.clearanceOf(node) });
    element.style("font-size", size);
    element.addClass(`named ${side}`);
  }
}
