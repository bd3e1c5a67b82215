// An OpenID Connect provider on this machine, with a few people. A person signs in by name, without a password.
// Usage: node oidc.mjs PORT RELAY   Prints "listening" when it can be asked. RELAY is the address of the relay, without a slash at its end.
import Provider from "oidc-provider";

const [port, relay] = [Number(process.argv[2]), process.argv[3]];
const people = {
  olga: { name: "Olga Operator", roles: ["staff", "alertrelay-admin"] },
  theo: { name: "Theo <b>Tenant</b>", roles: ["alertrelay-subscriber"], tenant: "acme" },
  rita: { name: "Rita Reader", roles: ["alertrelay-reader"], tenant: "acme" },
  nora: { name: "Nora Nobody", roles: ["staff"], tenant: "acme" },
  lost: { name: "Lost", roles: ["alertrelay-subscriber"] },
  both: { name: "Both", roles: ["alertrelay-subscriber"], tenant: ["acme", "globex"] },
  evil: { name: "Evil", roles: ["alertrelay-subscriber"], tenant: "../acme" },
};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "relay",
    client_secret: "a-secret-of-the-test-that-is-long-enough",
    redirect_uris: [`${relay}/sign-in/callback`],
    post_logout_redirect_uris: [`${relay}/sign-out/callback`],
  }],
  claims: { openid: ["sub"], profile: ["name", "roles", "tenant"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  cookies: { keys: ["a key of the test"] },
  pkce: { required: () => true },
});
provider.listen(port, "127.0.0.1", () => console.log("listening"));
