// The constellation: draws the sky of a json_script into its container. Loaded only where one stands; see ../map/contract.js.
//   {{ sky|json_script:"sky" }}<section data-map="sky" aria-label="Constellation">…server-rendered SVG…</section>
import { behaviour } from "../attach.js";

behaviour("[data-map]", async (container) => {
  const { show } = await import("../map/show.js");
  show(container);
});
