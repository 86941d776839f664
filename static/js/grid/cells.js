// The cells of the quick-set grid as they stand on the page: what they hold, how they look, which is current.

const SETTABLE = "ten sentiment level".split(" ");

export function isSettable(cell) {
  return SETTABLE.includes(cell.dataset.kind);
}

export function valueIn(cell) {
  const { value, kind } = cell.dataset;
  if (value === "") return null;
  return kind === "level" ? value : Number(value);
}

/** The key of a cell in messages to the server. */
export function nameOf(cell) {
  return { stakeholder: Number(cell.closest("tr").dataset.stakeholder), column: cell.dataset.column };
}

/** Show a value, stated or assumed. */
export function show(cell, value, text, isAssumed = false) {
  cell.dataset.value = value ?? "";
  cell.querySelector("[data-text]").textContent = text;
  cell.toggleAttribute("data-assumed", isAssumed);
  cell.querySelector("[data-assumed-word]").hidden = !isAssumed;
}

export class Cells {
  constructor(table) {
    this.table = table;
    this.rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("[role=gridcell]")]);
    this.active = { row: 0, column: 0 };
    this.anchor = this.active;
  }

  get size() {
    return { rows: this.rows.length, columns: this.rows[0]?.length ?? 0 };
  }

  at({ row, column }) {
    return this.rows[row]?.[column];
  }

  get current() {
    return this.at(this.active);
  }

  placeOf(cell) {
    const row = this.rows.findIndex((cells) => cells.includes(cell));
    return row < 0 ? undefined : { row, column: this.rows[row].indexOf(cell) };
  }

  find({ stakeholder, column }) {
    return this.table.querySelector(`tr[data-stakeholder="${stakeholder}"] [data-column="${column}"]`);
  }

  headingOf(cell) {
    return this.table.tHead.rows[0].cells[cell.cellIndex].textContent.trim();
  }
}
