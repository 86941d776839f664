// A picture of the sky with legend and date, as SVG or PNG, and the white one for printing. What customers may see is the default;
// everything else is marked "Internal". The SVG is built from the same marks as the canvas.
import { forCustomers, isAlwaysNamed, sceneOf } from "./model.js";
import { boxOf, chooseLabels, hasRoomForTitles } from "./labels.js";
import { clusterMarks, clusterRadius, escaped, lineLook, lookOf, oursMarks, readPalette, starMarks } from "./styles.js";

const FONT = `font-family="system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif"`;
const FOOT = 44;
const HEAD = 56;
const LEGEND_ROW = 20;
const DASHES = { solid: "", dashed: ` stroke-dasharray="7 5"`, dotted: ` stroke-dasharray="0.1 4"` };

function lineMarks(line, places, palette, isCustomerView) {
  const [from, to] = [places.get(line.from), places.get(line.to)];
  if (!from || !to) return "";
  const { colour, width, dashes, opacity, arrow } = lineLook(line, palette, isCustomerView);
  const d = `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
  const path = `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width.toFixed(2)}" stroke-opacity="${opacity}" stroke-linecap="round"${DASHES[dashes]}/>`;
  return path + (arrow === "none" ? "" : arrowMarks(from, to, arrow, colour, opacity));
}

function arrowMarks(from, to, arrow, colour, opacity) {
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  const shape = arrow === "tee" ? "M0 -5V5" : arrow === "vee" ? "M-7 -4L0 0L-7 4" : "M-6 -3L0 0L-6 3Z";
  const distance = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const back = 18 / distance;
  const at = { x: to.x + (from.x - to.x) * back, y: to.y + (from.y - to.y) * back };
  return (
    `<path d="${shape}" transform="translate(${at.x.toFixed(1)} ${at.y.toFixed(1)}) rotate(${angle.toFixed(1)})" ` +
    `fill="${arrow === "triangle" ? colour : "none"}" stroke="${colour}" stroke-width="1.5" opacity="${opacity}"/>`
  );
}

function nodeMarks(node, sky, palette, key) {
  if (node.kind === "ours") return oursMarks(node.user, palette);
  if (node.kind === "cluster") return clusterMarks(node, palette, key);
  return starMarks(lookOf(node.star, sky.customer_view), palette, key);
}

function radiusIn(node, sky) {
  if (node.kind === "ours") return 15;
  if (node.kind === "cluster") return clusterRadius(node.count);
  const { radius, isKey, letter } = lookOf(node.star, sky.customer_view);
  return radius + (isKey ? 15 : letter ? 6 : 2);
}

function wordsFor(node, withTitles) {
  if (node.kind === "ours") return [node.user.name];
  if (node.kind === "cluster") return [node.department];
  return [node.star.name, withTitles && node.star.title, node.star.leaves].filter(Boolean);
}

function labels(nodes, places, sky, palette, frame) {
  const isRoomy = hasRoomForTitles(frame, nodes.length);
  const items = nodes.map((node) => {
    const isAlways = node.kind !== "star" || isAlwaysNamed(node.star) || (sky.customer_view && isRoomy);
    const lines = wordsFor(node, sky.customer_view && isRoomy);
    return { id: node.id, node, ...places.get(node.id), radius: radiusIn(node, sky), lines, size: 12.5, rank: isAlways ? 10 : 1, isAlways };
  });
  const sides = chooseLabels(items, frame);
  return items.filter(({ id }) => sides.has(id)).map((item) => labelMarks(item, sides.get(item.id), palette)).join("");
}

function labelMarks(item, side, palette) {
  const box = boxOf(item, side);
  const anchor = { left: "end", right: "start" }[side] ?? "middle";
  const x = { left: box.left + box.width, right: box.left }[side] ?? item.x;
  const colour = item.node.kind === "ours" ? palette["sky-ours"] : palette["sky-ink"];
  const step = item.size * 1.25;
  return item.lines
    .map(
      (line, at) =>
        `<text x="${x.toFixed(1)}" y="${(box.top + step * (at + 0.75)).toFixed(1)}" ${FONT} font-size="${at ? item.size - 1.5 : item.size}" font-weight="${at ? 400 : 500}" ` +
        `text-anchor="${anchor}" fill="${at ? palette["sky-muted"] : colour}" stroke="${palette["sky-deep"]}" stroke-width="3" stroke-opacity="0.85" paint-order="stroke">${escaped(line)}</text>`,
    )
    .join("");
}

function background(width, height, palette, isPaper) {
  if (isPaper) return `<rect width="${width}" height="${height}" fill="#ffffff"/>`;
  const stops = `<stop offset="0" stop-color="${palette["sky-glow"]}"/><stop offset="0.55" stop-color="${palette.sky}"/><stop offset="1" stop-color="${palette["sky-deep"]}"/>`;
  return `<radialGradient id="night" cx="0.5" cy="0.42" r="0.75">${stops}</radialGradient><rect width="${width}" height="${height}" fill="url(#night)"/>${dust(width, height)}`;
}

function dust(width, height) {
  let marks = "";
  for (let at = 1; at < 140; at += 1) {
    const x = (at * 0.754877666) % 1;
    const y = (at * 0.569840291) % 1;
    marks += `<circle cx="${(x * width).toFixed(1)}" cy="${(y * height).toFixed(1)}" r="${0.4 + (at % 5) * 0.12}" fill="#ffffff" fill-opacity="${0.12 + (at % 7) * 0.04}"/>`;
  }
  return marks;
}

/** The legend in rows that fit the width: each entry with its row and its left edge. Pure. */
export function legendRows(words, width) {
  let [x, row] = [24, 0];
  return words.map(({ kind, label }) => {
    const room = 44 + label.length * 6.4;
    if (x > 24 && x + room > width - 24) [x, row] = [24, row + 1];
    const entry = { kind, label, x, row };
    x += room;
    return entry;
  });
}

function legendMarks(entries, palette, top) {
  return entries
    .map(({ kind, label, x, row }) => {
      const y = top + row * LEGEND_ROW;
      return (
        `<g transform="translate(${x + 8} ${y})">${legendMark(kind, palette)}</g>` +
        `<text x="${x + 24}" y="${y + 4}" ${FONT} font-size="11.5" fill="${palette["sky-muted"]}">${escaped(label)}</text>`
      );
    })
    .join("");
}

function legendMark(kind, palette) {
  const marks = {
    star: `<circle r="5" fill="${palette["star-3"]}"/>`,
    ours: `<rect x="-6" y="-6" width="12" height="12" rx="3.5" fill="none" stroke="${palette["sky-ours"]}" stroke-width="1.5"/>`,
    line: `<path d="M-8 0H8" stroke="${palette["sky-line-live"]}" stroke-width="2"/>`,
    fading: `<path d="M-8 0H8" stroke="${palette["sky-line-live"]}" stroke-width="2" stroke-dasharray="4 3"/>`,
    past: `<path d="M-8 0H8" stroke="${palette["sky-line-live"]}" stroke-width="2" stroke-dasharray="0.1 4" stroke-linecap="round"/>`,
    bright: `<circle r="3" cx="-6" fill="${palette["star-1"]}"/><circle r="3" cx="1" fill="${palette["star-2"]}"/><circle r="3" cx="8" fill="${palette["star-3"]}"/>`,
    gold: `<circle r="5" fill="${palette["star-gold-2"]}"/>`,
    violet: `<circle r="5" fill="${palette["star-violet-2"]}"/>`,
    hollow: `<circle r="4.5" fill="none" stroke="${palette["star-2"]}" stroke-width="1.5"/>`,
    size: `<circle r="2" cx="-5" fill="${palette["star-2"]}"/><circle r="6" cx="4" fill="${palette["star-2"]}"/>`,
    unknown: `<circle r="6" fill="none" stroke="${palette["star-outline"]}" stroke-width="1.5"/><text y="3.5" font-size="9" font-weight="700" text-anchor="middle" fill="${palette["star-outline"]}">?</text>`,
    assumed: `<circle r="5.5" fill="none" stroke="${palette["star-2"]}" stroke-width="1.5" stroke-dasharray="2.5 2"/>`,
    key: `<circle r="3" fill="${palette["star-3"]}"/><circle r="7" fill="none" stroke="${palette["sky-accent"]}" stroke-width="1.5"/>`,
  };
  return marks[kind] ?? marks.star;
}

/**
 * The picture as SVG text. `places` maps node ids to x, y within `box`; `words` holds title, date, internal and legend
 * ([{kind, label}]). The caller hands over a sky already fit for its readers.
 */
export function picture({ sky, places, box, words, palette, isPaper = false }) {
  const scene = sceneOf(sky, new Set(), new Set());
  const nodes = scene.nodes.filter(({ id }) => places.has(id));
  const width = Math.round(box.width);
  const legend = legendRows(words.legend, width);
  const legendTop = HEAD + Math.round(box.height) + 16;
  const height = legendTop + (legend.at(-1)?.row ?? 0) * LEGEND_ROW + FOOT;
  const mark = sky.customer_view ? "" : `<text x="${width - 24}" y="54" ${FONT} font-size="13" font-weight="700" text-anchor="end" fill="${palette["sky-risk"]}">${escaped(words.internal)}</text>`;
  const drawn = nodes.map((node, at) => {
    const { x, y } = places.get(node.id);
    return `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" opacity="${node.star && !node.star.is_present ? 1 - 0.65 * node.star.fade : 1}">${nodeMarks(node, sky, palette, at)}</g>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    background(width, height, palette, isPaper) +
    `<text x="24" y="36" ${FONT} font-size="18" font-weight="600" fill="${palette["sky-ink"]}">${escaped(words.title)}</text>${mark}` +
    `<g transform="translate(0 ${HEAD})">${scene.edges.map((line) => lineMarks(line, places, palette, sky.customer_view)).join("")}` +
    `${drawn.join("")}${labels(nodes, places, sky, palette, { left: 0, top: 0, ...box })}</g>` +
    legendMarks(legend, palette, legendTop) +
    `<text x="${width - 24}" y="36" ${FONT} font-size="12" text-anchor="end" fill="${palette["sky-muted"]}">${escaped(words.date)}</text></svg>`
  );
}

function download(url, name) {
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
}

const dataUrl = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

async function pngUrl(svg) {
  const image = new Image();
  image.src = dataUrl(svg);
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

/** What the picture says besides the sky: from the legend on the page, less what customers may not read. */
function wordsOf(container, sky) {
  const legend = [...container.querySelectorAll("[data-legend]")]
    .filter((item) => !sky.customer_view || item.hasAttribute("data-for-customers"))
    .map((item) => ({ kind: item.dataset.legend, label: item.textContent.trim() }));
  return { title: sky.account.name, date: sky.as_of_label ?? sky.as_of, internal: container.dataset.internal ?? "", legend };
}

function draw(container, drawing, { isInternal, isPaper }) {
  const sky = isInternal ? drawing.sky : forCustomers(drawing.sky);
  const scene = sceneOf(sky);
  const now = drawing.placesNow();
  const places = new Map(scene.nodes.map((node) => [node.id, now.get(node.id) ?? drawing.placeOf(node)]));
  return picture({ sky, places, box: drawing.box, words: wordsOf(container, sky), palette: readPalette(isPaper ? "paper-" : ""), isPaper });
}

/** Wire <button data-map-export="png|svg" data-internal?> and printing. */
export function offerPictures(container, drawing) {
  container.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-map-export]");
    if (!button) return;
    const kind = button.dataset.mapExport;
    const isInternal = button.hasAttribute("data-internal");
    const svg = draw(container, drawing, { isInternal, isPaper: false });
    const name = `${drawing.sky.account.name} ${drawing.sky.as_of}${isInternal ? " internal" : ""}.${kind}`;
    download(kind === "png" ? await pngUrl(svg) : dataUrl(svg), name);
  });
  const paper = container.querySelector("[data-map-paper]");
  window.addEventListener("beforeprint", () => {
    if (!paper) return;
    const svg = draw(container, drawing, { isInternal: !drawing.sky.customer_view, isPaper: true });
    paper.replaceChildren(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement);
  });
  window.addEventListener("afterprint", () => paper?.replaceChildren());
}
