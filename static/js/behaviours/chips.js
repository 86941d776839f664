// Name several people as one types: found by name, kept as chips with a hidden field each.
//   <div class="chips" data-chips data-url="/people/find/?account=7" data-name="stakeholders" data-remove-label="Remove">
//     <span class="chip" data-chip>Ana Silva<input type="hidden" name="stakeholders" value="12"><button type="button" class="chip-remove">×</button></span>
//     <input class="chips-input" role="combobox" aria-expanded="false" aria-controls="who-list" autocomplete="off" id="who">
//     <div class="listbox" role="listbox" id="who-list" hidden></div>
//   </div>
// The address answers with <div role="option" data-value="12" data-label="Ana Silva">Ana Silva <small>CFO</small></div>, asked with ?q=.
// With data-most="1" a new choice takes the place of the one before.
// Also fires `chips:changed` (detail: values), and accepts `chips:add` (detail: {value, label}).
import { behaviour } from "../attach.js";
import { Listbox } from "../listbox.js";

/** The address to ask for a text. Pure. */
export function questionUrl(url, text) {
  return `${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(text)}`;
}

function values(box) {
  return [...box.querySelectorAll("[data-chip] input[type=hidden]")].map((field) => field.value);
}

function chipElement(box, value, label) {
  const chip = document.createElement("span");
  chip.className = "chip";
  chip.dataset.chip = "";
  chip.append(label);
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: box.dataset.name, value });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "chip-remove", textContent: "×" });
  remove.setAttribute("aria-label", `${box.dataset.removeLabel ?? "Remove"} ${label}`);
  chip.append(field, remove);
  return chip;
}

function changed(box) {
  box.dispatchEvent(new CustomEvent("chips:changed", { bubbles: true, detail: { values: values(box) } }));
  box.closest("form")?.dispatchEvent(new Event("input", { bubbles: true }));
}

function add(box, input, { value, label }) {
  input.value = "";
  if (!value || values(box).includes(value)) return;
  if (box.dataset.most === "1") box.querySelectorAll("[data-chip]").forEach((chip) => chip.remove());
  input.before(chipElement(box, value, label));
  changed(box);
}

function removeChip(box, chip) {
  chip.remove();
  changed(box);
}

function askAsOneTypes(box, input, list, listbox) {
  let timer;
  let asked = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (!input.value.trim()) return listbox.close();
    timer = setTimeout(async () => {
      const mine = (asked += 1);
      const answer = await fetch(questionUrl(box.dataset.url, input.value.trim()), { headers: { "HX-Request": "true" } });
      if (!answer.ok || mine !== asked) return;
      list.innerHTML = await answer.text();
      listbox.open();
      if (listbox.options.length) listbox.highlight(0);
    }, 120);
  });
}

behaviour("[data-chips]", (box) => {
  const input = box.querySelector("[role=combobox]");
  const list = box.querySelector("[role=listbox]");
  const choose = (option) => add(box, input, { value: option.dataset.value, label: option.dataset.label ?? option.textContent.trim() });
  askAsOneTypes(box, input, list, new Listbox(input, list, choose));
  input.addEventListener("keydown", (event) => {
    const last = [...box.querySelectorAll("[data-chip]")].at(-1);
    if (event.key === "Backspace" && !input.value && last) removeChip(box, last);
  });
  box.addEventListener("click", (event) => {
    const button = event.target.closest(".chip-remove");
    if (button) removeChip(box, button.closest("[data-chip]"));
    if (!event.target.closest("[role=option]")) input.focus();
  });
  box.addEventListener("chips:add", (event) => add(box, input, event.detail));
});
