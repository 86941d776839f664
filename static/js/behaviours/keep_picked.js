// A deed to chosen rows that is refused loses neither what was chosen nor what was typed into the bar.
//   <form data-picked method="post">…</form>, which is sent as a page and leads back to the list (picking.js)
import { behaviour } from "../attach.js";
import { entriesOf, fill, keep, kept, wasRefused } from "../refusal.js";

const nameOf = (bar) => `picked:${location.pathname}#${bar.id}`;
const idOf = (box) => box.value.split(":")[0];
const boxesOf = (bar) => [...document.querySelectorAll(`[data-pick][form="${CSS.escape(bar.id)}"]`)];

const typedInto = (bar) => [...bar.elements].filter((field) => bar.contains(field) && field.type !== "hidden");

function bringBack(bar, { chosen, typed }) {
  boxesOf(bar).forEach((box) => (box.checked = chosen.includes(idOf(box))));
  fill(typedInto(bar), typed);
}

behaviour("form[data-picked][method=post]", (bar) => {
  const held = kept(nameOf(bar));
  keep(nameOf(bar), null);
  if (held && wasRefused()) bringBack(bar, held);
  bar.addEventListener("submit", (event) => {
    const chosen = boxesOf(bar).filter((box) => box.checked).map(idOf);
    const names = typedInto(bar).map((field) => field.name);
    if (!event.defaultPrevented) keep(nameOf(bar), { chosen, typed: entriesOf(bar).filter(([name]) => names.includes(name)) });
  });
});
