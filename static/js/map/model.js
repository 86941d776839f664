// What the map knows without drawing: places, folding of departments, who is next to whom, what customers may see. Pure.
import { oursId, starId } from "./contract.js";

export const FOLD_ABOVE = 60;
const ROOM = { width: 74, height: 62 };
const MARGIN = { x: 0.06, top: 0.07, bottom: 0.1 };

/** The box to draw in: the window's size, larger only where so many stars would not have room. */
export function boxFor({ width, height }, count) {
  const scale = Math.max(1, Math.sqrt((count * ROOM.width * ROOM.height) / (width * height)));
  return { width: width * scale, height: height * scale };
}

/** A place of 0-1 within the box, with a margin for names. */
export function toBox({ x, y }, box) {
  return {
    x: box.width * (MARGIN.x + x * (1 - 2 * MARGIN.x)),
    y: box.height * (MARGIN.top + y * (1 - MARGIN.top - MARGIN.bottom)),
  };
}

/** The inverse of toBox, held within 0-1 and to four places. */
export function fromBox({ x, y }, box) {
  const share = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4;
  return {
    x: share((x / box.width - MARGIN.x) / (1 - 2 * MARGIN.x)),
    y: share((y / box.height - MARGIN.top) / (1 - MARGIN.top - MARGIN.bottom)),
  };
}

/** Who is always named: those who decide, key persons and who will leave. */
export function isAlwaysNamed(star) {
  return star.is_key || Boolean(star.leaves) || star.roles.some((role) => role.decides);
}

/** The scene: nodes and edges to draw, with departments folded when there are many people. */
export function sceneOf(sky, unfolded = new Set(), kept = new Set()) {
  const stars = sky.stars.map((star) => ({ id: starId(star), kind: "star", star, x: star.x, y: star.y }));
  const ours = sky.ours.map((user) => ({ id: oursId(user), kind: "ours", user, x: user.x, y: user.y }));
  const folds = sky.stars.length > FOLD_ABOVE ? foldedInto(stars, unfolded, kept) : new Map();
  const shown = stars.filter(({ id }) => !folds.has(id));
  return { nodes: [...shown, ...clustersOf(stars, folds), ...ours], edges: edgesOf(sky.lines, folds), folds };
}

function foldedInto(stars, unfolded, kept) {
  const folds = new Map();
  for (const { id, star } of stars) {
    const stays = unfolded.has(star.department) || kept.has(id) || isAlwaysNamed(star) || !star.department;
    if (!stays) folds.set(id, `d:${star.department}`);
  }
  return folds;
}

function clustersOf(stars, folds) {
  const members = new Map();
  for (const node of stars) {
    const cluster = folds.get(node.id);
    if (cluster) members.set(cluster, [...(members.get(cluster) ?? []), node]);
  }
  return [...members].map(([id, nodes]) => ({
    id,
    kind: "cluster",
    department: id.slice(2),
    count: nodes.length,
    x: mean(nodes.map(({ x }) => x ?? 0.5)),
    y: mean(nodes.map(({ y }) => y ?? 0.5)),
  }));
}

const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

function edgesOf(lines, folds) {
  const edges = new Map();
  for (const line of lines) {
    const from = folds.get(line.from) ?? line.from;
    const to = folds.get(line.to) ?? line.to;
    const isWhole = from === line.from && to === line.to;
    if (from === to) continue;
    const key = isWhole ? line.id : `${from}>${to}`;
    edges.set(key, joined(edges.get(key), { ...line, id: key, from, to, lines: [line.id] }, isWhole));
  }
  return [...edges.values()];
}

function joined(known, line, isWhole) {
  if (isWhole) return line;
  if (!known) return { ...line, kind: line.kind === "relationship" ? "relationship" : "works_with" };
  const strongest = (line.strength ?? 0) > (known.strength ?? 0) ? line : known;
  return {
    ...known,
    strength: strongest.strength,
    label: strongest.label,
    is_live: known.is_live || line.is_live,
    is_past: known.is_past && line.is_past,
    on_route: known.on_route || line.on_route,
    lines: [...known.lines, ...line.lines],
  };
}

/** Neighbours of every node over lines that are not past. */
export function neighboursOf(edges) {
  const neighbours = new Map();
  const join = (one, other) => neighbours.set(one, (neighbours.get(one) ?? new Set()).add(other));
  for (const { from, to, is_past: isPast } of edges) {
    if (isPast) continue;
    join(from, to);
    join(to, from);
  }
  return neighbours;
}

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/**
 * The node an arrow key leads to: the nearest connected one within 60 degrees of the direction, else the nearest of all so,
 * else null. Distance counts twice as much sideways.
 */
export function walk(from, key, places, neighbours) {
  const connected = neighbours.get(from) ?? new Set();
  const others = [...places.keys()].filter((id) => id !== from);
  return (
    nearest(from, key, others.filter((id) => connected.has(id)), places) ?? nearest(from, key, others, places)
  );
}

function nearest(from, key, candidates, places) {
  const [right, down] = DIRECTIONS[key];
  const origin = places.get(from);
  let best = null;
  for (const id of candidates) {
    const { x, y } = places.get(id);
    const ahead = (x - origin.x) * right + (y - origin.y) * down;
    const aside = Math.abs((x - origin.x) * down) + Math.abs((y - origin.y) * right);
    if (ahead <= 0 || aside > ahead * Math.sqrt(3)) continue;
    const cost = ahead + 2 * aside;
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}

/** The same sky with nothing internal in it: what a customer may be shown. */
export function forCustomers(sky) {
  const shown = new Set(["relationship", "works_with", "met_together"]);
  return {
    ...sky,
    customer_view: true,
    stars: sky.stars.filter((star) => star.is_present).map(plainStar),
    lines: sky.lines.filter((line) => shown.has(line.kind) && !line.is_past && (line.kind !== "relationship" || line.is_live)).map(plainLine),
    routes: {},
  };
}

function plainStar(star) {
  return {
    ...star,
    roles: [],
    ring: null,
    influence_step: null,
    authority: null,
    sentiment: null,
    is_key: false,
    is_assumed: false,
    persona: null,
    best_strength: null,
    label_strength: null,
    leaves: "",
  };
}

function plainLine(line) {
  return { ...line, strength: null, label: null, is_assumed: false, on_route: false };
}

/** Say a node in words, for the live region. `words.connections` holds "{count}". */
export function inWords(node, count, words) {
  const connections = words.connections.replace("{count}", count);
  if (node.kind === "ours") return [node.user.name, ...node.user.jobs, connections].join(", ");
  if (node.kind === "cluster") return `${node.department}, ${words.people.replace("{count}", node.count)}`;
  const { star } = node;
  const roles = star.roles.map((role) => role.label);
  return [star.name, star.title, star.department, star.leaves, ...roles, connections].filter(Boolean).join(", ");
}

/** Where the walk begins: the key person, else the brightest, else the first. */
export function firstOf(nodes) {
  const rank = ({ star }) => (star ? (star.is_key ? 100 : 0) + (star.is_present ? 10 : 0) + (star.influence_step ?? 0) : -1);
  return [...nodes].sort((one, other) => rank(other) - rank(one))[0]?.id ?? null;
}

/** Nodes whose name, title or department holds the text. */
export function found(stars, text) {
  const wanted = folded(text.trim());
  if (!wanted) return [];
  return stars.filter((star) => folded(`${star.name} ${star.title} ${star.department}`).includes(wanted)).map(starId);
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The set with one taken out, or put back when it was out. */
export function toggled(out, id) {
  const next = new Set(out);
  if (!next.delete(id)) next.add(id);
  return next;
}
