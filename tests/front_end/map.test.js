// The constellation without drawing: small named skies with answers worked out by hand.
import assert from "node:assert/strict";
import { test } from "node:test";

import { legendRows, picture } from "../../static/js/map/export.js";
import { chooseLabels } from "../../static/js/map/labels.js";
import { boxFor, firstOf, forCustomers, found, fromBox, inWords, isAlwaysNamed, neighboursOf, sceneOf, toBox, toggled, walk } from "../../static/js/map/model.js";
import { hueOf, lineLook, lookOf, radiusOf, starMarks } from "../../static/js/map/styles.js";

const ROLE = { key: "decision_maker", label: "Decision maker", letter: "D", decides: true, is_assumed: false, is_orphaned: false };

function star(id, more = {}) {
  return {
    id, number: id, name: `Person ${id}`, title: "", department: "Finance", level: "manager", level_label: "Manager", is_present: true, left_on: null, fade: 0,
    roles: [], ring: null, influence_step: 2, authority: 5, sentiment: null, is_key: false, is_assumed: false, persona: null,
    x: 0.5, y: 0.5, pinned: false, best_strength: null, label_strength: null, ...more,
  };
}

function line(id, kind, from, to, more = {}) {
  return { id, kind, from, to, strength: null, label: null, is_live: true, is_past: false, is_assumed: false, on_route: false, ...more };
}

function sky(stars, lines = [], ours = [{ id: 1, name: "Jonas Weber", jobs: ["CSM"], x: 0.5, y: 1 }]) {
  return { account: { id: 1, name: "Northwind" }, as_of: "2026-11-21", customer_view: false, stars, ours, lines, routes: {}, urls: { panel: "", place: null } };
}

const many = (count) => Array.from({ length: count }, (_, at) => star(at + 1, { department: at % 2 ? "IT" : "Finance", x: at % 2 ? 0.2 : 0.8 }));
const PALETTE = new Proxy({}, { get: () => "#abcdef" });

test("a place survives the way into the box and back", () => {
  const box = { width: 900, height: 600 };
  assert.deepEqual(fromBox(toBox({ x: 0.25, y: 0.75 }, box), box), { x: 0.25, y: 0.75 });
});

test("a place dragged out of the box is held at its edge", () => {
  assert.deepEqual(fromBox({ x: -500, y: 9000 }, { width: 900, height: 600 }), { x: 0, y: 1 });
});

test("few people fill the window, many get room in proportion", () => {
  assert.deepEqual(boxFor({ width: 900, height: 600 }, 25), { width: 900, height: 600 });
  const { width, height } = boxFor({ width: 390, height: 500 }, 100);
  assert.ok(Math.abs(width * height - 100 * 74 * 62) < 1);
  assert.ok(Math.abs(width / height - 390 / 500) < 1e-9);
});

test("sixty people stand for themselves, sixty-one fold into their departments", () => {
  assert.equal(sceneOf(sky(many(60))).nodes.filter(({ kind }) => kind === "cluster").length, 0);
  const clusters = sceneOf(sky(many(61))).nodes.filter(({ kind }) => kind === "cluster");
  assert.deepEqual(clusters.map(({ department, count, x }) => [department, count, Number(x.toFixed(3))]), [["Finance", 31, 0.8], ["IT", 30, 0.2]]);
});

test("those who decide and key persons never fold, nor those somebody looks at", () => {
  const people = many(70);
  Object.assign(people[0], { roles: [ROLE] });
  Object.assign(people[1], { is_key: true });
  const shown = sceneOf(sky(people), new Set(), new Set(["s9"])).nodes.filter(({ kind }) => kind === "star");
  assert.deepEqual(shown.map(({ id }) => id), ["s1", "s2", "s9"]);
});

test("lines into a folded department become one, as strong as the strongest and on a route when one is", () => {
  const lines = [
    line("a", "relationship", "u1", "s1", { strength: 0.3, label: "fading" }),
    line("b", "relationship", "u1", "s3", { strength: 0.7, label: "strong", on_route: true }),
    line("c", "works_with", "s1", "s3"),
  ];
  const { edges } = sceneOf(sky(many(61), lines));
  assert.equal(edges.length, 1);
  assert.deepEqual([edges[0].from, edges[0].to, edges[0].strength, edges[0].label, edges[0].on_route, edges[0].lines], ["u1", "d:Finance", 0.7, "strong", true, ["a", "b"]]);
});

test("arrows walk to the nearest connected person that way, and to anybody when none is", () => {
  const places = new Map([["s1", { x: 0, y: 0 }], ["s2", { x: 50, y: 5 }], ["s3", { x: 200, y: 0 }], ["s4", { x: 0, y: -80 }]]);
  const neighbours = neighboursOf([line("a", "works_with", "s1", "s3")]);
  assert.equal(walk("s1", "ArrowRight", places, neighbours), "s3");
  assert.equal(walk("s1", "ArrowUp", places, neighbours), "s4");
  assert.equal(walk("s1", "ArrowLeft", places, neighbours), null);
});

test("past lines connect nobody", () => {
  assert.equal(neighboursOf([line("a", "works_with", "s1", "s2", { is_past: true })]).size, 0);
});

test("customers see names, titles and live relationships without strength, and nobody who left", () => {
  const ana = star(1, { roles: [ROLE], ring: { letter: "D", label: "Decision maker" }, sentiment: -2, is_key: true, is_assumed: true, persona: "Buyer", best_strength: 0.9, label_strength: "strong" });
  const lines = [
    line("a", "relationship", "u1", "s1", { strength: 0.9, label: "strong", on_route: true }),
    line("b", "relationship", "u1", "s1", { is_live: false, strength: 0.1, label: "lost" }),
    line("c", "opposes", "s1", "s1"),
    line("d", "influences", "s1", "s1"),
    line("e", "reports_to", "s1", "s1"),
  ];
  const shown = forCustomers(sky([ana, star(2, { is_present: false })], lines));
  assert.deepEqual(shown.stars.map(({ id }) => id), [1]);
  const { roles, ring, influence_step: step, authority, sentiment, is_key: isKey, is_assumed: isAssumed, persona, best_strength: best, label_strength: label } = shown.stars[0];
  assert.deepEqual([roles, ring, step, authority, sentiment, isKey, isAssumed, persona, best, label], [[], null, null, null, null, false, false, null, null, null]);
  assert.deepEqual(shown.lines.map(({ id, strength, label: words, on_route: onRoute }) => [id, strength, words, onRoute]), [["a", null, null, false]]);
});

test("a picture for customers holds no internal mark, one of ours says so", () => {
  const ana = star(1, { name: "Ana <Silva>", roles: [ROLE], ring: { letter: "D", label: "Decision maker" } });
  const drawn = (shown) =>
    picture({ sky: shown, places: new Map([["s1", { x: 100, y: 100 }], ["u1", { x: 100, y: 300 }]]), box: { width: 500, height: 400 }, words: { title: "Northwind", date: "today", internal: "Internal", legend: [] }, palette: PALETTE });
  assert.ok(drawn(sky([ana])).includes(">Internal<"));
  assert.ok(drawn(sky([ana])).includes(">D</text>"));
  assert.ok(!drawn(forCustomers(sky([ana]))).includes(">Internal<"));
  assert.ok(!drawn(forCustomers(sky([ana]))).includes(">D</text>"));
  assert.ok(drawn(sky([ana])).includes("Ana &#60;Silva&#62;"));
});

test("the legend breaks into rows", () => {
  const words = ["aaaaaaaaaa", "bbbbbbbbbb", "c"].map((label) => ({ kind: "star", label }));
  assert.deepEqual(legendRows(words, 264).map(({ row, x }) => [row, x]), [[0, 24], [0, 132], [1, 24]]);
});

test("unknown is drawn apart from the middle", () => {
  assert.equal(hueOf(null), "star");
  assert.equal(hueOf(0), "star");
  assert.equal(hueOf(1), "star-gold");
  assert.equal(hueOf(-2), "star-violet");
  assert.equal(radiusOf(10), 14.5);
  assert.ok(starMarks(lookOf(star(1, { influence_step: null }), false), PALETTE, "k").includes(">?</text>"));
  assert.ok(!starMarks(lookOf(star(1, { influence_step: 1 }), false), PALETTE, "k").includes(">?</text>"));
});

test("in customer view all stars look the same", () => {
  const look = lookOf(star(1, { authority: 9, sentiment: -2, influence_step: null }), true);
  assert.deepEqual([look.radius, look.hue, look.step], [9, "star", 3]);
});

test("fading is dashed, lost and past are dotted, and width grows with strength", () => {
  const look = (more) => lineLook(line("a", "relationship", "u1", "s1", more), PALETTE, false);
  assert.equal(look({ strength: 0.25, label: "fading" }).dashes, "dashed");
  assert.equal(look({ strength: 0.1, label: "lost" }).dashes, "dotted");
  assert.equal(look({ strength: 0.9, label: "strong", is_past: true }).dashes, "dotted");
  assert.equal(look({ strength: 0.9, label: "strong" }).dashes, "solid");
  assert.ok(look({ strength: 0.9, label: "strong" }).width > look({ strength: 0.4, label: "steady" }).width);
});

test("a name moves aside for another, and gives way when it must not cover it", () => {
  const name = { lines: ["Ana Silva"], size: 12, radius: 8, y: 100 };
  const sides = chooseLabels([{ ...name, id: "a", x: 100, rank: 2, isAlways: true }, { ...name, id: "b", x: 130, rank: 1, isAlways: false }], null);
  assert.equal(sides.get("a"), "bottom");
  assert.notEqual(sides.get("b"), "bottom");
  const crowd = Array.from({ length: 5 }, (_, at) => ({ ...name, id: `c${at}`, x: 100 + at, rank: -at, isAlways: at === 0 }));
  assert.ok(chooseLabels(crowd, null).size < 5);
});

test("the walk begins at the key person, else at the brightest present", () => {
  const nodes = sceneOf(sky([star(1, { influence_step: 3, is_present: false }), star(2, { influence_step: 1 }), star(3, { influence_step: 3 })])).nodes;
  assert.equal(firstOf(nodes), "s3");
  nodes[1].star.is_key = true;
  assert.equal(firstOf(nodes), "s2");
});

test("a search ignores case and accents and looks at titles and departments", () => {
  const people = [star(1, { name: "João Souza" }), star(2, { title: "CFO" }), star(3, { department: "Legal" })];
  assert.deepEqual(found(people, "joao"), ["s1"]);
  assert.deepEqual(found(people, "cfo"), ["s2"]);
  assert.deepEqual(found(people, " "), []);
});

test("a star is announced with what its colours say", () => {
  const node = { kind: "star", star: star(1, { name: "Ana Silva", title: "CFO", roles: [ROLE] }) };
  assert.equal(inWords(node, 3, { connections: "{count} connections" }), "Ana Silva, CFO, Finance, Decision maker, 3 connections");
});

test("names of those who decide are always shown", () => {
  assert.equal(isAlwaysNamed(star(1)), false);
  assert.equal(isAlwaysNamed(star(1, { roles: [ROLE] })), true);
});

test("taking somebody out twice brings them back", () => {
  assert.deepEqual([...toggled(new Set([4]), 7)], [4, 7]);
  assert.deepEqual([...toggled(new Set([4, 7]), 7)], [4]);
});
