// Reads GeoJSON from standard input with Mapbox's validator. Prints what it finds; exit code 1 if that is anything.
const { hint } = require('@mapbox/geojsonhint');

const found = hint(require('node:fs').readFileSync(0, 'utf8'));
for (const { message, line } of found)
  console.log(`${line ?? ''}: ${message}`);
process.exitCode = found.length > 0 ? 1 : 0;
