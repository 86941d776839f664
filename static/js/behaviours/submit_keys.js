// Ctrl/Cmd+Enter submits the form one is writing in, from any field of it.
//   <form data-submit-keys>…<textarea></textarea>…</form>
import { behaviour } from "../attach.js";

behaviour("form[data-submit-keys]", (form) => {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
});
