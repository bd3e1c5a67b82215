// A receiver as an organisation would write it: verifies with the published library, parses with the CloudEvents SDK, prints a line of JSON.
// Usage: node receiver.js SECRET [STATUS]   Prints "listening PORT" first. STATUS is what it answers (default 204).
const http = require("node:http");
const { Webhook } = require("standardwebhooks");
const { HTTP } = require("cloudevents");

const [secret, status] = [process.argv[2], Number(process.argv[3] ?? 204)];
const webhook = secret ? new Webhook(secret) : null;

function read(headers, body) {
  const line = { id: headers["webhook-id"], verified: false, event: null, error: null };
  try {
    if (webhook) webhook.verify(body, headers);
    line.verified = webhook !== null;
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
  request.on("end", () => {
    console.log(JSON.stringify(read(request.headers, Buffer.concat(chunks).toString("utf8"))));
    response.writeHead(status).end();
  });
});
server.listen(0, "127.0.0.1", () => console.log(`listening ${server.address().port}`));
