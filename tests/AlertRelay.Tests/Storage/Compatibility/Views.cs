using System.Text.Json.Nodes;

namespace AlertRelay.Tests.Storage.Compatibility;

/// <summary>The ways to look at a relay's stores, by their names in expected.json. Each is for a copy of its own: most of them change something.</summary>
internal static class Views
{
    public const string Stored = "stored", Api = "api", Outbox = "outbox", Queue = "queue", Retries = "retries", Poll = "poll", Numbers = "numbers",
        Leases = "leases", Requests = "requests", Links = "links";

    public static readonly IReadOnlyDictionary<string, Func<UpgradedRelay, JsonNode, Task<JsonNode>>> All =
        new Dictionary<string, Func<UpgradedRelay, JsonNode, Task<JsonNode>>>
        {
            [Stored] = (relay, _) => new StoredView(relay).Everything(),
            [Api] = (relay, given) => new ApiView(relay, given).Answers(),
            [Outbox] = (relay, given) => new PendingWork(relay, given).Outbox(),
            [Queue] = (relay, given) => new PendingWork(relay, given).Queue(),
            [Retries] = (relay, given) => new PendingWork(relay, given).Retries(),
            [Poll] = (relay, given) => new PendingWork(relay, given).Poll(),
            [Numbers] = (relay, given) => new PendingWork(relay, given).Numbers(),
            [Leases] = (relay, given) => new PendingWork(relay, given).Leases(),
            [Requests] = (relay, given) => new ApiView(relay, given).Requests(),
            [Links] = (relay, given) => new ApiView(relay, given).Links(),
        };
}
