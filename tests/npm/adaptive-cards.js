// Reads each rendered card of Teams with the library that Adaptive Cards come with, as a client of version 1.4 and one of 1.5 would.
// The JSON schemas of these versions are in no package; the library knows which member came with which version, and payloads.ts has Teams' own types.
// Usage: node adaptive-cards.js FOLDER   FOLDER as in rendered.js. Lists the complaints; exits with 1 when there are any.
const { AdaptiveCard, SerializationContext, Versions } = require("adaptivecards/dist/adaptivecards.js");
const { read, answer } = require("./rendered");

function complaints(name, content, version) {
  const card = new AdaptiveCard();
  const context = new SerializationContext(version);
  card.parse(content, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const failures = card.validateProperties().validationEvents.map(event => event.message);
  return [...new Set([...events, ...failures])].map(message => `${name}: ${version}: ${message}`);
}

const cards = read(process.argv[2], "teams").flatMap(({ name, json }) => JSON.parse(json).attachments.map(({ content }) => ({ name, content })));
answer(cards.length, cards.flatMap(({ name, content }) => [Versions.v1_4, Versions.v1_5].flatMap(version => complaints(name, content, version))));
