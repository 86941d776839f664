// Take the chart of a figure away as a picture, as it looks on the screen, with its heading and date.
//   <figure class="chart"><svg>…</svg><button type="button" data-picture="png" data-name="renewals" data-title="Renewals, 1 March">PNG</button></figure>
//   <figure class="chart"><table data-picture-of>…</table>…</figure>: a table with its bars, or the area of a drawn chart;
//   <div data-picture-of="table">: the table inside, also where it scrolls
import { behaviour } from "../attach.js";
import { copyLooks, mark, portrait } from "../portrait.js";

const HEAD = 36;
const SCALE = 2;

/** The box of a picture: that of the chart, with room for its heading above. Pure. */
export function withHead(viewBox, head = HEAD) {
  const [left, top, width, height] = viewBox.split(/\s+/).map(Number);
  return { left, top: top - head, width, height: height + head };
}

async function chartOf(figure) {
  const whole = figure.querySelector("[data-picture-of]");
  if (whole) return portrait(whole.dataset.pictureOf ? whole.querySelector(whole.dataset.pictureOf) : whole);
  const chart = figure.querySelector("svg");
  const copy = chart.cloneNode(true);
  copyLooks(chart, copy);
  return copy;
}

async function standalone(figure, title) {
  const copy = await chartOf(figure);
  const box = withHead(copy.getAttribute("viewBox"));
  const page = getComputedStyle(figure.closest(".card") ?? document.body);
  const ground = { x: box.left, y: box.top, width: box.width, height: box.height, fill: page.backgroundColor };
  const words = { x: box.left + 8, y: box.top + 22, fill: page.color, stroke: "none", "font-size": 14, "font-weight": 600, "font-family": page.fontFamily };
  copy.prepend(mark("rect", ground), mark("text", words, title));
  copy.setAttribute("viewBox", `${box.left} ${box.top} ${box.width} ${box.height}`);
  copy.setAttribute("width", box.width);
  copy.setAttribute("height", box.height);
  return { text: new XMLSerializer().serializeToString(copy), box };
}

const addressOf = (text) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;

async function drawn({ text, box }) {
  const image = new Image();
  image.src = addressOf(text);
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [box.width * SCALE, box.height * SCALE];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

behaviour("[data-picture]", (button) =>
  button.addEventListener("click", async () => {
    const picture = await standalone(button.closest("figure"), button.dataset.title);
    const isPng = button.dataset.picture === "png";
    const link = document.createElement("a");
    link.href = isPng ? await drawn(picture) : addressOf(picture.text);
    link.download = `${button.dataset.name}.${button.dataset.picture}`;
    link.click();
  }),
);
