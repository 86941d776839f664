// What becomes of a request that htmx sent: one that a later one replaces is given up without a word; one that failed is told.
//   <div class="toasts" data-toasts data-unreachable="…" data-missing="…" data-forbidden="…" data-failed="… {status} …">
// An open dialog shows it inside, since everything beside it is out of reach; what was typed stays.
import { toast } from "./toast.js";

const WORDS = { 0: "unreachable", 403: "forbidden", 404: "missing" };
let told;

/** Which sentence tells an answer that is none; 0 is no answer at all. Pure. */
export function failure(status) {
  return WORDS[status] ?? "failed";
}

function tell(status) {
  const words = document.querySelector("[data-toasts]")?.dataset[failure(status)];
  if (!words) return;
  told?.remove();
  told = toast({ text: words.replace("{status}", status), tone: "risk" });
  const dialog = document.querySelector("[data-dialog][open]");
  if (told && dialog) tellInside(dialog);
}

function tellInside(dialog) {
  told.setAttribute("role", "alert");
  const buttons = dialog.querySelector(".dialog-foot");
  if (buttons) buttons.before(told);
  else dialog.append(told);
}

// htmx reports what it was told to abort as an error, with the name of the event unless the details say otherwise.
function abortQuietly({ detail }) {
  const { xhr } = detail;
  const report = xhr.onabort;
  xhr.onabort = () => {
    detail.error = null;
    report.call(xhr);
  };
}

document.addEventListener("htmx:beforeSend", abortQuietly);
document.addEventListener("htmx:sendError", () => tell(0));
document.addEventListener("htmx:timeout", () => tell(0));
document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.status));
document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && told?.remove());
