// Which names fit, and on which side of their star. Greedy by importance, so that names never cover one another. Pure.

const ROOM_FOR_A_TITLE = 14000;

/** Is there room to name titles as well, for so many nodes in a box of this size? */
export function hasRoomForTitles({ width, height }, count) {
  return width * height >= count * ROOM_FOR_A_TITLE;
}

const SIDES = ["bottom", "top", "right", "left"];
const LETTER = 0.56;
const GAP = 4;

/** The box of a label of this text, size and side around a node at x, y with this radius. */
export function boxOf({ x, y, radius, lines, size }, side) {
  const width = Math.max(...lines.map((line) => line.length)) * size * LETTER + 4;
  const height = lines.length * size * 1.25;
  if (side === "top") return { left: x - width / 2, top: y - radius - GAP - height, width, height };
  if (side === "right") return { left: x + radius + GAP, top: y - height / 2, width, height };
  if (side === "left") return { left: x - radius - GAP - width, top: y - height / 2, width, height };
  return { left: x - width / 2, top: y + radius + GAP, width, height };
}

function overlap(one, other) {
  const across = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const down = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  return across > 0 && down > 0 ? across * down : 0;
}

/**
 * Choose a side for each label, or none. `items` hold id, x, y, radius, lines, size, rank (higher first) and isAlways; all in pixels.
 * A label that must always be seen takes its least crowded side; any other appears only where it covers nothing.
 */
export function chooseLabels(items, frame) {
  const taken = items.map(({ x, y, radius }) => ({ left: x - radius, top: y - radius, width: 2 * radius, height: 2 * radius }));
  const chosen = new Map();
  for (const item of [...items].sort((one, other) => other.rank - one.rank)) {
    const best = leastCrowded(item, taken, frame);
    if (best.cost > 1 && !item.isAlways) continue;
    chosen.set(item.id, best.side);
    taken.push(best.box);
  }
  return chosen;
}

function leastCrowded(item, taken, frame) {
  let best = null;
  for (const side of SIDES) {
    const box = boxOf(item, side);
    const outside = frame ? box.width * box.height - overlap(box, frame) : 0;
    const cost = taken.reduce((sum, other) => sum + overlap(box, other), 0) + 2 * outside;
    if (!best || cost < best.cost - 0.5) best = { side, box, cost };
    if (cost === 0) break;
  }
  return best;
}
