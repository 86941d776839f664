// The pure parts of the behaviours. The browser journeys test the rest.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { addEventListener() {}, documentElement: { lang: "en" } };
globalThis.window = { addEventListener() {} };
globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });

const { themeOf, validChoice } = await import("../../static/js/theme_choice.js");
const { nextIndex } = await import("../../static/js/listbox.js");
const { step } = await import("../../static/js/behaviours/rows.js");
const { total } = await import("../../static/js/behaviours/picking.js");
const { placeOf } = await import("../../static/js/place.js");
const { fill } = await import("../../static/js/refusal.js");
const { daysBetween, dateAfter } = await import("../../static/js/behaviours/date_slider.js");
const { snapshot } = await import("../../static/js/behaviours/dirty.js");
const { pause } = await import("../../static/js/behaviours/progress.js");
const { questionUrl } = await import("../../static/js/behaviours/chips.js");
const { question, visited } = await import("../../static/js/visited.js");
const { failure } = await import("../../static/js/behaviours/requests.js");
const { columns, laid } = await import("../../static/js/behaviours/chart.js");
const { linesOf } = await import("../../static/js/portrait.js");
const { afterwards } = await import("../../static/js/behaviours/faults.js");
const { withHead } = await import("../../static/js/behaviours/picture.js");

test("words beside each other are one line of a picture", () => {
  const word = (text, left, top) => ({ text, left, top, height: 20 });
  assert.deepEqual(linesOf([word("Roles", 5, 10), word("engaged", 44, 10.5), word("today", 5, 30)]), [
    { text: "Roles engaged", left: 5, top: 10, middle: 20 },
    { text: "today", left: 5, top: 30, middle: 40 },
  ]);
});

test("a picture has room for its heading above the chart", () => {
  assert.deepEqual(withHead("0 -20 480 200", 30), { left: 0, top: -50, width: 480, height: 230 });
});

test("an unknown stored theme is as good as none", () => {
  assert.equal(validChoice("purple"), "auto");
  assert.equal(validChoice("dark"), "dark");
});

test("auto follows the system, a choice does not", () => {
  assert.equal(themeOf("auto", true), "dark");
  assert.equal(themeOf("auto", false), "light");
  assert.equal(themeOf("light", true), "light");
});

test("arrows go round the options of a listbox", () => {
  assert.equal(nextIndex("ArrowDown", -1, 3), 0);
  assert.equal(nextIndex("ArrowDown", 2, 3), 0);
  assert.equal(nextIndex("ArrowUp", 0, 3), 2);
  assert.equal(nextIndex("ArrowDown", 0, 0), -1);
});

test("j and k stop at the ends of a list", () => {
  assert.equal(step(-1, 1, 4), 0);
  assert.equal(step(3, 1, 4), 3);
  assert.equal(step(0, -1, 4), 0);
  assert.equal(step(0, 1, 0), -1);
});

test("after a deed one goes on at the row after it, also when the row went away or stays", () => {
  assert.equal(placeOf(["a", "c", "d"], ["c", "d", "b"], 1), 1);
  assert.equal(placeOf(["a", "b", "c", "d"], ["c", "d", "b"], 1), 2);
});

test("a last row that stays is come back to, one that went away leaves the row above it", () => {
  assert.equal(placeOf(["a", "b"], ["b"], 1), 1);
  assert.equal(placeOf(["a"], ["b"], 1), 0);
  assert.equal(placeOf([], ["b"], 1), -1);
});

test("of rows with one name the nearest is meant, and none without a name", () => {
  assert.equal(placeOf(["a", "x", "b", "x"], ["x"], 3), 3);
  assert.equal(placeOf(["", "", "b"], ["", "b"], 0), 2);
});

test("kept words go back into their fields, ticks and choices as well", () => {
  const field = (name, type, value, more = {}) => ({ name, type, value, ...more });
  const several = field("tags", "select-multiple", "", { multiple: true, options: [{ value: "1" }, { value: "2" }] });
  const fields = [
    field("words", "text", ""),
    field("day", "date", "2026-01-01"),
    field("version", "hidden", "7"),
    field("one", "radio", "x"),
    field("one", "radio", "y"),
    field("line", "text", "old"),
    field("line", "text", "old"),
    several,
    field("secret", "password", "s"),
  ];
  fill(fields, [["words", "typed"], ["one", "y"], ["line", "first"], ["tags", "2"], ["secret", "no"]]);
  assert.deepEqual(fields.slice(0, 3).map((one) => one.value), ["typed", "", "7"]);
  assert.deepEqual(fields.slice(3, 5).map((one) => one.checked), [false, true]);
  assert.deepEqual(fields.slice(5, 7).map((one) => one.value), ["first", ""]);
  assert.deepEqual(several.options.map((one) => one.selected), [false, true]);
  assert.equal(fields.at(-1).value, "s");
});

test("the slider counts days over a leap day and a change of the clock", () => {
  assert.equal(daysBetween("2024-02-28", "2024-03-01"), 2);
  assert.equal(dateAfter("2026-03-28", 2), "2026-03-30");
});

test("a form is dirty when a value differs, not when its token does", () => {
  const before = snapshot([["csrfmiddlewaretoken", "a"], ["name", "Ana"]]);
  assert.equal(before, snapshot([["csrfmiddlewaretoken", "b"], ["name", "Ana"]]));
  assert.notEqual(before, snapshot([["name", "Anna"]]));
});

test("questions about progress slow down after a minute and after failures", () => {
  assert.equal(pause(1, 5, 0), 1);
  assert.equal(pause(1, 61, 0), 3);
  assert.equal(pause(1, 5, 3), 8);
  assert.equal(pause(1, 5, 9), 30);
});

test("a question keeps what the address already asks", () => {
  assert.equal(questionUrl("/find/?account=7", "João & co"), "/find/?account=7&q=Jo%C3%A3o%20%26%20co");
  assert.equal(questionUrl("/find/", "a"), "/find/?q=a");
});

test("a chart's target is a line of its own and gaps stay gaps", () => {
  const data = { x: ["1970-01-01", "1970-01-02"], series: [{ values: [1, null] }], target: 4 };
  assert.deepEqual(columns(data), [[0, 86400], [1, null], [4, 4]]);
});

test("the words of marks never cross, and those that weigh less give way", () => {
  const words = [
    { at: 10, width: 50 },
    { at: 40, width: 50 },
    { at: 30, width: 20 },
    { at: 90, width: 30 },
  ];
  assert.deepEqual(laid(words, 100, 2), [{ lane: 0, left: 10 }, { lane: 1, left: 40 }, null, { lane: 0, left: 70 }]);
});

test("a place is kept once, the latest first, whatever page of it one was on", () => {
  assert.deepEqual(visited(["/people/3/", "/accounts/7/"], "/accounts/7/timeline/"), ["/accounts/7/", "/people/3/"]);
  assert.deepEqual(visited(["/people/3/"], "/settings/users/4/"), ["/people/3/"]);
  assert.equal(visited(Array.from({ length: 12 }, (_, at) => `/people/${at}/`), "/accounts/1/").length, 12);
});

test("the palette asks for the words, the page and the other places one was at", () => {
  const asked = new URLSearchParams(question(" ana ", "/accounts/7/team/", ["/accounts/7/", "/people/3/"], "departure"));
  assert.deepEqual([...asked], [["q", "ana"], ["here", "/accounts/7/team/"], ["action", "departure"], ["recent", "/people/3/"]]);
});

test("a request that failed is told by what came back, or that nothing did", () => {
  assert.deepEqual([0, 403, 404, 409, 500].map(failure), ["unreachable", "forbidden", "missing", "failed", "failed"]);
});

test("a box that stands for several rows counts as many", () => {
  assert.equal(total([]), 0);
  assert.equal(total([undefined, undefined]), 2);
  assert.equal(total(["8", undefined]), 9);
});

test("an error goes once its field is mended, and says what is wrong now", () => {
  assert.deepEqual(afterwards(["Say it."], undefined), []);
  assert.deepEqual(afterwards(["Say it."], ["Too long."]), ["Too long."]);
  assert.deepEqual(afterwards(["Say it.", "And that."], ["Say it."]), ["Say it."]);
  assert.deepEqual(afterwards([], ["Nothing was red before."]), []);
});
