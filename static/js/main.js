// The only entry of the bundle: every behaviour attaches itself to its data- attribute, here and in whatever htmx brings in.
import htmx from "htmx.org";
import { start } from "./attach.js";
import "./behaviours/chart.js";
import "./behaviours/chips.js";
import "./behaviours/collapse.js";
import "./behaviours/copy.js";
import "./behaviours/csrf.js";
import "./behaviours/date_slider.js";
import "./behaviours/dialog.js";
import "./behaviours/dirty.js";
import "./behaviours/first_error.js";
import "./behaviours/key_opens.js";
import "./behaviours/keys_help.js";
import "./behaviours/map.js";
import "./behaviours/keep_typed.js";
import "./behaviours/menu.js";
import "./behaviours/palette.js";
import "./behaviours/print.js";
import "./behaviours/progress.js";
import "./behaviours/quick_grid.js";
import "./behaviours/rows.js";
import "./behaviours/search.js";
import "./behaviours/submit_keys.js";
import "./behaviours/theme.js";
import "./behaviours/toast.js";

Object.assign(htmx.config, { includeIndicatorStyles: false, allowEval: false, selfRequestsOnly: true, historyCacheSize: 0 });
start();
