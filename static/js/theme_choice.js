// Which theme: the person's choice (light, dark or auto: as the system), kept in this browser and in a cookie the server may read.
const KEY = "theme";
export const CHOICES = ["light", "dark", "auto"];

/** The choice that counts: a known stored one, else auto. Pure. */
export function validChoice(stored) {
  return CHOICES.includes(stored) ? stored : "auto";
}

/** The theme to draw for a choice. Pure. */
export function themeOf(choice, systemIsDark) {
  if (choice === "auto") return systemIsDark ? "dark" : "light";
  return choice;
}

export function storedChoice() {
  try {
    return validChoice(localStorage.getItem(KEY) ?? document.documentElement.dataset.themeChoice);
  } catch {
    return validChoice(document.documentElement.dataset.themeChoice);
  }
}

export function store(choice) {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // A browser that refuses storage still has the cookie.
  }
  document.cookie = `${KEY}=${choice};path=/;max-age=31536000;samesite=lax`;
}

/** Draw the page in the chosen theme; a sheet of paper (data-theme-fixed) stays as it is. */
export function apply() {
  if ("themeFixed" in document.documentElement.dataset) return;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = themeOf(storedChoice(), systemIsDark);
}
