// Messages as the tests lay them down, FOLDER/FORMAT/NAME.json, and how the checks beside this file answer.
const fs = require("node:fs");
const path = require("node:path");

exports.read = (folder, format) => {
  const names = fs.existsSync(path.join(folder, format)) ? fs.readdirSync(path.join(folder, format)).filter(name => name.endsWith(".json")) : [];
  return names.map(name => ({ name: `${format}/${name}`, json: fs.readFileSync(path.join(folder, format, name), "utf8") }));
};

// To have looked at nothing is a failure too.
exports.answer = (looked, complaints) => {
  complaints.forEach(complaint => console.log(complaint));
  console.log(`${looked} looked at, ${complaints.length} complaints`);
  process.exitCode = looked === 0 || complaints.length > 0 ? 1 : 0;
};
