using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.Layout;

/// <summary>The content of a message for people, in any chat. Every text is one line and went through <see cref="TextSanitizer"/>.</summary>
internal sealed record Card
{
    /// <summary>The alert's id; for a group, one made from the ids of its alerts.</summary>
    public required string Id { get; init; }

    /// <summary>Identifies the notice: all its messages share it. Short enough for every chat.</summary>
    public required string Thread { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Whether the notice was withdrawn, or its level lowered.</summary>
    public bool IsRelief { get; init; }

    /// <summary>The change comes first: "Foreign Office raises Iran to Advises against all travel (was …)".</summary>
    public required string Headline { get; init; }

    public IReadOnlyList<CardField> Facts { get; init; } = [];

    /// <summary>Empty for a group.</summary>
    public string Summary { get; init; } = "";

    /// <summary>For a group: one entry per alert, the most severe first. For a cluster: one per member.</summary>
    public IReadOnlyList<CardEntry> Entries { get; init; } = [];

    /// <summary>How many alerts of the group, or members of the cluster, are not among the entries.</summary>
    public int Unlisted { get; init; }

    /// <summary>Links to the official page and to the relay.</summary>
    public IReadOnlyList<CardLink> Links { get; init; } = [];

    public string Symbol => IsRelief ? "🔽" : SymbolOf(Severity);

    /// <summary>Such as "#B00020". <see cref="Symbol"/> and the facts express the severity too.</summary>
    public string Color => ColorOf(Severity);

    public string Title => $"{Symbol} {Headline}";

    public static string SymbolOf(Severity severity) => severity switch
    {
        Severity.Extreme => "🟥",
        Severity.Severe => "🟧",
        Severity.Moderate => "🟨",
        Severity.Minor => "🟩",
        _ => "⬜",
    };

    public static string ColorOf(Severity severity) => severity switch
    {
        Severity.Extreme => "#B00020",
        Severity.Severe => "#E65100",
        Severity.Moderate => "#F9A825",
        Severity.Minor => "#2E7D32",
        _ => "#546E7A",
    };
}

/// <param name="Link">Null if there is neither an official page nor one of the relay's.</param>
internal sealed record CardEntry(string Text, Uri? Link);

internal sealed record CardField(string Name, string Value);

internal sealed record CardLink(string Text, Uri Url);
