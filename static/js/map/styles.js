// How a star, one of ours, a department and a line look: numbers and SVG marks, shared by the canvas and the pictures. Pure.

const TOKENS = [
  "sky-deep", "sky", "sky-glow", "sky-ink", "sky-muted", "sky-accent", "sky-risk", "sky-outline", "sky-line", "sky-line-live", "sky-route", "sky-ours",
  "star-outline", ...["star", "star-gold", "star-violet"].flatMap((hue) => [1, 2, 3].map((step) => `${hue}-${step}`)),
];

/** Read a palette from the tokens: "" for the night, "paper-" for printing. */
export function readPalette(prefix = "") {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(TOKENS.map((name) => [name, (style.getPropertyValue(`--${prefix}${name}`) || style.getPropertyValue(`--${name}`)).trim()]));
}

/** The hue word of a sentiment; "" where none is recorded or it is neutral. */
export function hueOf(sentiment) {
  if (!sentiment) return "star";
  return sentiment > 0 ? "star-gold" : "star-violet";
}

/** The radius of a star's core from authority (0-10), in pixels of a map with room. */
export function radiusOf(authority) {
  return authority === null ? 9 : 6 + 0.85 * authority;
}

/** Everything that decides how a star is drawn; equal looks are drawn once. */
export function lookOf(star, isCustomerView) {
  const step = isCustomerView ? 3 : star.influence_step;
  return {
    radius: isCustomerView ? 9 : radiusOf(star.authority),
    hue: isCustomerView ? "star" : hueOf(star.sentiment),
    step,
    isHollow: !star.is_present,
    isAssumed: star.is_assumed,
    isKey: star.is_key,
    letter: star.ring?.letter ?? "",
    isRoleAssumed: star.roles.some((role) => role.letter === star.ring?.letter && role.is_assumed),
    isOrphaned: star.roles.some((role) => role.letter === star.ring?.letter && role.is_orphaned),
  };
}

/** How far the marks around a star reach from its centre, as a multiple of its radius. */
export const REACH = 3.4;

/** The marks of a star around 0,0 as SVG elements. `key` makes ids unique within one picture. */
export function starMarks(look, palette, key) {
  const colour = look.step ? palette[`${look.hue}-${look.step}`] : palette["star-outline"];
  const marks = [];
  if (!look.isHollow && look.step) marks.push(glow(look, colour, key));
  if (look.isKey) marks.push(halo(look, palette));
  if (look.letter) marks.push(ring(look, colour));
  marks.push(core(look, colour, palette));
  if (look.letter) marks.push(letterBadge(look, palette, colour));
  return marks.join("");
}

function glow({ radius, step }, colour, key) {
  const reach = radius * (2 + 0.45 * step);
  const strength = [0, 0.5, 0.75, 1][step];
  return (
    `<radialGradient id="g${key}">${fading(colour, strength)}</radialGradient>` +
    `<circle r="${reach}" fill="url(#g${key})"/>`
  );
}

// Light falls off with the square of what is left, so that no edge of the glow can be seen.
function fading(colour, strength) {
  return [0, 0.3, 0.45, 0.6, 0.75, 0.9, 1]
    .map((at) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${(strength * (1 - at) ** 2).toFixed(3)}"/>`)
    .join("");
}

function halo({ radius }, palette) {
  const at = radius + 11;
  return (
    `<circle r="${at}" fill="none" stroke="${palette["sky-accent"]}" stroke-width="7" stroke-opacity="0.22"/>` +
    `<circle r="${at}" fill="none" stroke="${palette["sky-accent"]}" stroke-width="1.5"/>`
  );
}

function ring({ radius, isRoleAssumed, isOrphaned }, colour) {
  const dashes = isRoleAssumed || isOrphaned ? ` stroke-dasharray="3 2.5"` : "";
  return `<circle r="${radius + 4}" fill="none" stroke="${colour}" stroke-width="1.6"${dashes}/>`;
}

function core({ radius, step, isHollow, isAssumed }, colour, palette) {
  if (isHollow) return `<circle r="${radius - 0.75}" fill="${palette.sky}" stroke="${colour}" stroke-width="1.5"/>`;
  const dashes = isAssumed ? ` stroke-dasharray="2.5 2"` : "";
  if (!step) {
    return `<circle r="${radius - 0.75}" fill="${palette.sky}" stroke="${colour}" stroke-width="1.5"${dashes}/>${text("?", radius * 1.2, colour)}`;
  }
  if (!isAssumed) return `<circle r="${radius}" fill="${colour}"/>`;
  return `<circle r="${radius - 2.5}" fill="${colour}"/><circle r="${radius - 0.5}" fill="none" stroke="${colour}" stroke-width="1"${dashes}/>`;
}

function text(letter, size, colour, x = 0, y = 0) {
  return (
    `<text x="${x}" y="${y}" font-family="system-ui, sans-serif" font-size="${size}" font-weight="700" fill="${colour}" ` +
    `text-anchor="middle" dominant-baseline="central">${escaped(letter)}</text>`
  );
}

function letterBadge({ radius, letter }, palette, colour) {
  const at = (radius + 4) * Math.SQRT1_2;
  return (
    `<circle cx="${at}" cy="${-at}" r="7" fill="${palette["sky-deep"]}" stroke="${colour}" stroke-width="1.2"/>` +
    text(letter, 9.5, palette["sky-ink"], at, -at)
  );
}

/** The marks of one of ours: a rounded square with a monogram. */
export function oursMarks(user, palette) {
  const words = user.name.split(/\s+/).filter(Boolean);
  const letters = ((words[0]?.[0] ?? "") + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
  return (
    `<rect x="-13" y="-13" width="26" height="26" rx="7" fill="${palette["sky-deep"]}" stroke="${palette["sky-ours"]}" stroke-width="1.75"/>` +
    text(letters, 10.5, palette["sky-ours"])
  );
}

/** The radius of a folded department. */
export function clusterRadius(count) {
  return Math.min(46, 16 + 4 * Math.sqrt(count));
}

/** The marks of a folded department: a cloud of small stars with their number. */
export function clusterMarks({ count }, palette, key) {
  const radius = clusterRadius(count);
  return (
    `<radialGradient id="n${key}"><stop offset="0" stop-color="${palette["star-1"]}" stop-opacity="0.5"/>` +
    `<stop offset="0.7" stop-color="${palette["star-1"]}" stop-opacity="0.16"/><stop offset="1" stop-color="${palette["star-1"]}" stop-opacity="0"/></radialGradient>` +
    `<circle r="${radius * 1.5}" fill="url(#n${key})"/>` +
    `<circle r="${radius}" fill="none" stroke="${palette["star-1"]}" stroke-width="1" stroke-dasharray="1 4" stroke-linecap="round"/>` +
    dust(count, radius, palette) +
    `<circle r="12" fill="${palette["sky-deep"]}" fill-opacity="0.75"/>` +
    text(String(count), 13, palette["sky-ink"])
  );
}

function dust(count, radius, palette) {
  let marks = "";
  for (let at = 1; at <= Math.min(count, 40); at += 1) {
    const angle = at * 2.39996;
    const reach = radius * 0.92 * Math.sqrt((at + 3) / (Math.min(count, 40) + 4));
    marks += `<circle cx="${(reach * Math.cos(angle)).toFixed(1)}" cy="${(reach * Math.sin(angle)).toFixed(1)}" r="1.5" fill="${palette["star-2"]}" fill-opacity="0.8"/>`;
  }
  return marks;
}

/** How a line is drawn: colour, width, dashes (solid, dashed, dotted), arrow, opacity, bend. */
export function lineLook(line, palette, isCustomerView) {
  if (line.kind === "relationship") return relationshipLook(line, palette, isCustomerView);
  const looks = {
    reports_to: { arrow: "triangle", opacity: 0.5 },
    works_with: { arrow: "none", opacity: 0.75 },
    influences: { arrow: "vee", opacity: 0.9 },
    opposes: { arrow: "tee", opacity: 0.95, colour: palette["sky-risk"] },
    met_together: { arrow: "none", opacity: 0.42, bend: 18 },
  };
  const dashes = line.is_past ? "dotted" : "solid";
  if (line.lines?.length > 1) return { colour: palette["sky-line"], width: 1, bend: 0, arrow: "none", opacity: 0.28, dashes };
  return { colour: palette["sky-line"], width: 1.1, bend: 0, ...looks[line.kind], dashes, ...(line.is_past ? { opacity: 0.35 } : {}) };
}

function relationshipLook(line, palette, isCustomerView) {
  if (isCustomerView) return { colour: palette["sky-line-live"], width: 1.6, dashes: "solid", arrow: "none", opacity: 0.8, bend: 0 };
  const isGone = line.is_past || line.label === "lost" || line.label === "none";
  const dashes = isGone ? "dotted" : line.label === "fading" ? "dashed" : "solid";
  return {
    colour: palette["sky-line-live"],
    width: isGone ? 1.2 : 1 + 3.6 * (line.strength ?? 0.2),
    dashes,
    arrow: "none",
    opacity: isGone ? 0.45 : 0.78,
    bend: 0,
  };
}

export function escaped(words) {
  return String(words).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
