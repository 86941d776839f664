// What the constellation is drawn from: the one agreement between the server and static/js/map/.
//
// The page writes {{ sky|json_script:"sky" }} and includes components/map.html with sky_id="sky". All keys are always present.
// In customer view the server leaves out every key marked (internal), which `readSky` fills with nothing, and sends no recorded
// connections; nothing internal may stand in the page source.
//
// Ids of stars and users meet in lines, so there they carry a letter: star 12 is "s12", user 3 is "u3".
// Positions x and y run from 0 (left, top) to 1 (right, bottom); null where the server has none (the browser then finds one).

/**
 * @typedef {object} Sky
 * @property {{id: number, name: string}} account
 * @property {string} as_of ISO date
 * @property {string} [as_of_label] the date as the reader writes it; for the picture
 * @property {boolean} customer_view
 * @property {Star[]} stars
 * @property {Ours[]} ours
 * @property {Line[]} lines
 * @property {Record<string, string[]>} routes star id without letter -> the ids of the lines on our routes to them (internal)
 * @property {Urls} urls
 *
 * @typedef {object} Star a stakeholder on that date, or one who left within 180 days
 * @property {number} id
 * @property {number} number the stakeholder's permanent number within the account
 * @property {string} name
 * @property {string} title "" when unknown
 * @property {string} department "" when unknown
 * @property {"executive"|"vp"|"director"|"manager"|"individual"|""} level (internal)
 * @property {string} level_label (internal)
 * @property {boolean} is_present
 * @property {string|null} left_on ISO date, first day absent
 * @property {string} leaves when somebody leaves who said so, in words; "" for everybody else (internal)
 * @property {number} fade 0 for who is present and on the day they left, rising to 1 at 180 days
 * @property {Role[]} roles (internal)
 * @property {{letter: string, label: string}|null} ring the one most decisive role (internal)
 * @property {1|2|3|null} influence_step null when unknown (internal)
 * @property {number|null} authority 0-10, null when unknown (internal)
 * @property {number|null} sentiment -2..2, null when never recorded (internal)
 * @property {boolean} is_key all routes pass through them (internal)
 * @property {boolean} is_assumed level, department, influence or authority were assumed from the title (internal)
 * @property {string|null} persona (internal)
 * @property {number|null} x
 * @property {number|null} y
 * @property {boolean} pinned somebody placed it here
 * @property {number|null} best_strength 0-1, of the strongest relationship of ours (internal)
 * @property {string|null} label_strength "strong", "steady", "fading", "lost" or "none" (internal)
 *
 * @typedef {{key: string, label: string, letter: string, decides: boolean, is_assumed: boolean, is_orphaned: boolean}} Role
 *
 * @typedef {object} Ours one of our users
 * @property {number} id
 * @property {string} name
 * @property {string[]} jobs as the page says them
 * @property {number|null} x
 * @property {number|null} y
 *
 * @typedef {object} Line
 * @property {string} id unique in the sky, e.g. "r17" or "c4"
 * @property {"relationship"|"reports_to"|"works_with"|"influences"|"opposes"|"met_together"} kind
 * @property {string} from "u3" or "s12"; a relationship runs from ours, influences and reports to along their direction
 * @property {string} to
 * @property {number|null} strength 0-1, relationships only (internal)
 * @property {"strong"|"steady"|"fading"|"lost"|"none"|null} label relationships only (internal)
 * @property {boolean} is_live counts on that date
 * @property {boolean} is_past ended, or one of its ends left
 * @property {boolean} is_assumed (internal)
 * @property {boolean} on_route lies on a route to the decision (internal)
 *
 * @typedef {object} Urls
 * @property {string|null} panel (null for customers) answers the panel of a star as HTML; "{id}" stands for the star's id
 * @property {string|null} place takes POST id ("s12"), x, y; null for who may not write; ours stand at the rim in their order
 * @property {string|null} [whatif] answers the figures without some people as HTML to ?without=12,14
 * @property {string} [brief] where a meeting with a star is prepared; "{id}" stands for the star's id
 */

const NO_THOUGHTS = {
  level: "",
  level_label: "",
  roles: [],
  ring: null,
  influence_step: null,
  authority: null,
  sentiment: null,
  is_key: false,
  is_assumed: false,
  persona: null,
  best_strength: null,
  label_strength: null,
};
const NO_JUDGEMENT = { strength: null, label: null, is_assumed: false, on_route: false };

/** Fill in what a customer view leaves out. Pure. */
export function completed(sky) {
  return {
    ...sky,
    stars: sky.stars.map((star) => ({ ...NO_THOUGHTS, ...star })),
    lines: sky.lines.map((line) => ({ ...NO_JUDGEMENT, ...line })),
  };
}

/** Read the sky of a json_script. */
export function readSky(id) {
  return /** @type {Sky} */ (completed(JSON.parse(document.getElementById(id).textContent)));
}

export const starId = (star) => `s${star.id}`;
export const oursId = (user) => `u${user.id}`;
export const numberOf = (id) => Number(id.slice(1));
