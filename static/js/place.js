// Where somebody is in the lists of a page, and how to find the place again once a deed has loaded the page anew.

const KEPT = "kept-row";
const KEPT_MS = 15000;
const DONE = "done-row";

/** Every row of the page's lists that can be seen, in the order of the page. */
export function rowsOfPage() {
  const rows = document.querySelectorAll("[data-rows] [data-row]");
  return [...rows].filter((row) => !row.closest("details:not([open])"));
}

/** The row one is at: the one that holds the focus, else the one that j and k led to. */
export function rowAt(element = document.activeElement) {
  return element?.closest?.("[data-row]") ?? document.querySelector("[data-rows] [data-row].is-current");
}

/** What a row is called from one load of the page to the next. */
export function nameOf(row) {
  const chosen = row.querySelector("[name=row]")?.value.split(":")[0];
  return row.dataset.row || row.id || chosen || row.querySelector("a[href]")?.getAttribute("href") || "";
}

/** The index to go on at: the first of the wanted rows that is still there, nearest to where it was; else the place itself. Pure. */
export function placeOf(names, wanted, index) {
  for (const name of wanted) {
    const found = names.flatMap((one, at) => (name && one === name ? [at] : []));
    if (found.length) return found.reduce((best, at) => (Math.abs(at - index) < Math.abs(best - index) ? at : best));
  }
  return Math.min(index, names.length - 1);
}

/** Remember a row before the page is loaded anew: go on at the one after it when the deed was done to it, else at itself. */
export function keepRow(row, { isDone }) {
  const rows = rowsOfPage();
  const index = rows.indexOf(row);
  if (index < 0) return;
  const names = rows.map(nameOf);
  const after = names.slice(index + 1);
  const wanted = isDone ? [...after.slice(0, 3), names[index]] : [names[index], ...after.slice(0, 3)];
  store(KEPT, { path: location.pathname, wanted, index, at: Date.now() });
  if (isDone) store(DONE, { path: location.pathname, name: names[index], index });
}

/** Remember, before the page is loaded anew, the row to which the last deed here was done: it is undone. */
export function keepUndone() {
  const done = stored(DONE);
  if (done?.path !== location.pathname) return false;
  store(KEPT, { path: done.path, wanted: [done.name], index: done.index, at: Date.now() });
  return true;
}

function store(key, place) {
  try {
    if (place) sessionStorage.setItem(key, JSON.stringify(place));
    else sessionStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing begins at the top.
  }
}

function stored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** The row to go on at on this load of the page, once; none where nothing was done here just now. */
export function keptRow() {
  const kept = stored(KEPT);
  store(KEPT, null);
  if (kept?.path !== location.pathname || Date.now() - kept.at > KEPT_MS) return undefined;
  const rows = rowsOfPage();
  return rows[placeOf(rows.map(nameOf), kept.wanted, kept.index)];
}
