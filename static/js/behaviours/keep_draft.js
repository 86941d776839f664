// What is typed into a form of the dialog stays, in this tab, until it was sent or thrown away: Escape loses nothing.
// Opened again, the form says so and offers to begin afresh. Cancel throws away. No markup is needed in the form;
// one whose field has data-keep-typed keeps itself. The words come with the page:
//   <template id="draft-template"><p class="draft-note" role="status">… <button type="button" data-draft-drop>…</button></p></template>
import htmx from "htmx.org";
import { behaviour } from "../attach.js";
import { entriesOf, fill, keep, kept, names, wasRefused } from "../refusal.js";
import { snapshot } from "./dirty.js";

const BOOKKEEPING = ["csrfmiddlewaretoken", "row_version", "seen"];
// What each form said when it was opened: refused, it comes back with what was typed, which is still a draft.
const pristine = new Map();
let isOpening = true;

const actionOf = (form) => form.getAttribute("hx-post") ?? form.getAttribute("action");
const isOwn = (field) => field.name !== "csrfmiddlewaretoken" && !field.closest("[data-chip]");

/** What a form of the dialog is called: where it is sent, and which row it is about. */
function nameOf(form) {
  const hidden = [...form.elements].filter((one) => one.type === "hidden" && !BOOKKEEPING.includes(one.name) && isOwn(one));
  const place = [...form.closest("dialog").querySelectorAll("form")].indexOf(form);
  return `draft:${actionOf(form)}#${place}?${snapshot(hidden.map((one) => [one.name, one.value]))}`;
}

const chipsOf = (form) =>
  [...form.querySelectorAll("[data-chips]")].map((box) =>
    [...box.querySelectorAll("[data-chip]")].map((chip) => ({
      value: chip.querySelector("input[type=hidden]")?.value,
      label: chip.firstChild?.textContent.trim(),
    })),
  );

function fillChips(form, chips) {
  form.querySelectorAll("[data-chips]").forEach((box, at) => {
    box.querySelectorAll("[data-chip]").forEach((chip) => chip.remove());
    (chips[at] ?? []).forEach((detail) => box.dispatchEvent(new CustomEvent("chips:add", { detail })));
  });
}

function save(form, name) {
  const entries = entriesOf(form);
  keep(name, snapshot(entries) === pristine.get(name) ? null : { entries, chips: chipsOf(form) });
}

function sayItIsBack(form, name) {
  const note = document.querySelector("#draft-template")?.content.firstElementChild?.cloneNode(true);
  if (!note) return;
  note.querySelector("[data-draft-drop]").addEventListener("click", () => {
    keep(name, null);
    htmx.ajax("GET", actionOf(form), { source: form, target: "#dialog", swap: "innerHTML" });
  });
  (form.querySelector(".dialog-body") ?? form).prepend(note);
}

function bringBack(form, name) {
  const draft = kept(name);
  if (!draft) return;
  fill([...form.elements].filter(isOwn), draft.entries);
  fillChips(form, draft.chips);
  if (form.getAttribute("hx-post")) sayItIsBack(form, name);
}

behaviour("dialog[data-dialog] form[method=post]", (form) => {
  if (form.querySelector("[data-keep-typed]")) return;
  const name = nameOf(form);
  if (isOpening) {
    pristine.set(name, snapshot(entriesOf(form)));
    bringBack(form, name);
  }
  ["input", "change"].forEach((heard) => form.addEventListener(heard, () => save(form, name)));
  form.addEventListener("submit", () => form.hasAttribute("hx-post") || (kept(name) && keep(name, { ...kept(name), isSent: true })));
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt === form && detail.requestConfig.verb !== "get" && detail.xhr.status === 204) forget(form);
  });
  form.addEventListener("click", (event) => event.target.closest(".dialog-foot [data-dialog-close]") && keep(name, null));
});

/** Sent: forget what was typed, also where it was sent from the form that showed two versions of it. */
function forget(form) {
  names().forEach((one) => one.startsWith(`draft:${actionOf(form)}#`) && keep(one, null));
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target.matches?.("dialog[data-dialog]")) isOpening = detail.requestConfig.verb === "get" || !detail.target.contains(detail.elt);
});

// What was sent as a page of its own was done, unless the page that came back says that it was refused.
behaviour("body", () => {
  if (!wasRefused()) names().forEach((name) => kept(name)?.isSent && keep(name, null));
});
