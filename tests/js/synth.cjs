// Compiles CDK apps in TypeScript, with all checks, and synthesises them.
//   node synth.cjs FOLDER: its *.ts each to the folder of the same name without the ending
const { readdirSync, writeFileSync } = require("node:fs");
const { basename, join, resolve } = require("node:path");
const { spawnSync } = require("node:child_process");

const modules = process.env.NODE_PATH;
const load = (name) => require(join(modules, name));
const typescript = load("typescript");

const folder = resolve(process.argv[2]);
const files = readdirSync(folder).filter((file) => file.endsWith(".ts")).map((file) => join(folder, file));
const program = typescript.createProgram(files, {
  strict: true,
  noUnusedLocals: false,
  skipLibCheck: true,
  module: typescript.ModuleKind.CommonJS,
  moduleResolution: typescript.ModuleResolutionKind.Node10,
  target: typescript.ScriptTarget.ES2022,
  types: [],
  typeRoots: [],
  baseUrl: folder,
  paths: { "*": [join(modules, "*")] },
});
const emitted = program.emit();
const wrong = [...typescript.getPreEmitDiagnostics(program), ...emitted.diagnostics];
for (const one of wrong) console.error(one.file ? `${one.file.fileName}:${one.start}: ` : "", typescript.flattenDiagnosticMessageText(one.messageText, "\n"));
if (wrong.length > 0) process.exit(1);
for (const file of files) {
  const out = file.replace(/\.ts$/, "");
  const done = spawnSync(process.execPath, [`${out}.js`], { env: { ...process.env, CDK_OUTDIR: out }, encoding: "utf8" });
  if (done.status !== 0) {
    console.error(basename(file), done.stderr);
    process.exit(1);
  }
}
