// What could not be saved stays in sight: which cell, what was set, why it was refused, and what one can do.

const keyOf = ({ stakeholder, column }) => `${stakeholder}.${column}`;

export class Problems {
  constructor(box, grid) {
    this.box = box;
    this.grid = grid;
    this.list = box.querySelector("[data-grid-problem-list]");
    this.template = box.querySelector("[data-grid-problem]");
    this.shown = new Map();
  }

  get isEmpty() {
    return this.shown.size === 0;
  }

  add(cell, said, refusal) {
    this.forget([said]);
    const item = this.template.content.firstElementChild.cloneNode(true);
    const text = cell.querySelector("[data-text]").textContent;
    item.querySelector("[data-problem-text]").textContent = `${cell.closest("tr").dataset.name}, ${this.grid.cells.headingOf(cell)}: ${text}. ${refusal.detail}`;
    this.offer(item, "again", refusal.can_retry, () => this.grid.put([{ cell, value: said.value, seen: said.seen }]));
    this.offer(item, "insist", refusal.can_insist, () => this.grid.put([{ cell, value: said.value, seen: refusal.now }]));
    this.offer(item, "drop", true, () => this.drop(cell, said, refusal));
    this.list.append(item);
    this.shown.set(keyOf(said), item);
    this.box.hidden = false;
  }

  offer(item, name, isOffered, act) {
    const button = item.querySelector(`[data-problem-${name}]`);
    if (isOffered) button.addEventListener("click", act);
    else button.remove();
  }

  /** Leave it as it is: the cell shows what is recorded. */
  drop(cell, said, refusal) {
    this.grid.paint(cell, "now" in refusal ? refusal.now : said.seen, "", said.wasAssumed && !("now" in refusal));
    this.forget([said]);
    if (this.isEmpty) this.grid.say(this.grid.words.saved);
    cell.focus();
  }

  forget(cells) {
    cells.forEach((said) => {
      this.shown.get(keyOf(said))?.remove();
      this.shown.delete(keyOf(said));
    });
    this.box.hidden = this.isEmpty;
  }
}
