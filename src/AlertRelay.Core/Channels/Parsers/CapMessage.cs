using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>A message of the Common Alerting Protocol (OASIS, CAP 1.2), as its own document or as an index tells it.</summary>
internal sealed record CapMessage
{
    public required string Identifier { get; init; }

    /// <summary>Null where an index leaves it out.</summary>
    public string? Status { get; init; }

    public string? Kind { get; init; }

    /// <summary>"sender,identifier,sent", separated by blanks.</summary>
    public string? References { get; init; }

    public DateTimeOffset? Sent { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public string? Language { get; init; }

    public string? Severity { get; init; }

    public string? Headline { get; init; }

    public string? Event { get; init; }

    /// <summary>Canonical.</summary>
    public string Text { get; init; } = "";

    public string AreaNames { get; init; } = "";

    /// <summary>The sender says that no word of weight has changed; areas that joined all the same.</summary>
    public bool IsMinor { get; init; }

    public string? JoinedAreas { get; init; }

    public Uri? Link { get; init; }

    /// <summary>Exercises, tests, drafts and technical replies are not for the public.</summary>
    public bool IsReal => Status is null or "Actual" && Kind is null or "Alert" or "Update" or "Cancel";

    /// <summary>An update or cancellation speaks of the message that began it, the oldest that it refers to.</summary>
    public string Subject => CapReferences.Oldest(References) ?? Identifier;

    public Notice ToNotice(Channel channel) => new()
    {
        Key = IsReal ? Subject : Identifier,
        Title = Title,
        Link = Link ?? channel.Homepage,
        Level = LevelOf(Severity),
        Areas = CountryNames.Of(channel) is { Count: > 0 } own ? own : CountryNames.AllIn(AreaNames),
        Language = Language ?? channel.Languages[0],
        Text = Text,
        Summary = SentenceSplitter.First(Text),
        SignificantFacts = IsMinor ? JoinedAreas is null ? [] : [$"areas {JoinedAreas}"] : [$"{Headline}\n{Text}\n{AreaNames}"],
        PublishedAt = Sent,
        UpdatedAt = Sent,
        Withdrawn = Kind == "Cancel" || !IsReal,
        // Some senders' clocks are years off: an end before the beginning is none.
        ExpiresAt = Expires < Sent ? null : Expires,
    };

    private string Title =>
        Headline is { Length: > 0 } ? Headline
        : Event is { Length: > 0 } ? AreaNames.Length > 0 ? $"{Event}: {AreaNames}" : Event
        : Text.Length > 0 ? SentenceSplitter.First(Text) : Identifier;

    // The scale of alerts is CAP's own.
    private static Level LevelOf(string? severity) => severity switch
    {
        "Extreme" => Known(AlertRelay.Alerts.Severity.Extreme),
        "Severe" => Known(AlertRelay.Alerts.Severity.Severe),
        "Moderate" => Known(AlertRelay.Alerts.Severity.Moderate),
        "Minor" => Known(AlertRelay.Alerts.Severity.Minor),
        _ => Level.Unreadable(severity ?? "no severity"),
    };

    private static Level Known(Severity severity) => new($"{severity}", $"{severity}", severity, Step: (int)severity);
}
