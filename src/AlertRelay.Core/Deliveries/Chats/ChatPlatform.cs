using AlertRelay.Deliveries.Formats;

namespace AlertRelay.Deliveries.Chats;

/// <summary>Describes one platform: data, and pure functions of a target or a response. It sends nothing.</summary>
internal sealed record ChatPlatform
{
    /// <summary>The name in a subscription's "format".</summary>
    public required string Name { get; init; }

    /// <summary>The name for people.</summary>
    public required string Title { get; init; }

    /// <summary>An example target for error messages.</summary>
    public required string Example { get; init; }

    /// <summary>A scheme that only this platform uses; null for HTTP and HTTPS.</summary>
    public string? Scheme { get; init; }

    /// <summary>The platform's own hosts. A leading dot includes all subdomains. Empty for self-hosted platforms.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Hosts of webhooks that the platform has switched off, as in <see cref="Hosts"/>.</summary>
    public IReadOnlyList<string> RetiredHosts { get; init; } = [];

    /// <summary>What is wrong with targets at <see cref="RetiredHosts"/>, and what to use instead.</summary>
    public string RetiredReason { get; init; } = "";

    /// <summary>Whether the URL has the path and the query of the platform's webhooks.</summary>
    public required Func<Uri, bool> IsComplete { get; init; }

    /// <summary>Targets at other hosts, such as a proxy, may have any path if the subscription names the format.</summary>
    public bool AllowsProxies { get; init; }

    /// <summary>The platform's URLs may also receive plain webhooks.</summary>
    public bool AllowsPlainWebhooks { get; init; }

    /// <summary>Takes Relay:BaseUrl, and the URL of the public pages, which is null if messages must not link to them.</summary>
    public required Func<Uri?, Uri?, IMessageFormat> CreateFormat { get; init; }

    /// <summary>Whether a response means that the platform has the message.</summary>
    public required Func<PlatformResponse, PostAcceptance> AcceptanceOf { get; init; }

    /// <summary>
    /// The platform's own words for an error: a code, or a member of its JSON. Null for the answer of something in between, such as a proxy or a firewall,
    /// to which no rule applies.
    /// </summary>
    public Func<PlatformResponse, string?> ErrorOf { get; init; } = static _ => null;

    /// <summary>The first rule that matches a response wins.</summary>
    public IReadOnlyList<ResponseRule> Rules { get; init; } = [];

    /// <summary>Adds further information from the response to the outcome.</summary>
    public Func<DeliveryOutcome, PlatformResponse, DeliveryOutcome> Refine { get; init; } = static (outcome, _) => outcome;

    public Func<Uri, IReadOnlyList<RateLimit>> RateLimits { get; init; } = static _ => [];

    /// <summary>How many rejected posts are allowed before the platform blocks the relay's IP address.</summary>
    public RateLimit? RefusalLimit { get; init; }

    /// <summary>The URL to post a message for the target to.</summary>
    public Func<Uri, Uri> PostUrl { get; init; } = static target => target;

    /// <summary>The new target of a chat that has another id now.</summary>
    public Func<Uri, string, Uri> MovedTarget { get; init; } = static (target, _) => target;

    public bool Owns(Uri target) => IsAt(target, Hosts);

    public bool HasRetired(Uri target) => IsAt(target, RetiredHosts);

    public bool Recognises(Uri target) => target.Scheme == Scheme || (Owns(target) && IsComplete(target));

    /// <summary>Whether a target is valid for a subscription that names the format.</summary>
    public bool Fits(Uri target) => IsComplete(target) || (AllowsProxies && !Owns(target) && target.Scheme is "https" or "http");

    private static bool IsAt(Uri target, IEnumerable<string> hosts) => hosts.Any(host => host[0] == '.'
        ? target.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)
        : target.Host.Equals(host, StringComparison.OrdinalIgnoreCase));
}

internal enum PostAcceptance
{
    No,

    /// <summary>The platform posts it later and does not report the result.</summary>
    Accepted,

    Posted,
}

/// <summary>A maximum number of messages in any period of this length.</summary>
/// <param name="Key">What the limit counts for: a webhook, a chat or a bot.</param>
internal sealed record RateLimit(string Key, int Count, TimeSpan Per);

/// <summary>Reads and changes single parameters of a URL's query. All other parameters stay as they are.</summary>
internal static class TargetQuery
{
    public static string? Value(this Uri url, string name) =>
        Pairs(url)
            .Where(pair => NameOf(pair) == name)
            .Select(pair => Uri.UnescapeDataString(pair[(pair.IndexOf('=') + 1)..]))
            .FirstOrDefault(value => value.Length > 0);

    /// <summary>Replaces the parameter of this name, or adds it at the end.</summary>
    public static Uri With(this Uri url, string name, string value)
    {
        var pair = $"{name}={Uri.EscapeDataString(value)}";
        var pairs = Pairs(url);
        var replaced = pairs.Select(each => NameOf(each) == name ? pair : each);
        return Of(url, Array.Exists(pairs, each => NameOf(each) == name) ? replaced : pairs.Append(pair));
    }

    public static Uri Without(this Uri url, string name) => Of(url, Pairs(url).Where(pair => NameOf(pair) != name));

    private static string[] Pairs(Uri url) => url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);

    private static string NameOf(string pair) => Uri.UnescapeDataString(pair.Split('=')[0]);

    private static Uri Of(Uri url, IEnumerable<string> pairs) =>
        new(new UriBuilder(url) { Query = string.Join('&', pairs) }.Uri.AbsoluteUri);
}
