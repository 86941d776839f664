// Arrow keys over the options of a listbox while the focus stays in its input (the combobox pattern).
// Used by the search box, the chips and the palette.

/** The next index for a key among `count` options, -1 for none. Pure. */
export function nextIndex(key, index, count) {
  if (count === 0) return -1;
  if (key === "ArrowDown") return (index + 1) % count;
  if (key === "ArrowUp") return index <= 0 ? count - 1 : index - 1;
  return index;
}

export class Listbox {
  /** `onChoose(option)` runs on Enter or click. With `stays` the list is part of the page and never closes. */
  constructor(input, list, onChoose, { stays = false } = {}) {
    Object.assign(this, { input, list, onChoose, stays, index: -1 });
    input.addEventListener("keydown", (event) => this.onKey(event));
    if (!stays) input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option, event);
    });
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  open() {
    this.list.hidden = this.list.childElementCount === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.highlight(-1);
  }

  close() {
    if (this.stays) return;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.highlight(-1);
  }

  highlight(index) {
    this.index = index;
    this.options.forEach((option, at) => {
      option.id ||= `${this.list.id}-${at}`;
      option.setAttribute("aria-selected", String(at === index));
    });
    const active = this.options[index];
    if (active) {
      this.input.setAttribute("aria-activedescendant", active.id);
      active.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  choose(option, event) {
    if (this.onChoose(option, event) !== false) this.close();
  }

  onKey(event) {
    if (event.key === "Escape" && !this.list.hidden && !this.stays) {
      event.stopPropagation();
      this.close();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      if (this.list.hidden) this.open();
      this.highlight(nextIndex(event.key, this.index, this.options.length));
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && this.index >= 0) {
      event.preventDefault();
      this.choose(this.options[this.index], event);
    }
  }
}
