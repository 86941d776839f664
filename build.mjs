// Bundle the front end into static/dist/: `npm run build`, or `npm run watch` while working.
// Pages load dist/main.js (a module; the constellation and the charts follow on demand), dist/theme.js and dist/main.css.
import { existsSync, renameSync, rmSync } from "node:fs";
import { build, context } from "esbuild";

const watching = process.argv.includes("--watch");
const shared = { bundle: true, minify: !watching, sourcemap: watching, outdir: "static/dist", logLevel: "info" };
const bundles = [
  { ...shared, entryPoints: ["static/js/main.js"], format: "esm", splitting: true, target: "es2022", chunkNames: "part-[hash]" },
  { ...shared, entryPoints: ["static/js/theme.js"], format: "iife", target: "es2022" },
  // esnext keeps light-dark() and oklch() as they are written: both themes come from the same tokens.
  { ...shared, entryPoints: ["static/css/main.css"], target: "esnext", external: ["../img/*"] },
];

if (watching) {
  await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
} else {
  // Made beside and put in place at once, so that no page asks for a file that is just not there.
  const beside = "static/dist.new";
  rmSync(beside, { recursive: true, force: true });
  await Promise.all(bundles.map((options) => build({ ...options, outdir: beside })));
  rmSync("static/dist.old", { recursive: true, force: true });
  if (existsSync("static/dist")) renameSync("static/dist", "static/dist.old");
  renameSync(beside, "static/dist");
  rmSync("static/dist.old", { recursive: true, force: true });
}
