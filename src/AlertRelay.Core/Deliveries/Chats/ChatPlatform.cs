namespace AlertRelay.Deliveries.Chats;

/// <summary>What is special about one platform: data, and pure functions of a target or of an answer. It sends nothing.</summary>
internal sealed record ChatPlatform
{
    /// <summary>As formats and subscriptions name it.</summary>
    public required string Name { get; init; }

    /// <summary>As people name it.</summary>
    public required string Title { get; init; }

    /// <summary>What a target looks like, for those who wrote another one.</summary>
    public required string Example { get; init; }

    /// <summary>Of the platform itself; one that begins with a dot stands for all below it. Empty where everybody has a server of their own.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whether the URL has the path and the query that the platform gives out.</summary>
    public required Func<Uri, bool> IsWhole { get; init; }

    /// <summary>At other hosts, such as a proxy, any path will do for those who name the format.</summary>
    public bool TakesProxies { get; init; }

    /// <summary>Not only the platform's own format makes sense at its URLs.</summary>
    public bool TakesAnything { get; init; }

    /// <summary>How the platform says that it has the message.</summary>
    public required Func<PlatformResponse, PostAcceptance> Posting { get; init; }

    /// <summary>The first that fits an answer counts.</summary>
    public IReadOnlyList<ResponseRule> Sayings { get; init; } = [];

    /// <summary>What else an answer tells.</summary>
    public Func<DeliveryOutcome, PlatformResponse, DeliveryOutcome> Refine { get; init; } = static (outcome, _) => outcome;

    public Func<Uri, IReadOnlyList<RateLimit>> Allowances { get; init; } = static _ => [];

    /// <summary>How many posts may be refused before the platform shuts out the relay's whole address.</summary>
    public RateLimit? Refusals { get; init; }

    /// <summary>Where a message for the target is posted.</summary>
    public Func<Uri, Uri> Address { get; init; } = static target => target;

    /// <summary>The target of a chat that goes on under another id.</summary>
    public Func<Uri, string, Uri> Moved { get; init; } = static (target, _) => target;

    public bool Owns(Uri target) => Hosts.Any(host => host[0] == '.'
        ? target.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)
        : target.Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    public bool Recognises(Uri target) => Owns(target) && IsWhole(target);

    /// <summary>Whether a target will do for somebody who named the format.</summary>
    public bool Fits(Uri target) => IsWhole(target) || (TakesProxies && !Owns(target) && target.Scheme is "https" or "http");
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
