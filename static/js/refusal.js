// What was sent but not done: what was typed and chosen is kept here until the server has said that it was done.
// Kept in this tab, for each viewer apart. A page that comes back with a refusal at its corner gives it back.

const key = (name) => `unsent:${document.documentElement.dataset.viewer ?? ""}:${name}`;

/** Keep something under a name, or forget what was kept. */
export function keep(name, held) {
  try {
    if (held) sessionStorage.setItem(key(name), JSON.stringify(held));
    else sessionStorage.removeItem(key(name));
  } catch {
    // A browser that keeps nothing still sends the form.
  }
}

/** What was kept under a name. */
export function kept(name) {
  try {
    return JSON.parse(sessionStorage.getItem(key(name)) ?? "null");
  } catch {
    return null;
  }
}

/** Every name under which something is kept for this viewer. */
export function names() {
  try {
    return Object.keys(sessionStorage).flatMap((one) => (one.startsWith(key("")) ? [one.slice(key("").length)] : []));
  } catch {
    return [];
  }
}

/** Whether this page came back because what was sent was refused. */
export function wasRefused() {
  return Boolean(document.querySelector("[data-toasts] [data-toast][data-tone=risk]"));
}

/** The words of a form as they can be kept: every field but the token, files and passwords, in order. */
export function entriesOf(form) {
  const hidden = new Set([...form.elements].filter((one) => ["file", "password"].includes(one.type)).map((one) => one.name));
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !hidden.has(name));
}

/** Put kept words back into fields; what is ticked or chosen as well. */
export function fill(fields, entries) {
  const held = new Map();
  for (const [name, value] of entries) held.set(name, [...(held.get(name) ?? []), value]);
  for (const field of fields) {
    if (!field.name || ["file", "password", "submit", "button"].includes(field.type)) continue;
    const values = held.get(field.name) ?? [];
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (field.multiple) [...field.options].forEach((option) => (option.selected = values.includes(option.value)));
    else field.value = values.shift() ?? (field.type === "hidden" ? field.value : "");
  }
}
