using AlertRelay.Deliveries.Formats;

namespace AlertRelay.Deliveries.Chats;

/// <summary>What is special about one platform: data, and pure functions of a target or of an answer. It sends nothing.</summary>
internal sealed record ChatPlatform
{
    /// <summary>As subscriptions write it in "format".</summary>
    public required string Name { get; init; }

    /// <summary>As people name it.</summary>
    public required string Title { get; init; }

    /// <summary>What a target looks like, for error messages.</summary>
    public required string Example { get; init; }

    /// <summary>Of all its targets, and of no other platform's; null for http and https.</summary>
    public string? Scheme { get; init; }

    /// <summary>Of the platform itself; one that begins with a dot stands for all below it. Empty where everybody has a server of their own.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whether the URL has the path and the query that the platform gives out.</summary>
    public required Func<Uri, bool> IsComplete { get; init; }

    /// <summary>At other hosts, such as a proxy, any path will do for those who name the format.</summary>
    public bool AllowsProxies { get; init; }

    /// <summary>The platform's URLs may also receive plain webhooks.</summary>
    public bool AllowsPlainWebhooks { get; init; }

    /// <summary>Given Relay:BaseUrl, and the address of the public pages, which is null where messages must not link to them.</summary>
    public required Func<Uri?, Uri?, IMessageFormat> CreateFormat { get; init; }

    /// <summary>How the platform answers when it has the message.</summary>
    public required Func<PlatformResponse, PostAcceptance> AcceptanceOf { get; init; }

    /// <summary>The first that fits an answer counts.</summary>
    public IReadOnlyList<ResponseRule> Rules { get; init; } = [];

    /// <summary>Adds what else an answer holds.</summary>
    public Func<DeliveryOutcome, PlatformResponse, DeliveryOutcome> Refine { get; init; } = static (outcome, _) => outcome;

    public Func<Uri, IReadOnlyList<RateLimit>> RateLimits { get; init; } = static _ => [];

    /// <summary>How many posts may be refused before the platform shuts out the relay's whole address.</summary>
    public RateLimit? RefusalLimit { get; init; }

    /// <summary>Where a message for the target is posted.</summary>
    public Func<Uri, Uri> PostUrl { get; init; } = static target => target;

    /// <summary>The target of a chat that goes on under another id.</summary>
    public Func<Uri, string, Uri> MovedTarget { get; init; } = static (target, _) => target;

    public bool Owns(Uri target) => Hosts.Any(host => host[0] == '.'
        ? target.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)
        : target.Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    public bool Recognises(Uri target) => target.Scheme == Scheme || (Owns(target) && IsComplete(target));

    /// <summary>Whether a target will do for somebody who named the format.</summary>
    public bool Fits(Uri target) => IsComplete(target) || (AllowsProxies && !Owns(target) && target.Scheme is "https" or "http");
}

internal enum PostAcceptance
{
    No,

    /// <summary>It is to be posted later, and nobody will say whether it was.</summary>
    Accepted,

    Posted,
}

/// <summary>So many messages in any stretch of time of this length.</summary>
/// <param name="Key">What is counted: a webhook, a chat, a bot.</param>
internal sealed record RateLimit(string Key, int Count, TimeSpan Per);
