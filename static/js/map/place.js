// Places for those who have none yet: fcose finds them while everybody placed stays where they are.
import { oursId, starId } from "./contract.js";

const SIDE = 1000;

export function isMissingPlaces(sky) {
  return [...sky.stars, ...sky.ours].some(({ x, y }) => x === null || y === null);
}

/** Give every star and every user of ours a place in the sky's own object. */
export async function findPlaces(sky) {
  const [{ default: cytoscape }, { default: fcose }] = await Promise.all([import("cytoscape"), import("cytoscape-fcose")]);
  cytoscape.use(fcose);
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
  cy.layout({ name: "fcose", animate: false, randomize: true, quality: "default", nodeSeparation: 110, fixedNodeConstraint: fixed(all) }).run();
  spread(cy, all);
  cy.destroy();
}

function fixed(all) {
  const placed = all.filter(([, { x, y }]) => x !== null && y !== null);
  return placed.length ? placed.map(([nodeId, { x, y }]) => ({ nodeId, position: { x: x * SIDE, y: y * SIDE } })) : undefined;
}

function spread(cy, all) {
  const isAllNew = !fixed(all);
  const box = isAllNew ? cy.nodes().boundingBox({ includeLabels: false }) : { x1: 0, y1: 0, w: SIDE, h: SIDE };
  for (const [id, one] of all) {
    if (one.x !== null && one.y !== null) continue;
    const { x, y } = cy.$id(id).position();
    one.x = Math.min(1, Math.max(0, (x - box.x1) / box.w));
    one.y = Math.min(1, Math.max(0, (y - box.y1) / box.h));
  }
}
