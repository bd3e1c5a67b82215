// Shows texts as the clients of chats do, with their own parsers where npm has them, and compares with what was meant.
// Mattermost: its mobile client's fork of commonmark, and the version of marked that its web client forked (the fork is in no package; both unescape the
// same characters). Rocket.Chat: its own parser. Discord: the best kept copy of its rules.
// Usage: node markup.js FOLDER   FOLDER as in rendered.js, with files {"written", "shown", "links"}. Lists the complaints; exits with 1 when there are any.
const { Parser, HtmlRenderer } = require("@mattermost/commonmark");
const marked = require("marked");
const rocket = require("@rocket.chat/message-parser");
const discord = require("discord-markdown-parser");
const { read, answer } = require("./rendered");

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const decode = html => html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);
const allowed = /<\/?(p|strong|a)( href="[^"]*")?( rel="[^"]*")?>|<br ?\/?>/g;

function fromHtml(html) {
  const text = html.replace(allowed, "");
  return { text: decode(text), links: [...html.matchAll(/href="([^"]*)"/g)].map(match => decode(match[1])), odd: text.match(/<[^>]*>/g) ?? [] };
}

function fromTree(tree, kindOf, textOf, linkOf, plain) {
  const found = { text: "", links: [], odd: [] };
  const walk = node => {
    if (Array.isArray(node)) return node.forEach(walk);
    const link = linkOf(node);
    if (link) found.links.push(link);
    else if (!plain.includes(kindOf(node))) found.odd.push(kindOf(node));
    const inner = textOf(node);
    if (typeof inner === "string") found.text += inner;
    else if (inner) walk(inner);
  };
  walk(tree);
  return found;
}

const clients = {
  mattermost: {
    web: text => fromHtml(marked(text, { gfm: true, breaks: true, sanitize: true })),
    mobile: text => fromHtml(new HtmlRenderer({ safe: true }).render(new Parser().parse(text))),
  },
  "rocket-chat": {
    own: text => fromTree(rocket.parse(text), node => node.type, node => node.type === "LINK" ? node.value.label : node.unicode ?? node.value,
      node => node.type === "LINK" && node.value.src.value, ["PARAGRAPH", "PLAIN_TEXT", "LINE_BREAK", "EMOJI", "BIG_EMOJI"]),
  },
  discord: {
    copy: text => fromTree(discord.parse(text, "extended"), node => node.type, node => node.content ?? node.name, node => node.type === "link" && node.target,
      ["text", "br", "twemoji"]),
  },
};

const squeezed = text => text.replace(/\s+/g, "");
const looked = Object.keys(clients).flatMap(format => read(process.argv[2], format).map(file => ({ ...file, format, ...JSON.parse(file.json) })));
answer(looked.length, looked.flatMap(({ name, format, written, shown, links }) => Object.entries(clients[format]).flatMap(([client, render]) => {
  const seen = render(written);
  return [
    ...shown !== undefined && squeezed(seen.text) !== squeezed(shown) ? [`${name}: ${client} shows ${seen.text} for ${shown}`] : [],
    ...seen.odd.map(odd => `${name}: ${client} finds ${odd}`),
    ...JSON.stringify(seen.links) !== JSON.stringify(links ?? []) ? [`${name}: ${client} links to ${seen.links}`] : [],
  ];
})));
