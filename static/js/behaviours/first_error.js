// On a page that comes back with errors the first field that has one holds the focus; dialogs do it themselves.
//   <main><form>… <input aria-invalid="true"> …</form></main>
import { behaviour } from "../attach.js";

behaviour("main", (main) => main.querySelector("[aria-invalid=true]:not([type=hidden])")?.focus());
