using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.Layout;

/// <summary>What a message for people says, whatever chat it is for. Every text in it is one line and went through <see cref="TextSanitizer"/>.</summary>
internal sealed record Card
{
    /// <summary>The alert's id, or one made of those of all alerts.</summary>
    public required string Id { get; init; }

    /// <summary>Is the same for all messages of one notice, and of no other. Short enough for every chat.</summary>
    public required string Thread { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Is it over, or less grave than before?</summary>
    public bool IsRelief { get; init; }

    /// <summary>First what changed: "UK raises Iran: avoid all travel (was: all but essential)".</summary>
    public required string Headline { get; init; }

    public IReadOnlyList<CardField> Facts { get; init; } = [];

    /// <summary>Empty for many.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Of a group: an alert each, the gravest first.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>At the official host, or at the relay.</summary>
    public IReadOnlyList<CardLink> Links { get; init; } = [];

    public string Symbol => IsRelief ? "🔽" : Severity switch
    {
        Severity.Extreme => "🟥",
        Severity.Severe => "🟧",
        Severity.Moderate => "🟨",
        Severity.Minor => "🟩",
        _ => "⬜",
    };

    /// <summary>"#B00020"; never the only sign, <see cref="Symbol"/> and the facts say the same.</summary>
    public string Color => ColorOf(Severity);

    public string Title => $"{Symbol} {Headline}";

    public static string ColorOf(Severity severity) => severity switch
    {
        Severity.Extreme => "#B00020",
        Severity.Severe => "#E65100",
        Severity.Moderate => "#F9A825",
        Severity.Minor => "#2E7D32",
        _ => "#546E7A",
    };
}

internal sealed record CardField(string Name, string Value);

internal sealed record CardLink(string Text, Uri Url);
