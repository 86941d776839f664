// Sends steps of the quick-set grid in order, one request at a time; what is typed meanwhile waits and goes together.
//   const saving = new Saving(send, { sent, failed, idle });  saving.add({ cells });  await saving.settled();

const WAIT_MS = 300;
const MOST_STEPS = 100;

/** Whether two steps set the same cells: then the later one, not sent yet, replaces the earlier. Pure. */
export function isSame(one, other) {
  const key = (step) => step.cells.map(({ stakeholder, column }) => `${stakeholder}.${column}`).join();
  return key(one) === key(other);
}

/** Put a step into those that wait. One that corrects the step just before keeps what had stood there. Pure. */
export function queued(waiting, step) {
  const last = waiting.at(-1);
  if (!last || !isSame(last, step)) return [...waiting, step];
  const cells = step.cells.map((cell, place) => ({ ...cell, seen: last.cells[place].seen, wasAssumed: last.cells[place].wasAssumed }));
  return [...waiting.slice(0, -1), { ...step, cells }];
}

export class Saving {
  constructor(send, { sent, failed, idle }) {
    Object.assign(this, { send, sent, failed, idle, waiting: [], timer: 0, working: null });
  }

  get isIdle() {
    return this.waiting.length === 0 && this.working === null;
  }

  add(step) {
    this.waiting = queued(this.waiting, step);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), WAIT_MS);
  }

  /** Send what waits, unless something is on its way: it is sent after that. */
  flush() {
    clearTimeout(this.timer);
    if (this.working === null && this.waiting.length > 0) {
      this.working = this.work().finally(() => {
        this.working = null;
        if (this.waiting.length > 0) this.flush();
        else this.idle();
      });
    }
    return this.working;
  }

  async work() {
    const steps = this.waiting.slice(0, MOST_STEPS);
    this.waiting = this.waiting.slice(MOST_STEPS);
    try {
      const answers = await this.send(steps);
      steps.forEach((step, place) => this.sent(step, answers[place]));
    } catch (error) {
      steps.forEach((step) => this.failed(step, error));
    }
  }

  /** Resolves once everything said so far was sent. */
  async settled() {
    while (!this.isIdle) await (this.flush() ?? this.working);
  }
}
