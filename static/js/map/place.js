// Places for those who have none yet: fcose finds them while everybody placed stays where they are.
// It draws lots from a seed, so that the same facts give the same sky.
import { oursId, starId } from "./contract.js";

const SIDE = 1000;

export function isMissingPlaces(sky) {
  return [...sky.stars, ...sky.ours].some(({ x, y }) => x === null || y === null);
}

/** Give every star and every user of ours a place in the sky's own object. */
export async function findPlaces(sky) {
  const [{ default: cytoscape }, { default: fcose }] = await Promise.all([import("cytoscape"), import("cytoscape-fcose")]);
  cytoscape.use(fcose);
  lineUp(sky.ours);
  const all = [...sky.stars.map((one) => [starId(one), one]), ...sky.ours.map((one) => [oursId(one), one])];
  const known = new Map(all);
  const cy = cytoscape({
    headless: true,
    styleEnabled: true,
    elements: [
      ...all.map(([id]) => ({ data: { id } })),
      ...sky.lines.filter(({ from, to }) => known.has(from) && known.has(to)).map(({ id, from, to }) => ({ data: { id: `l${id}`, source: from, target: to } })),
    ],
  });
  const layout = { name: "fcose", animate: false, randomize: true, quality: "default", idealEdgeLength: 110, nodeRepulsion: 9000, nodeSeparation: 110 };
  withSeed(() => cy.layout({ ...layout, fixedNodeConstraint: fixed(all) }).run());
  spread(cy, all);
  cy.destroy();
}

// The layout knows no seed of its own, only Math.random; it runs at once, so nobody else draws from ours meanwhile.
function withSeed(run) {
  const { random } = Math;
  let state = 20_260_101;
  Math.random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  try {
    run();
  } finally {
    Math.random = random;
  }
}

function fixed(all) {
  const placed = all.filter(([, { x, y }]) => x !== null && y !== null);
  return placed.map(([nodeId, { x, y }]) => ({ nodeId, position: { x: x * SIDE, y: y * SIDE } }));
}

// Ours stand at the lower rim, evenly, unless somebody put them elsewhere.
function lineUp(ours) {
  ours.forEach((user, at) => {
    if (user.x === null || user.y === null) Object.assign(user, { x: (at + 1) / (ours.length + 1), y: 1 });
  });
}

const isOurs = (one) => "jobs" in one;

// When nobody has a place yet the whole sky above the rim is theirs.
function boxOfNew(cy, all) {
  const points = all.filter(([, one]) => !isOurs(one)).map(([id]) => cy.$id(id).position());
  const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))];
  const [right, bottom] = [Math.max(...points.map(({ x }) => x)), Math.max(...points.map(({ y }) => y))];
  return { x1: left, y1: top, w: right - left || 1, h: (bottom - top || 1) / 0.84 };
}

function spread(cy, all) {
  const isAllNew = all.every(([, one]) => isOurs(one) || one.x === null);
  const box = isAllNew ? boxOfNew(cy, all) : { x1: 0, y1: 0, w: SIDE, h: SIDE };
  for (const [id, one] of all) {
    if (one.x !== null && one.y !== null) continue;
    const { x, y } = cy.$id(id).position();
    one.x = Math.min(1, Math.max(0, (x - box.x1) / box.w));
    one.y = Math.min(1, Math.max(0, (y - box.y1) / box.h));
  }
}
