// Reads the stream of alerts with npm's eventsource, which connects again by itself.
// Usage: node stream.mjs URL KEY COUNT   Prints a line for each alert: its cursor and its id. Ends after COUNT of them.
import { EventSource } from "eventsource";

const [url, key, count] = process.argv.slice(2);
let left = Number(count), connections = 0;
const stream = new EventSource(url, {
  fetch: (address, init) => fetch(address, { ...init, headers: { ...init.headers, Authorization: `Bearer ${key}` } }),
});
stream.addEventListener("ready", () => console.log(`ready ${++connections}`));
stream.addEventListener("alert", event => {
  console.log(`alert ${event.lastEventId} ${JSON.parse(event.data).id}`);
  if (--left === 0) {
    stream.close();
    process.exit(0);
  }
});
