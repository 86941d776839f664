// Ask how long work is getting on until it is done; the answer replaces the element's inside.
//   <div data-progress="/import/7/progress/" data-progress-every="1" aria-live="polite">…</div>
// The server answers HTML. It goes on while the answer contains an element with data-progress-running;
// an HX-Redirect header leads on to the result.
import { behaviour, attachAll } from "../attach.js";

/** Seconds until the next question: as asked, slower after a minute and after failures. Pure. */
export function pause(every, questions, failures) {
  return Math.min(30, every * (questions * every > 60 ? 3 : 1) * 2 ** failures);
}

async function ask(box, state) {
  const answer = await fetch(box.dataset.progress, { headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const next = answer.headers.get("HX-Redirect");
  if (next) return location.assign(next);
  box.innerHTML = await answer.text();
  attachAll(box);
  state.isRunning = Boolean(box.querySelector("[data-progress-running]"));
}

behaviour("[data-progress]", (box) => {
  const state = { questions: 0, failures: 0, isRunning: true };
  const again = async () => {
    if (!box.isConnected) return;
    state.questions += 1;
    try {
      await ask(box, state);
      state.failures = 0;
    } catch {
      state.failures += 1;
    }
    if (state.isRunning) setTimeout(again, 1000 * pause(Number(box.dataset.progressEvery ?? 1), state.questions, state.failures));
  };
  again();
});
