// Ask how long work is getting on until it is done; the answer replaces the element's inside.
//   <div data-progress="/import/7/progress/" data-progress-every="1" data-progress-most="60" aria-live="polite">…</div>
// The server answers HTML. It goes on while the answer contains an element with data-progress-running; 204 leaves what
// is shown and goes on as well, an HX-Redirect header leads on to the result. After `most` questions it gives up.
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
  if (answer.status === 204) return undefined;
  box.innerHTML = await answer.text();
  attachAll(box);
  state.isRunning = Boolean(box.querySelector("[data-progress-running]"));
}

behaviour("[data-progress]", (box) => {
  const { progressEvery: every = 1, progressMost: most = Infinity } = box.dataset;
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
    if (state.isRunning && state.questions < Number(most)) setTimeout(again, 1000 * pause(Number(every), state.questions, state.failures));
  };
  again();
});
