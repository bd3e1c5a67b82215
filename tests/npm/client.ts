// A program that uses the API by types generated from its OpenAPI document (client.mjs makes them, compiles this and runs it).
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const [baseUrl, key] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });

function got<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const severity: components["schemas"]["FilterRequest"]["minimumSeverity"] = "Severe";
const created = got(await client.POST("/api/v1/subscriptions", {
  body: { target: "https://receiver.example.org/of-the-client", filter: { minimumSeverity: severity, countries: ["IR"] } },
}));
const path = { id: created.id };
const read = got(await client.GET("/api/v1/subscriptions/{id}", { params: { path } }));
if (read.filter.minimumSeverity !== "Severe") throw new Error(`The filter is ${JSON.stringify(read.filter)}.`);
const changed = got(await client.PATCH("/api/v1/subscriptions/{id}", { params: { path }, body: { name: "of the client", filter: { minimumSeverity: null } } }));
if (changed.name !== "of the client" || changed.filter.minimumSeverity) throw new Error(`It is ${JSON.stringify(changed)}.`);
const listed = got(await client.GET("/api/v1/subscriptions", { params: { query: { limit: 200 } } }));
if (!listed.subscriptions.some(each => each.id === created.id)) throw new Error("It is not listed.");
const ready = await client.GET("/health/live", {});
if (ready.response.status !== 200) throw new Error("The relay is not up.");
const gone = await client.DELETE("/api/v1/subscriptions/{id}", { params: { path } });
if (gone.response.status !== 204) throw new Error(`It was not deleted: ${gone.response.status}.`);
console.log("created, read, changed, listed and deleted a subscription");
