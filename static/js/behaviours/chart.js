// A small line or bar chart, labelled directly, with its table one key away. The library loads only where a chart stands.
//   {{ chart|json_script:"readings" }}
//   <figure class="chart" data-chart="readings"><div class="chart-area"></div><details><summary>Table</summary>…</details></figure>
// The data: {"x": ["2026-01-01", …], "series": [{"label": "Logins", "unit": "a week", "values": [1, null, …]}], "zero": true, "target": 40,
// A series with "guide": true is drawn thin and dashed, as what is expected.
//   "range": [0, 100], "marks": [{"x": "2026-02-01", "label": "version 2"}]}: a fixed scale; upright lines at days of note
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

/** Draws an upright line with its words at each mark. */
function drawMarks(plot, marks) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour("ink-muted");
  ctx.setLineDash([4, 4]);
  for (const { x, label } of marks) {
    const at = Math.round(plot.valToPos(Date.parse(x) / 1000, "x", true));
    ctx.beginPath();
    ctx.moveTo(at, bbox.top);
    ctx.lineTo(at, bbox.top + bbox.height);
    ctx.stroke();
    ctx.textAlign = "left";
    ctx.fillText(label, at + 4, bbox.top + 12 * devicePixelRatio);
  }
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
