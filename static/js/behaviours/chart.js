// A small line or bar chart, labelled directly, with its table one key away. The library loads only where a chart stands.
//   {{ chart|json_script:"readings" }}
//   <figure class="chart" data-chart="readings"><div class="chart-area"></div><details><summary>Table</summary>…</details></figure>
// The data: {"x": ["2026-01-01", …], "series": [{"label": "Logins", "unit": "a week", "values": [1, null, …]}], "zero": true, "target": 40,
//   "range": [0, 100], "marks": [{"x": "2026-02-01", "label": "version 2"}]}: a fixed scale; upright lines at days of note, what weighs most
//   first: their words stand above the drawing as far as there is room, the rest is in the table
// A series with "guide": true is drawn thin and dashed, as what is expected.
import { behaviour } from "../attach.js";

/** The arrays the drawing library wants: seconds, then one list per series and one for the target. Pure. */
export function columns({ x, series, target }) {
  const seconds = x.map((date) => Date.parse(date) / 1000);
  const lines = series.map(({ values }) => values);
  return [seconds, ...lines, ...(target == null ? [] : [seconds.map(() => target)])];
}

function colour(name) {
  const probe = document.createElement("span");
  probe.className = `colour-${name}`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function lineOptions(data) {
  const shades = ["accent", "watch", "good", "risk"].map(colour);
  const series = data.series.map(({ label, unit, guide }, at) => ({
    label: unit ? `${label} (${unit})` : label,
    stroke: guide ? colour("ink-muted") : shades[at % shades.length],
    width: guide ? 1 : 2,
    dash: guide ? [2, 4] : undefined,
    points: guide ? { show: false } : { size: 4 },
    spanGaps: false,
  }));
  if (data.target != null) series.push({ label: data.target_label ?? "Target", stroke: colour("ink-muted"), dash: [4, 4], width: 1, points: { show: false } });
  return [{}, ...series];
}

const LANES = 4;
const LANE = 15;
const GAP = 8;

/**
 * Where the words of marks stand: for each the lane (0 is the lowest) and the left end, or nothing where there is no room for them.
 * Those given first choose first. Words begin at their line, or end there where they would leave the drawing. Pure.
 */
export function laid(words, right, most = LANES) {
  const taken = Array.from({ length: most }, () => []);
  return words.map(({ at, width }) => {
    const left = at + width <= right ? at : Math.max(0, right - width);
    const lane = taken.findIndex((spans) => spans.every(([from, to]) => left + width + GAP <= from || left >= to + GAP));
    if (lane < 0) return null;
    taken[lane].push([left, left + width]);
    return { lane, left };
  });
}

/** Writes words where other lines would run through them. */
function write(ctx, words, left, bottom, width) {
  ctx.clearRect(left + 1, bottom - (LANE - 1) * devicePixelRatio, width - 2, (LANE - 2) * devicePixelRatio);
  ctx.fillText(words, left + 3 * devicePixelRatio, bottom - 3 * devicePixelRatio);
}

/** Draws an upright line at each mark, and its words above the drawing where there is room. */
function drawMarks(plot, marks) {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour("ink-muted");
  ctx.textAlign = "left";
  const words = marks.map(({ x, label }) => ({
    at: plot.valToPos(Date.parse(x) / 1000, "x", true) / scale,
    width: ctx.measureText(label).width / scale + 6,
  }));
  const places = laid(words, (bbox.left + bbox.width) / scale);
  const tops = places.map((place) => bbox.top - (place ? place.lane * LANE + 2 : 0) * scale);
  tops.forEach((top, index) => {
    const at = Math.round(words[index].at * scale);
    ctx.setLineDash(places[index] ? [4, 4] : [1, 5]);
    ctx.beginPath();
    ctx.moveTo(at, top);
    ctx.lineTo(at, bbox.top + bbox.height);
    ctx.stroke();
  });
  places.forEach((place, index) => place && write(ctx, marks[index].label, place.left * scale, tops[index], words[index].width * scale));
  ctx.restore();
}

function scale({ zero, range }) {
  if (range) return { range: () => range };
  return zero ? { range: (_plot, _low, high) => [0, (high || 1) * 1.08] } : {};
}

function options(data, area) {
  const axis = { stroke: colour("ink-muted"), grid: { stroke: colour("line"), width: 1 }, ticks: { show: false } };
  return {
    width: area.clientWidth,
    height: Number(area.dataset.height ?? 200),
    padding: data.marks?.length ? [LANES * LANE + 8, null, null, null] : undefined,
    legend: { live: false },
    series: lineOptions(data),
    axes: [axis, axis],
    scales: { y: scale(data) },
    hooks: data.marks ? { draw: [(plot) => drawMarks(plot, data.marks)] } : {},
  };
}

behaviour("[data-chart]", async (figure) => {
  const { default: uPlot } = await import("uplot");
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const area = figure.querySelector(".chart-area");
  let plot;
  const draw = () => {
    plot?.destroy();
    plot = new uPlot(options(data, area), columns(data), area);
  };
  draw();
  new ResizeObserver(() => plot.setSize({ width: area.clientWidth, height: plot.height })).observe(area);
  document.addEventListener("theme:changed", draw);
});
