// Where somebody was lately, as addresses, and what the palette asks of the server. Pure.
const MOST_KEPT = 12;
const PLACE = /^\/[a-z-]+\/\d+\//;

/** The places visited, the latest first and each once, without the page one is on. */
export function visited(places, path) {
  const [place] = path.match(PLACE) ?? [];
  return place ? [place, ...places.filter((one) => one !== place)].slice(0, MOST_KEPT) : places;
}

/** The query for the words typed so far. */
export function question(words, here, places, action) {
  const query = new URLSearchParams({ q: words.trim(), here });
  if (action) query.set("action", action);
  const [at] = here.match(PLACE) ?? [];
  places.filter((place) => place !== at).forEach((place) => query.append("recent", place));
  return query.toString();
}
