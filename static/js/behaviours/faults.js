// What is wrong with the fields of a form, as the server says while one types: an error that is shown beside its field
// goes once it is mended, and says what is wrong now. Nothing turns red that was not red before.
//   <div hidden data-faults='{"id_audience": ["There is no fact named mood."]}' data-faults-of="#playbook-fields"></div>
import { behaviour } from "../attach.js";

const MARK = ".field-error";

/** What becomes of the errors shown beside a field: gone, the same, or the words that take their place. Pure. */
export function afterwards(shown, faults) {
  if (!faults?.length) return [];
  return shown.map((_words, place) => faults[place]).filter(Boolean);
}

function refresh(box, faults) {
  const marks = [...box.querySelectorAll(MARK)];
  const words = afterwards(
    marks.map((mark) => mark.textContent.trim()),
    faults,
  );
  marks.forEach((mark, place) => (words[place] ? say(mark, words[place]) : mark.remove()));
  if (words.length) return;
  const field = document.getElementById(box.id.replace(/_error$/, ""));
  field?.removeAttribute("aria-invalid");
  box.remove();
}

function say(mark, words) {
  if (mark.textContent.trim() !== words) mark.replaceChildren(...mark.querySelectorAll("svg"), ` ${words}`);
}

behaviour("[data-faults]", (told) => {
  const faults = JSON.parse(told.dataset.faults);
  const form = document.querySelector(told.dataset.faultsOf);
  form?.querySelectorAll("[id$=_error]").forEach((box) => refresh(box, faults[box.id.replace(/_error$/, "")]));
  if (!Object.keys(faults).length) form?.querySelectorAll(".form-errors").forEach((box) => box.remove());
});
