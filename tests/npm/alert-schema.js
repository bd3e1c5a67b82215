// Holds the data of each rendered webhook against docs/alert.schema.json.
// Usage: node alert-schema.js FOLDER   FOLDER as in rendered.js. Lists the complaints; exits with 1 when there are any.
const fs = require("node:fs");
const path = require("node:path");
const Ajv = require("ajv/dist/2020");
const { read, answer } = require("./rendered");

const ajv = new Ajv({ allErrors: true });
require("ajv-formats")(ajv);
const isAlert = ajv.compile(JSON.parse(fs.readFileSync(path.join(__dirname, "..", "..", "docs", "alert.schema.json"), "utf8")));

const events = read(process.argv[2], "webhook");
answer(events.length, events.flatMap(({ name, json }) => isAlert(JSON.parse(json).data) ? [] : isAlert.errors.map(error => `${name}: data${error.instancePath} ${error.message}`)));
