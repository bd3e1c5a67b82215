// Generates types from the OpenAPI document, compiles client.ts with them and runs it.
// Usage: node client.mjs openapi.json folder base-url key
import { copyFileSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [document, folder, ...forClient] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");

function run(...command) {
  const ran = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
  process.stdout.write(ran.stdout + ran.stderr);
  if (ran.status !== 0) process.exit(1);
}

run(join(modules, "openapi-typescript", "bin", "cli.js"), pathToFileURL(resolve(document)).href, "--output", join(folder, "api.d.ts"));
copyFileSync(join(here, "client.ts"), join(folder, "client.ts"));
symlinkSync(modules, join(folder, "node_modules"), "dir");
writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
run(join(modules, "typescript", "bin", "tsc"), "--strict", "--target", "es2022", "--module", "nodenext", "--types", "node", "--skipLibCheck", "client.ts");
run(join(folder, "client.js"), ...forClient);
