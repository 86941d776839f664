// What a key means in the quick-set grid. Pure; null is unknown, undefined no meaning.

const TEN = { 0: null, 1: 2, 2: 5, 3: 8 };
const SENTIMENT = { 0: null, 1: -1, 2: 0, 3: 1 };
const LEVELS = ["individual", "manager", "director", "vp", "executive"];
const BOUNDS = { ten: [0, 10, 5], sentiment: [-2, 2, 0] };

/** The exact number that two digits say, 00 to 10; undefined where they say none. */
export function twoDigits(first, second) {
  if (first === "0" && /^[0-9]$/.test(second)) return Number(second);
  return first === "1" && second === "0" ? 10 : undefined;
}

/** The value a digit, Delete or Backspace sets in a cell of a kind; `first` is the digit typed there just before. */
export function valueOf(kind, key, first = "") {
  if (key === "Delete" || key === "Backspace") return null;
  if (kind === "ten") return first === "" ? TEN[key] : (twoDigits(first, key) ?? TEN[key]);
  if (kind === "sentiment") return SENTIMENT[key];
  return key === "0" ? null : LEVELS[Number(key) - 1];
}

/** One more or one less; from unknown to the middle, or for a level to the lowest. */
export function stepped(kind, value, by) {
  if (kind === "level") return LEVELS[Math.max(0, Math.min(LEVELS.length - 1, LEVELS.indexOf(value) + (value === null ? 1 : by)))];
  const [least, most, middle] = BOUNDS[kind];
  if (value === null) return kind === "sentiment" ? by : middle;
  return Math.max(least, Math.min(most, value + by));
}

/** The cell an arrow key leads to, held within the grid; with `far` to its edge. */
export function moved({ row, column }, key, { rows, columns }, far = false) {
  const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] }[key];
  if (key === "Home") return { row: far ? 0 : row, column: 0 };
  if (key === "End") return { row: far ? rows - 1 : row, column: columns - 1 };
  if (!by) return undefined;
  const reach = far ? Infinity : 1;
  const held = (at, step, count) => Math.max(0, Math.min(count - 1, step === 0 ? at : at + step * reach));
  return { row: held(row, by[0], rows), column: held(column, by[1], columns) };
}

/** All places of the rectangle between two cells. */
export function rectangle(one, other) {
  const found = [];
  for (let row = Math.min(one.row, other.row); row <= Math.max(one.row, other.row); row += 1) {
    for (let column = Math.min(one.column, other.column); column <= Math.max(one.column, other.column); column += 1) found.push({ row, column });
  }
  return found;
}
