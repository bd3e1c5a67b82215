using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>A message of the Common Alerting Protocol (OASIS, CAP 1.2), as its own document or as an entry of an index.</summary>
internal sealed record CapMessage
{
    public required string Identifier { get; init; }

    /// <summary>Null where an index leaves it out.</summary>
    public string? Status { get; init; }

    public string? Kind { get; init; }

    public string? Scope { get; init; }

    /// <summary>An all-clear: the hazard is past.</summary>
    public bool IsOver { get; init; }

    /// <summary>"sender,identifier,sent", separated by spaces.</summary>
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

    /// <summary>The sender marks it as a minor update. Added areas still count.</summary>
    public bool IsMinor { get; init; }

    public string? JoinedAreas { get; init; }

    public Uri? Link { get; init; }

    /// <summary>Exercises, tests, drafts, technical replies, and what is meant for some only are not for the public.</summary>
    public bool IsReal =>
        (Status is null || CapWords.Are(Status, "Actual"))
        && (Kind is null || CapWords.Are(Kind, "Alert") || CapWords.Are(Kind, "Update") || CapWords.Are(Kind, "Cancel"))
        && (Scope is null || CapWords.Are(Scope, "Public"));

    public Notice ToNotice(Channel channel) => IsReal ? ToRealNotice(channel) : new Notice
    {
        // Listed only, without its text.
        Key = Identifier,
        Title = Identifier,
        Link = channel.Homepage,
        PublishedAt = Sent,
        UpdatedAt = Sent,
        Withdrawn = true,
    };

    private Notice ToRealNotice(Channel channel) => new()
    {
        Key = Follows is [var oldest, ..] ? oldest : Identifier,
        Names = Names,
        Follows = Follows,
        Title = Title,
        Link = Link ?? channel.Homepage,
        Level = CapWords.SeverityOf(Severity) is { } severity
            ? new Level($"{severity}", $"{severity}", severity, Step: (int)severity)
            : Level.Unreadable(Severity ?? "no severity"),
        Areas = CountryNames.Of(channel) is { Count: > 0 } own ? own : CountryNames.For(channel.Languages).AllIn(AreaNames),
        Language = Language ?? channel.Languages[0],
        Text = Text,
        Summary = SentenceSplitter.First(Text),
        SignificantFacts = IsMinor ? JoinedAreas is null ? [] : [$"areas {JoinedAreas}"] : [$"{Headline}\n{Text}\n{AreaNames}"],
        PublishedAt = Sent,
        UpdatedAt = Sent,
        Withdrawn = CapWords.Are(Kind, "Cancel") || IsOver,
        // Some senders' clocks are years off: an end before the beginning is none.
        ExpiresAt = Expires < Sent ? null : Expires,
    };

    /// <summary>An index may give an address where others refer to the message by its last part.</summary>
    private IReadOnlyList<string> Names =>
        Identifier.LastIndexOf('/') is > 0 and var slash && slash + 1 < Identifier.Length ? [Identifier, Identifier[(slash + 1)..]] : [Identifier];

    private IReadOnlyList<string> Follows => CapReferences.In(References);

    private string Title =>
        Headline is { Length: > 0 } ? EscapedMarkup.Title(Headline)
        : Event is { Length: > 0 } ? AreaNames.Length > 0 ? $"{Event}: {AreaNames}" : Event
        : Text.Length > 0 ? SentenceSplitter.First(Text) : Identifier;
}

/// <summary>The messages that a CAP message follows up: "sender,identifier,sent", separated by spaces (CAP 1.2, 3.2.1).</summary>
internal static class CapReferences
{
    /// <returns>Identifiers, the one sent first before the others.</returns>
    public static IReadOnlyList<string> In(string? references) =>
    [
        .. (references ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(reference => reference.Split(','))
            .Where(parts => parts.Length == 3 && parts[1].Length > 0)
            .OrderBy(parts => WrittenDates.Read(parts[2]) ?? DateTimeOffset.MaxValue)
            .Select(parts => parts[1]).Distinct(),
    ];
}

/// <summary>CAP's own words; senders write them in any case.</summary>
internal static class CapWords
{
    public static bool Are(string? stated, string word) => string.Equals(stated, word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null for a word that CAP lacks.</summary>
    public static Severity? SeverityOf(string? stated) =>
        new Severity?[] { Severity.Extreme, Severity.Severe, Severity.Moderate, Severity.Minor }.FirstOrDefault(severity => Are(stated, $"{severity}"));

    public static int Rank(string? severity) => (int)(SeverityOf(severity) ?? Severity.Unknown);

    /// <summary>"The subject event no longer poses a threat or concern" (CAP 1.2, 3.2.2). An earthquake is past from the first report on.</summary>
    public static bool IsOver(string? urgency, IEnumerable<string> responseTypes, string? category) =>
        responseTypes.Any(type => Are(type, "AllClear")) || (Are(urgency, "Past") && !Are(category, "Geo"));

    /// <summary>"EN_us" is English: of a language's spellings the first part is the same.</summary>
    public static string Language(string stated) => stated.Split('-', '_')[0].Trim().ToUpperInvariant();
}
