// The quick-set grid: arrow keys move, digits set, Shift selects, every change is saved as it is made, Ctrl+Z undoes.
//   <table role="grid" data-grid data-save="/people/grid/save/" data-undo="/people/grid/undo/group/">…</table>
// templates/stakeholders/_grid.html writes it, with [data-grid-bar] (the values to choose), [data-grid-problems] and [data-grid-words].
import htmx from "htmx.org";
import { behaviour } from "../attach.js";
import { Cells, isSettable, nameOf, show, valueIn } from "../grid/cells.js";
import { moved, rectangle, stepped, valueOf } from "../grid/keys.js";
import { Problems } from "../grid/problems.js";
import { Saving } from "../grid/saving.js";
import { csrfToken } from "./csrf.js";
import { toast } from "./toast.js";

const SECOND_DIGIT_MS = 900;

async function ask(url, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" });
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
  const said = isJson ? await answer.json() : {};
  if (!answer.ok || !isJson) throw Object.assign(new Error(said.detail ?? ""), { isSignedOut: !isJson });
  return said;
}

class Grid {
  constructor(table) {
    this.table = table;
    this.cells = new Cells(table);
    this.words = document.querySelector("[data-grid-words]").dataset;
    this.bar = document.querySelector("[data-grid-bar]");
    this.state = document.querySelector("[data-grid-state]");
    this.problems = new Problems(document.querySelector("[data-grid-problems]"), this);
    this.done = [];
    this.digit = { cell: null, key: "", at: 0 };
    this.saving = new Saving((steps) => this.send(steps), {
      sent: (step, answer) => this.sent(step, answer),
      failed: (step, error) => this.failed(step, error),
      idle: () => this.say(this.problems.isEmpty ? this.words.saved : this.words.unsaved),
    });
    this.listen();
    this.restore();
  }

  listen() {
    this.table.addEventListener("keydown", (event) => this.keyed(event));
    this.table.addEventListener("mousedown", (event) => this.pointed(event));
    this.table.addEventListener("focusin", (event) => this.focused(event));
    this.table.addEventListener("dblclick", (event) => event.target.closest("[data-opens]") && this.open(event.target.closest("[data-opens]")));
    this.bar.addEventListener("click", (event) => this.chosen(event.target.closest("[data-choice]")));
    this.bar.addEventListener("keydown", (event) => this.keyedInBar(event));
    document.addEventListener("keydown", (event) => this.keyedAnywhere(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.saving.isIdle || !this.problems.isEmpty) event.preventDefault();
    });
  }

  // Where one is

  go(place, isExtending = false) {
    this.cells.active = place;
    if (!isExtending) this.cells.anchor = place;
    this.mark();
    this.cells.current?.focus();
  }

  mark() {
    const chosen = new Set(rectangle(this.cells.anchor, this.cells.active).map((place) => this.cells.at(place)));
    const isRange = chosen.size > 1;
    this.cells.rows.flat().forEach((cell) => {
      cell.tabIndex = cell === this.cells.current ? 0 : -1;
      if (isRange && chosen.has(cell)) cell.setAttribute("aria-selected", "true");
      else cell.removeAttribute("aria-selected");
    });
    this.offer();
  }

  /** Show the values that fit the current cell. */
  offer() {
    const cell = this.cells.current;
    this.bar.hidden = !cell || !isSettable(cell);
    this.bar.querySelectorAll("[data-choices]").forEach((choices) => {
      choices.hidden = choices.dataset.choices !== cell?.dataset.kind;
      if (choices.hidden) return;
      const count = this.targets().length;
      const who = count > 1 ? `${count} ×` : `${cell.closest("tr").dataset.name},`;
      choices.querySelector("[data-grid-what]").textContent = `${who} ${this.cells.headingOf(cell)}`;
      choices.querySelectorAll("[data-choice]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.choice === cell.dataset.value)));
    });
  }

  focused(event) {
    const place = this.cells.placeOf(event.target.closest("[role=gridcell]"));
    if (!place || this.cells.at(place) === this.cells.current) return this.offer();
    this.cells.active = this.cells.anchor = place;
    this.mark();
  }

  pointed(event) {
    const place = this.cells.placeOf(event.target.closest("[role=gridcell]"));
    if (!place || event.button !== 0) return;
    event.preventDefault();
    this.go(place, event.shiftKey);
  }

  // Keys

  keyed(event) {
    const place = this.cells.placeOf(event.target.closest("[role=gridcell]"));
    if (!place || event.altKey || event.metaKey) return;
    const next = moved(this.cells.active, event.key, this.cells.size, event.ctrlKey);
    if (next) this.go(next, event.shiftKey);
    else if (event.ctrlKey && event.key === " ") this.selectColumn();
    else if (event.ctrlKey) return;
    else if (event.key === "Enter" || event.key === "F2") this.enter();
    else if (event.key === "Escape") this.go(this.cells.active);
    else if (!this.typed(event.key)) return;
    event.preventDefault();
  }

  selectColumn() {
    const { column } = this.cells.active;
    this.cells.anchor = { row: 0, column };
    this.cells.active = { row: this.cells.size.rows - 1, column };
    this.mark();
    this.cells.current.focus();
  }

  enter() {
    const cell = this.cells.current;
    if (cell.dataset.opens) return this.open(cell);
    const choices = this.bar.querySelector("[data-choices]:not([hidden])");
    (choices?.querySelector("[aria-pressed=true]") ?? choices?.querySelector("[data-choice]"))?.focus();
  }

  open(cell) {
    htmx.ajax("GET", cell.dataset.opens, { target: "#dialog", source: cell });
  }

  typed(key) {
    const cell = this.cells.current;
    if (!isSettable(cell)) return false;
    const by = { "+": 1, "-": -1 }[key];
    if (by) {
      this.set((each) => stepped(each.dataset.kind, valueIn(each), by));
      return true;
    }
    const isSecond = this.digit.cell === cell && Date.now() - this.digit.at < SECOND_DIGIT_MS;
    const first = isSecond ? this.digit.key : "";
    const value = valueOf(cell.dataset.kind, key, first);
    if (value === undefined) return false;
    this.digit = { cell, key: first === "" ? key : "", at: Date.now() };
    this.set(() => value);
    return true;
  }

  keyedInBar(event) {
    const buttons = [...this.bar.querySelectorAll("[data-choices]:not([hidden]) [data-choice]")];
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.cells.current.focus();
    else if (by) buttons[(buttons.indexOf(event.target) + by + buttons.length) % buttons.length].focus();
    else return;
    event.preventDefault();
  }

  keyedAnywhere(event) {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    if (!isUndo || event.target.closest("input, textarea, select, dialog")) return;
    event.preventDefault();
    this.undo();
  }

  // Setting

  /** The cells that are set together: those selected of the kind of the current one. */
  targets() {
    const { kind } = this.cells.current.dataset;
    return rectangle(this.cells.anchor, this.cells.active).map((place) => this.cells.at(place)).filter((cell) => cell.dataset.kind === kind);
  }

  chosen(button) {
    if (!button) return;
    const { kind } = this.cells.current.dataset;
    const value = button.dataset.choice === "" ? null : kind === "level" ? button.dataset.choice : Number(button.dataset.choice);
    this.set(() => value);
    this.cells.current.focus();
  }

  set(valueFor) {
    const said = this.targets().map((cell) => ({ cell, value: valueFor(cell) }));
    this.put(said.filter(({ cell, value }) => value !== valueIn(cell) || "assumed" in cell.dataset));
  }

  put(said) {
    if (said.length === 0) return;
    const cells = said.map(({ cell, value, seen }) => ({ ...nameOf(cell), value, seen: seen === undefined ? valueIn(cell) : seen, wasAssumed: "assumed" in cell.dataset }));
    said.forEach(({ cell, value }) => this.paint(cell, value, "saving"));
    this.problems.forget(cells);
    this.say(this.words.saving);
    this.saving.add({ cells });
    this.offer();
  }

  paint(cell, value, state, isAssumed = false) {
    show(cell, value, this.textOf(cell.dataset.kind, value), isAssumed);
    cell.dataset.state = state;
    if (state === "failed") cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  }

  textOf(kind, value) {
    return this.bar.querySelector(`[data-choices="${kind}"] [data-choice="${value ?? ""}"]`)?.dataset.text ?? String(value);
  }

  say(text) {
    this.state.textContent = text;
  }

  // Saving

  async send(steps) {
    const { steps: answers } = await ask(this.table.dataset.save, {
      steps: steps.map(({ cells }) => cells.map(({ stakeholder, column, value, seen }) => ({ stakeholder, column, value, seen }))),
    });
    return answers;
  }

  sent(step, answer) {
    const refused = new Map(answer.refused.map((each) => [`${each.stakeholder}.${each.column}`, each]));
    step.cells.forEach((said) => {
      const refusal = refused.get(`${said.stakeholder}.${said.column}`);
      const cell = this.cells.find(said);
      if (refusal) this.refuse(cell, said, refusal);
      else if (valueIn(cell) === said.value) this.paint(cell, said.value, "");
    });
    this.refresh(answer.now);
    if (!answer.group) return;
    this.done.push({ group: answer.group, cells: step.cells.filter((said) => !refused.has(`${said.stakeholder}.${said.column}`)) });
    this.tell(answer);
  }

  /** Show what stands in the rows that were touched: a rule may have assumed something from what was set. */
  refresh(now) {
    const waiting = new Set(this.saving.waiting.flatMap((step) => step.cells.map((said) => `${said.stakeholder}.${said.column}`)));
    now.forEach((held) => {
      const cell = this.cells.find(held);
      if (!cell || waiting.has(`${held.stakeholder}.${held.column}`) || cell.dataset.state === "failed") return;
      show(cell, held.value, held.text, held.is_assumed);
      cell.dataset.state = "";
    });
    this.offer();
  }

  failed(step, error) {
    const detail = error.isSignedOut ? this.words.signedOut : error.message && !(error instanceof TypeError) ? error.message : this.words.offline;
    step.cells.forEach((said) => this.refuse(this.cells.find(said), said, { detail, can_retry: true }));
  }

  refuse(cell, said, refusal) {
    this.paint(cell, said.value, "failed");
    this.problems.add(cell, said, refusal);
    this.say(this.words.unsaved);
  }

  /** One toast that always offers to undo the last change. */
  tell({ summary, group }) {
    this.note?.remove();
    this.note = toast({ text: summary, undo: this.undoUrl(group) });
    this.note?.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.undo();
    });
  }

  undoUrl(group) {
    return this.table.dataset.undo.replace("/group/", `/${group}/`);
  }

  async undo() {
    await this.saving.settled();
    const last = this.done.pop();
    if (!last) return;
    let now;
    try {
      ({ now } = await ask(this.undoUrl(last.group), {}));
    } catch (error) {
      toast({ text: error.message || this.words.offline, tone: "risk" });
      return;
    }
    this.refresh(now);
    this.note?.remove();
    this.offer();
    this.cells.find(last.cells[0])?.focus();
  }

  // Coming back from a dialog, one is where one was.

  restore() {
    const kept = JSON.parse(sessionStorage.getItem("grid-place") ?? "null");
    sessionStorage.removeItem("grid-place");
    const cell = kept?.path === location.pathname ? this.table.querySelector(`tr[data-stakeholder="${kept.stakeholder}"] [data-kind="roles"]`) : null;
    const place = this.cells.placeOf(cell);
    if (place) this.go(place);
    else this.mark();
    this.bar.hidden = !place;
    this.table.addEventListener("htmx:beforeRequest", (event) => {
      const stakeholder = event.target.closest("tr")?.dataset.stakeholder;
      if (stakeholder) sessionStorage.setItem("grid-place", JSON.stringify({ path: location.pathname, stakeholder }));
    });
  }
}

behaviour("[data-grid]", (table) => new Grid(table));
