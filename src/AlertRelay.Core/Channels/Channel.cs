using System.Text.Json;
using AlertRelay.Alerts;

namespace AlertRelay.Channels;

/// <summary>One official source, as its file in Catalog/ describes it. The file's name is the id.</summary>
public sealed record Channel
{
    public string Id { get; init; } = "";

    /// <summary>Ids that the channel had in earlier versions of the catalogue: its state is taken over from them.</summary>
    public IReadOnlyList<string> PreviousIds { get; init; } = [];

    /// <summary>For people: "UK travel advice".</summary>
    public required string Name { get; init; }

    public required string Authority { get; init; }

    /// <summary>A short name for headlines: "UK", "State Department".</summary>
    public required string ShortName { get; init; }

    /// <summary>ISO 3166-1 alpha-2 of the publisher's country; null for international bodies.</summary>
    public string? Country { get; init; }

    public required Category Category { get; init; }

    /// <summary>BCP 47, the first one is the language of the alerts.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public required Uri Homepage { get; init; }

    /// <summary>The licence or terms under which the texts may be passed on.</summary>
    public required string Terms { get; init; }

    public required string Attribution { get; init; }

    /// <summary>The documents that one poll reads. Most channels have one.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    /// <summary>The operator named the <see cref="Urls"/>, in a setting or a file of its own, so they may lie in a private network.</summary>
    public bool AreUrlsOperators { get; init; }

    /// <summary>Further hosts of the publisher: the relay follows a permanent redirect to them, and reads pages there.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The Accept header. Most publishers ignore it.</summary>
    public string? Accept { get; init; }

    /// <summary>
    /// What the relay calls itself to this publisher, whose host refuses the usual name; "{version}" is the program's version. Null for the usual one.
    /// </summary>
    public string? UserAgent { get; init; }

    /// <summary>Name of a parser in <see cref="Parsers.NoticeParsers"/>.</summary>
    public required string Parser { get; init; }

    /// <summary>The parser's options; see the parser.</summary>
    public JsonElement Options { get; init; }

    /// <summary>The usual time between two polls.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The publisher is never polled more often than this, whatever is configured.</summary>
    public TimeSpan MinimumInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often each page is read though no index says that it changed: for publishers whose index does not tell, or who also edit silently. Null: never.
    /// </summary>
    public TimeSpan? PagesInterval { get; init; }

    public Membership Membership { get; init; } = Membership.Window;

    /// <summary>
    /// For publishers who list thousands of pages: those that the first index dates further back than this are not read, but known by their dates until these
    /// move. Null where all are read.
    /// </summary>
    public TimeSpan? PagesWithin { get; init; }

    /// <summary>True where an empty list is an ordinary answer ("no alert in force").</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>Each notice is about one place or more that the publisher names, so one whose place cannot be read may be about any.</summary>
    public bool HasPlaces { get; init; }

    public ChannelRules Rules { get; init; } = new();

    /// <summary>The publisher's scale, by its own values; looked up without regard to case.</summary>
    public IReadOnlyDictionary<string, LevelEntry> Levels { get; init; } = new Dictionary<string, LevelEntry>();

    /// <summary>What is known of the addresses and their shapes, from where, and why a channel is off; for docs/channels.md.</summary>
    public string? RestsOn { get; init; }

    /// <summary>How far the channel is proved: see docs/channels.md.</summary>
    public ChannelProof Proof { get; init; } = ChannelProof.Unproved;

    public bool Enabled { get; init; } = true;

    /// <summary>The level that the publisher's scale gives to a value; unreadable when the scale has no such value.</summary>
    public Level LevelOf(string? native) =>
        native is null ? Level.None
        : Levels.FirstOrDefault(entry => string.Equals(entry.Key, native.Trim(), StringComparison.OrdinalIgnoreCase)).Value is { } found
            ? new Level(native.Trim(), found.Label, found.Severity, found.Scope, found.Step)
            : Level.Unreadable(native);
}

/// <param name="Step">Place on the publisher's own scale; a higher step is more severe.</param>
public sealed record LevelEntry(string Label, Severity Severity, int Step, Scope Scope = Scope.Whole);

/// <summary>What it means when a notice is no longer listed.</summary>
public enum Membership
{
    /// <summary>The list shows the latest ones: leaving it means nothing.</summary>
    Window,

    /// <summary>The list is whole: a notice that is gone for good was withdrawn.</summary>
    Complete,
}

public enum ChannelProof
{
    Unproved,
    DocumentedFormat,
    RecordedPayload,
}

/// <summary>The detection rules of a channel. A channel's file overrides these defaults.</summary>
public sealed record ChannelRules
{
    /// <summary>A lowered level is sent when a poll at least this much later still shows it.</summary>
    public TimeSpan ConfirmDropAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A notice that left a complete list is withdrawn when it is still gone this much later, in at least three good looks.</summary>
    public TimeSpan ConfirmWithdrawalAfter { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Only a revision that moves the publisher's own date is news (publishers that also edit silently).</summary>
    public bool RevisionsAreAnnounced { get; init; }

    /// <summary>The publisher's dates say no time of day: two of the same day are equal.</summary>
    public bool DatesAreDays { get; init; }
}
