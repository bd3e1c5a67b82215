// Holds each rendered message against its platform's types (payloads.ts), all in one run of the TypeScript compiler.
// Usage: node types.js FOLDER   FOLDER as in rendered.js. Lists the complaints; exits with 1 when there are any.
const path = require("node:path");
const ts = require("typescript");
const { read, answer } = require("./rendered");

const formats = ["slack", "teams", "discord", "google-chat", "mattermost", "telegram"];
const options = { noEmit: true, strict: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 };

// The sources stand beside payloads.ts in name only, from where the packages are found.
const sources = new Map(formats.flatMap(format => read(process.argv[2], format).map(({ name, json }) =>
  [path.join(__dirname, `${name.replace("/", ".")}.ts`), { name, text: `import type { Payloads } from "./payloads";\n(${json}) satisfies Payloads["${format}"];\n` }])));

const host = ts.createCompilerHost(options);
const { fileExists, readFile } = host;
host.fileExists = file => sources.has(path.normalize(file)) || fileExists(file);
host.readFile = file => sources.get(path.normalize(file))?.text ?? readFile(file);
host.getSourceFile = (file, version) => {
  const text = host.readFile(file);
  return text === undefined ? undefined : ts.createSourceFile(file, text, version);
};

const complaints = ts.getPreEmitDiagnostics(ts.createProgram([...sources.keys()], options, host)).map(each =>
  `${sources.get(path.normalize(each.file?.fileName ?? ""))?.name ?? each.file?.fileName ?? "types"}: ${ts.flattenDiagnosticMessageText(each.messageText, " ")}`);
answer(sources.size, complaints);
