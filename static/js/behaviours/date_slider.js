// Choose a past date by sliding; the page says the date while sliding and goes there (or asks htmx) when let go.
//   <form class="date-slider" data-date-slider data-first="2025-03-01" data-last="2026-11-21" action="…">
//     <label for="on">As of</label><input id="on" type="range"><output></output><input type="date" name="as_of" value="2026-11-21">
//   </form>
// The range counts days; the date field is what is sent. Submits the form, so hx-get on the form works as well.
import { behaviour } from "../attach.js";

const DAY = 86_400_000;

/** Whole days from one ISO date to another. Pure. */
export function daysBetween(first, last) {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY);
}

/** The ISO date so many days after another. Pure. */
export function dateAfter(first, days) {
  return new Date(Date.parse(first) + days * DAY).toISOString().slice(0, 10);
}

function inWords(iso) {
  return new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(iso));
}

behaviour("[data-date-slider]", (form) => {
  const { first, last } = form.dataset;
  const range = form.querySelector("input[type=range]");
  const field = form.querySelector("input[type=date]");
  const output = form.querySelector("output");
  const show = () => {
    const words = inWords(field.value || last);
    if (output) output.textContent = words;
    range.setAttribute("aria-valuetext", words);
  };
  Object.assign(range, { min: 0, max: daysBetween(first, last), step: 1 });
  range.value = daysBetween(first, field.value || last);
  range.addEventListener("input", () => {
    field.value = dateAfter(first, Number(range.value));
    show();
  });
  range.addEventListener("change", () => form.requestSubmit());
  field.addEventListener("change", () => form.requestSubmit());
  show();
});
