// Attach behaviours to elements by selector, once each, now and after every htmx swap.
const behaviours = [];
const attached = new WeakMap();

/** Say that `attach(element)` runs once for each element that matches `selector`. */
export function behaviour(selector, attach) {
  behaviours.push({ selector, attach });
}

function attachOnce({ attach }, element) {
  const seen = attached.get(element) ?? new Set();
  if (seen.has(attach)) return;
  attached.set(element, seen.add(attach));
  attach(element);
}

/** Attach every behaviour inside `root`, the root included. */
export function attachAll(root) {
  for (const one of behaviours) {
    if (root.matches?.(one.selector)) attachOnce(one, root);
    root.querySelectorAll(one.selector).forEach((element) => attachOnce(one, element));
  }
}

export function start() {
  attachAll(document);
  document.addEventListener("htmx:load", (event) => attachAll(event.detail.elt));
}

/** Is the person writing, so that single-letter keys belong to the text? */
export function isTyping(target) {
  return Boolean(target.closest?.("input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]"));
}
