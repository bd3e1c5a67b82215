// Reads feeds and CAP messages with others' code: feedsmith, rss-parser, xmllint with cap.xsd, and @dec112/cap-ts.
// Usage: node feeds.mjs FILE...   by their endings: .atom, .json, .cap.xml. Prints what was read, as JSON, a member for each reader.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";

const require = createRequire(import.meta.url);
const RssParser = require("rss-parser");
const { validateXML } = require("xmllint-wasm");
const alertFromXML = require("./node_modules/@dec112/cap-ts/dist/node/fromXML.js").default;
const schema = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "cap.xsd"), "utf8");

async function atom(text) {
  const feed = parseAtomFeed(text);
  const other = await new RssParser().parseString(text);
  return {
    feedsmith: {
      id: feed.id, title: feed.title, updated: feed.updated, next: feed.links?.find(link => link.rel === "next")?.href,
      entries: (feed.entries ?? []).map(each => ({
        id: each.id, title: each.title?.value ?? each.title, author: each.authors?.[0]?.name, updated: each.updated,
        content: each.content?.value ?? each.content, links: each.links?.map(link => `${link.type ?? ""} ${link.href}`),
      })),
    },
    rssParser: { items: other.items.map(({ id, title, link, isoDate, author, content }) => ({ id, title, link, isoDate, author, content })) },
  };
}

async function cap(text, name) {
  const checked = await validateXML({ xml: [{ fileName: name, contents: text }], schema: [schema] });
  if (!checked.valid) return { faults: checked.errors.map(each => each.message) };
  const alert = await alertFromXML(text);
  return { faults: [], alert: { identifier: alert.identifier, sender: alert.sender, sent: alert.sent, references: alert.references,
    infos: alert.info_list.map(info => ({ language: info.language, headline: info.headline, description: info.description, web: info.web,
      areas: info.area_list.map(area => area.areaDesc) })) } };
}

const read = {};
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const name = basename(file);
  read[name] = name.endsWith(".atom") ? await atom(text) : name.endsWith(".json") ? parseJsonFeed(text) : await cap(text, name);
}
console.log(JSON.stringify(read));
