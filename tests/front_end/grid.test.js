// The pure parts of the quick-set grid. The browser journey tests the rest.
import assert from "node:assert/strict";
import { test } from "node:test";

const { moved, rectangle, stepped, twoDigits, valueOf } = await import("../../static/js/grid/keys.js");
const { Saving, isSame, queued } = await import("../../static/js/grid/saving.js");

test("one, two and three are low, medium and high", () => {
  assert.deepEqual(["0", "1", "2", "3", "4"].map((key) => valueOf("ten", key)), [null, 2, 5, 8, undefined]);
  assert.deepEqual(["0", "1", "2", "3", "4"].map((key) => valueOf("sentiment", key)), [null, -1, 0, 1, undefined]);
  assert.deepEqual(["0", "1", "5", "6"].map((key) => valueOf("level", key)), [null, "individual", "executive", undefined]);
  assert.equal(valueOf("level", "Delete"), null);
  assert.equal(valueOf("ten", "x"), undefined);
});

test("two digits say an exact number", () => {
  assert.deepEqual([twoDigits("0", "7"), twoDigits("0", "0"), twoDigits("1", "0"), twoDigits("1", "2"), twoDigits("3", "0")], [7, 0, 10, undefined, undefined]);
  assert.equal(valueOf("ten", "7", "0"), 7);
  assert.equal(valueOf("ten", "2", "1"), 5);
});

test("a step stays within the scale and begins in the middle where nothing is known", () => {
  assert.deepEqual([stepped("ten", 10, 1), stepped("ten", 4, -1), stepped("ten", null, 1)], [10, 3, 5]);
  assert.deepEqual([stepped("sentiment", 1, 1), stepped("sentiment", -2, -1), stepped("sentiment", null, -1)], [2, -2, -1]);
  assert.deepEqual([stepped("level", "vp", 1), stepped("level", "executive", 1), stepped("level", null, -1)], ["executive", "executive", "individual"]);
});

test("arrows stay within the grid, Ctrl leads to the edge", () => {
  const size = { rows: 3, columns: 2 };
  assert.deepEqual(moved({ row: 0, column: 0 }, "ArrowUp", size), { row: 0, column: 0 });
  assert.deepEqual(moved({ row: 0, column: 0 }, "ArrowDown", size, true), { row: 2, column: 0 });
  assert.deepEqual(moved({ row: 1, column: 0 }, "End", size), { row: 1, column: 1 });
  assert.equal(moved({ row: 0, column: 0 }, "a", size), undefined);
});

test("a rectangle is the same from either corner", () => {
  const places = rectangle({ row: 1, column: 0 }, { row: 0, column: 1 });
  assert.equal(places.length, 4);
  assert.deepEqual(places, rectangle({ row: 0, column: 1 }, { row: 1, column: 0 }));
});

const cell = (stakeholder, value, seen = null) => ({ stakeholder, column: "influence", value, seen, wasAssumed: false });

test("a second digit replaces the first while it waits, and what stood there before is remembered", () => {
  const waiting = queued(queued([], { cells: [cell(1, null, 4)] }), { cells: [cell(1, 7, null)] });
  assert.deepEqual(waiting, [{ cells: [cell(1, 7, 4)] }]);
  assert.equal(queued(waiting, { cells: [cell(2, 7)] }).length, 2);
  assert.equal(isSame({ cells: [cell(1, 1)] }, { cells: [cell(1, 2)] }), true);
});

test("what is said while a request is on its way goes after it, in order", async () => {
  const sent = [];
  const asked = [];
  let answer;
  const send = (steps) => {
    asked.push(steps.map((step) => step.cells[0].stakeholder));
    return new Promise((resolve) => (answer = () => resolve(steps.map(() => ({ refused: [] })))));
  };
  const saving = new Saving(send, { sent: (step) => sent.push(step.cells[0].stakeholder), failed: assert.fail, idle() {} });
  saving.add({ cells: [cell(1, 2)] });
  const first = saving.flush();
  saving.add({ cells: [cell(2, 2)] });
  saving.add({ cells: [cell(3, 2)] });
  saving.flush();
  assert.deepEqual(asked, [[1]]);
  answer();
  await first;
  answer();
  await saving.settled();
  assert.deepEqual([asked, sent, saving.isIdle], [[[1], [2, 3]], [1, 2, 3], true]);
});

test("what could not be sent is given back", async () => {
  const failed = [];
  const saving = new Saving(() => Promise.reject(new TypeError("no network")), { sent: assert.fail, failed: (step) => failed.push(step.cells[0].stakeholder), idle() {} });
  saving.add({ cells: [cell(1, 2)] });
  await saving.settled();
  assert.deepEqual(failed, [1]);
});
