// Holds answers of the API against the OpenAPI document, with a strict JSON Schema 2020-12 validator.
// Usage: node answers.mjs openapi.json   Reads lines of {"schema":"/paths/...","answer":...}; answers each with a line: what is wrong, or an empty one.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

// Readers of answers must not mind new members, so the document allows them; in the tests each member must be documented.
function closed(at, within) {
  if (at === null || typeof at !== "object") return at;
  if (Array.isArray(at)) return at.map(each => closed(each, within));
  const copy = Object.fromEntries(Object.entries(at).map(([name, member]) => [name, closed(member, name)]));
  if (copy.type === "object" && copy.properties && copy.additionalProperties === undefined && within !== "allOf") copy.additionalProperties = false;
  return copy;
}

const document = closed(JSON.parse(readFileSync(process.argv[2], "utf8")));
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
addFormats(ajv);
for (const name of ["int32", "int64"]) ajv.addFormat(name, true);
// Keywords of OpenAPI around the schemas, and examples within them.
for (const word of ["example", "openapi", "info", "servers", "paths", "components", "tags", "jsonSchemaDialect"]) ajv.addKeyword(word);
ajv.addSchema({ ...document, $id: "document" });

const checks = new Map();

// A schema that is not there costs this answer, not all that follow.
function complaint(schema, answer) {
  try {
    if (!checks.has(schema)) checks.set(schema, ajv.compile({ $ref: `document#${schema}` }));
    const check = checks.get(schema);
    return check(answer) ? "" : ajv.errorsText(check.errors);
  } catch (fault) {
    return `${schema}: ${fault.message}`;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { schema, answer } = JSON.parse(line);
  console.log(complaint(schema, answer).replaceAll("\n", " "));
}
