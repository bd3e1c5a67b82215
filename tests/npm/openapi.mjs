// Checks the OpenAPI document with other people's code: by the OpenAPI Initiative's own schema, and every example against the schema beside it.
// Usage: node openapi.mjs openapi.json   Prints a line for each fault; the last line counts what was checked.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const file = process.argv[2];
const faults = [];
const document = JSON.parse(readFileSync(file, "utf8"));
const checked = await new Validator({ strict: false }).validate(structuredClone(document));
if (!checked.valid) faults.push(...[checked.errors].flat().map(error => `document: ${JSON.stringify(error)}`));

// int32 and the like are OpenAPI's own.
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
for (const name of ["int32", "int64"]) ajv.addFormat(name, true);
ajv.addSchema({ $id: "document", ...document });

let examples = 0;
function look(at, place) {
  if (at === null || typeof at !== "object") return;
  const values = [at.example, ...Object.values(at.examples ?? {}).map(each => each.value)].filter(each => each !== undefined);
  if (at.schema && values.length > 0) {
    const check = ajv.compile({ $ref: `document#${place}/schema` });
    for (const value of values) {
      examples++;
      if (!check(value)) faults.push(`${place}: ${ajv.errorsText(check.errors)}`);
    }
  }
  for (const [name, member] of Object.entries(at)) look(member, `${place}/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`);
}
look(document, "");
faults.forEach(fault => console.log(fault));
console.log(`${Object.keys(document.paths).length} paths, ${examples} examples, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
