// Runs in <head> before anything is drawn, so that no page flashes in the wrong theme.
import { apply } from "./theme_choice.js";

document.documentElement.classList.add("js");
apply();
