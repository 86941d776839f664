// Where a row of links slides on a narrow screen, the page one is on stands in sight.
//   <ul class="tabs" data-current-in-view><li><a href="…" aria-current="page">…</a></li></ul>
import { behaviour } from "../attach.js";

behaviour("[data-current-in-view]", (row) => {
  const current = row.querySelector("[aria-current]");
  if (!current || row.scrollWidth <= row.clientWidth) return;
  const [outer, inner] = [row, current].map((element) => element.getBoundingClientRect());
  row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
});
