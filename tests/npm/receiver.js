// A receiver as an organisation would write it: verifies with the published library and against the relay's published keys, parses with the CloudEvents
// SDK, says that it wants alerts, prints a line of JSON for each.
// Usage: node receiver.js SECRET [STATUS] [JWKS]   Prints "listening PORT" first. STATUS is what it answers (default 204), JWKS the address of the keys.
const crypto = require("node:crypto");
const http = require("node:http");
const { Webhook } = require("standardwebhooks");
const { HTTP } = require("cloudevents");

const [secret, status, jwks] = [process.argv[2], Number(process.argv[3] ?? 204), process.argv[4]];
const webhook = secret ? new Webhook(secret) : null;

// "v1a": anybody can do this, at any time, with what the relay publishes.
async function signedByRelay(headers, body) {
  const { keys } = await (await fetch(jwks)).json();
  const signed = Buffer.concat([Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`), body]);
  const signatures = headers["webhook-signature"].split(" ").filter(each => each.startsWith("v1a,")).map(each => Buffer.from(each.slice(4), "base64"));
  return signatures.length > 0 && keys.some(key => {
    const publicKey = crypto.createPublicKey({ key, format: "jwk" });
    return signatures.some(signature => crypto.verify(null, signed, publicKey, signature));
  });
}

async function read(headers, bytes) {
  const line = { id: headers["webhook-id"], verified: false, signedByRelay: null, event: null, error: null };
  const body = bytes.toString("utf8");
  try {
    if (webhook) webhook.verify(body, headers);
    line.verified = webhook !== null;
    if (jwks) line.signedByRelay = await signedByRelay(headers, bytes);
    const raw = JSON.parse(body);
    // The SDK fills in what is missing, so what must be there is looked for in the bytes.
    for (const name of ["specversion", "id", "source", "type"]) if (!raw[name]) throw new Error(`no ${name}`);
    const event = HTTP.toEvent({ headers, body });
    event.validate();
    line.event = { id: event.id, type: event.type, source: event.source, subject: event.subject, data: event.data };
  } catch (error) {
    line.error = String(error);
  }
  return line;
}

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on("data", chunk => chunks.push(chunk));
  request.on("end", async () => {
    if (request.method !== "POST") return response.writeHead(405).end();
    const line = await read(request.headers, Buffer.concat(chunks));
    if (line.event?.type === "org.alertrelay.subscription.challenge") {
      return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ challenge: line.event.data.challenge }));
    }
    console.log(JSON.stringify(line));
    response.writeHead(status).end();
  });
});
server.listen(0, "127.0.0.1", () => console.log(`listening ${server.address().port}`));
