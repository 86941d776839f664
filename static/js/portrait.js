// A part of the page as one drawing that stands by itself: its words, bars, canvases, shades and rules where they are seen.
const SVG = "http://www.w3.org/2000/svg";
const LOOK = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "paint-order", "font-size", "font-family"];

/** An element of a drawing. */
export function mark(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** Gives a copy of a drawing the looks that style sheets give the original. */
export function copyLooks(from, to) {
  const look = getComputedStyle(from);
  for (const name of LOOK) to.setAttribute(name, look.getPropertyValue(name));
  to.removeAttribute("class");
  [...from.children].forEach((child, at) => copyLooks(child, to.children[at]));
}

/** Words that stand beside each other, as lines: each with its text, left end and middle. Pure. */
export function linesOf(words) {
  const lines = [];
  for (const { text, left, top, height } of words) {
    const last = lines.at(-1);
    if (last && Math.abs(last.top - top) < 2) last.text += ` ${text}`;
    else lines.push({ text, left, top, middle: top + height / 2 });
  }
  return lines;
}

function wordsIn(node, origin) {
  const range = document.createRange();
  return [...node.data.matchAll(/\S+/g)].flatMap(({ 0: text, index }) => {
    range.setStart(node, index);
    range.setEnd(node, index + text.length);
    const { left, top, width, height } = range.getBoundingClientRect();
    return width > 1 ? [{ text, left: left - origin.left, top: top - origin.top, height }] : [];
  });
}

const CASES = { uppercase: (text) => text.toUpperCase(), lowercase: (text) => text.toLowerCase() };

function written(node, origin) {
  const look = getComputedStyle(node.parentElement);
  const how = { fill: look.color, "font-size": look.fontSize, "font-weight": look.fontWeight, "font-family": look.fontFamily };
  const cased = CASES[look.textTransform] ?? ((text) => text);
  return linesOf(wordsIn(node, origin)).map(({ text, left, middle }) =>
    mark("text", { x: left, y: middle, "dominant-baseline": "central", ...how }, cased(text)),
  );
}

function placed(element, origin) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left - origin.left, y: top - origin.top, width, height };
}

function shaded(element, origin) {
  const look = getComputedStyle(element);
  const box = placed(element, origin);
  const drawn = [];
  if (!/^(transparent|rgba\(.*, 0\))$/.test(look.backgroundColor)) drawn.push(mark("rect", { ...box, rx: Math.min(parseFloat(look.borderRadius) || 0, box.height / 2), fill: look.backgroundColor }));
  const rule = parseFloat(look.borderBottomWidth);
  if (rule) drawn.push(mark("rect", { ...box, y: box.y + box.height - rule, height: rule, fill: look.borderBottomColor }));
  return drawn;
}

const files = new Map();

async function symbolOf(address) {
  const [file, id] = address.split("#");
  if (!files.has(file)) files.set(file, fetch(file).then((answer) => answer.text()).then((text) => new DOMParser().parseFromString(text, "image/svg+xml")));
  return (await files.get(file)).getElementById(id);
}

/** The icons inside an element, by their addresses: a picture that stands by itself can point to none. */
async function symbolsIn(element) {
  const addresses = new Set([...element.querySelectorAll("use")].map((use) => use.getAttribute("href")));
  return new Map(await Promise.all([...addresses].map(async (address) => [address, await symbolOf(address)])));
}

function icon(element, symbol) {
  const look = getComputedStyle(element);
  const copy = mark("svg", { viewBox: symbol?.getAttribute("viewBox") ?? "0 0 24 24", color: look.color });
  for (const name of LOOK) copy.setAttribute(name, look.getPropertyValue(name));
  copy.append(...[...(symbol?.children ?? [])].map((child) => document.importNode(child, true)));
  return copy;
}

function plain(element) {
  const copy = element.cloneNode(true);
  copyLooks(element, copy);
  return copy;
}

function inner(element, origin, symbols) {
  const use = element.querySelector("use");
  const copy = use ? icon(element, symbols.get(use.getAttribute("href"))) : plain(element);
  for (const [name, value] of Object.entries(placed(element, origin))) copy.setAttribute(name, value);
  return copy;
}

function* drawnOf(node, origin, symbols) {
  if (node.nodeType === Node.TEXT_NODE) return yield* written(node, origin);
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".visually-hidden, [hidden], caption")) return;
  if (node.matches("canvas")) return yield mark("image", { ...placed(node, origin), href: node.toDataURL() });
  if (node.matches("svg")) return yield inner(node, origin, symbols);
  yield* shaded(node, origin);
  for (const child of node.childNodes) yield* drawnOf(child, origin, symbols);
}

/** The drawing of an element, as wide and high as it is. */
export async function portrait(element) {
  const symbols = await symbolsIn(element);
  const origin = element.getBoundingClientRect();
  const drawing = mark("svg", { viewBox: `0 0 ${Math.ceil(origin.width)} ${Math.ceil(origin.height)}` });
  drawing.append(...drawnOf(element, origin, symbols));
  return drawing;
}
