using AlertRelay.Alerts;

namespace AlertRelay.Subscriptions;

/// <summary>The members of a filter, in the order in which they are compared.</summary>
public enum FilterMember
{
    Kinds,
    Channels,
    Categories,
    Countries,
    MinimumSeverity,
    Changes,
    Languages,
    Keywords,
}

/// <summary>
/// Unset lists do not narrow; every set one must match. For health events only kinds, channels and categories are compared, for the relay's own events only
/// kinds.
/// </summary>
public sealed record Filter
{
    public static readonly Filter Everything = new();

    /// <summary>Never empty.</summary>
    public IReadOnlyList<EventKind> Kinds { get; init; } = [EventKind.Alert];

    public IReadOnlyList<string> Channels { get; init; } = [];

    public IReadOnlyList<Category> Categories { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-2; an alert for a part ("GB-NIR") matches its country too, and one whose place is unknown matches every country.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Alerts with an unknown level always match, because they may be severe.</summary>
    public Severity? MinimumSeverity { get; init; }

    /// <summary>Any of them; a level of a snapshot is no change and always matches.</summary>
    public IReadOnlyList<ChangeKind> Changes { get; init; } = [];

    /// <summary>BCP 47; a language matches its regional forms too.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Any of them, anywhere in title, headline or text, without regard to case.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    public bool Matches(Alert alert) => FirstUnmatched(alert) is null;

    /// <summary>All comparisons are here. It is called for each alert and candidate, so it allocates nothing.</summary>
    /// <returns>The first member that does not let the alert through; null if it matches.</returns>
    public FilterMember? FirstUnmatched(Alert alert)
    {
        var kind = alert.Kind;
        return !Kinds.Contains(kind == EventKind.Snapshot ? EventKind.Alert : kind) ? FilterMember.Kinds
            : kind is EventKind.Heartbeat or EventKind.Subscription ? null
            : Channels.Count > 0 && !Channels.Contains(alert.Channel) ? FilterMember.Channels
            : Categories.Count > 0 && !Categories.Contains(alert.Category) ? FilterMember.Categories
            : kind == EventKind.Health ? null
            : Countries.Count > 0 && !IsAbout(alert) ? FilterMember.Countries
            : MinimumSeverity is { } minimum && MostSevere(alert) < minimum && alert.Level.IsKnown ? FilterMember.MinimumSeverity
            : Changes.Count > 0 && !alert.IsSnapshot && !Changes.Contains(alert.Change) ? FilterMember.Changes
            : Languages.Count > 0 && !IsIn(alert) ? FilterMember.Languages
            : Keywords.Count > 0 && !Mentions(alert) ? FilterMember.Keywords
            : null;
    }

    /// <summary>Whether both have the same members with the same values, in the same order.</summary>
    public bool IsSame(Filter other) =>
        MinimumSeverity == other.MinimumSeverity
        && Kinds.SequenceEqual(other.Kinds)
        && Channels.SequenceEqual(other.Channels)
        && Categories.SequenceEqual(other.Categories)
        && Countries.SequenceEqual(other.Countries)
        && Changes.SequenceEqual(other.Changes)
        && Languages.SequenceEqual(other.Languages)
        && Keywords.SequenceEqual(other.Keywords);

    private bool IsAbout(Alert alert)
    {
        if (alert.HasUnknownPlace)
            return true;

        var areas = alert.Areas;
        for (var i = 0; i < areas.Count; i++)
        {
            if (Covers(areas[i].Code))
                return true;
        }

        return false;
    }

    private bool Covers(string code)
    {
        var dash = code.IndexOf('-', StringComparison.Ordinal);
        for (var i = 0; i < Countries.Count; i++)
        {
            if (Countries[i] == code || (dash >= 0 && code.AsSpan(0, dash).SequenceEqual(Countries[i])))
                return true;
        }

        return false;
    }

    private bool IsIn(Alert alert)
    {
        if (Covers(alert.Language, Languages))
            return true;

        var translations = alert.Translations;
        for (var i = 0; i < translations.Count; i++)
        {
            if (Covers(translations[i].Language, Languages))
                return true;
        }

        return false;
    }

    private static bool Covers(string language, IReadOnlyList<string> ranges)
    {
        for (var i = 0; i < ranges.Count; i++)
        {
            if (IsWithin(ranges[i], language))
                return true;
        }

        return false;
    }

    // RFC 4647, section 3.3.1: "en" matches "EN-US", and "zh-Hant" does not match "zh".
    private static bool IsWithin(string range, string language) =>
        language.StartsWith(range, StringComparison.OrdinalIgnoreCase) && (language.Length == range.Length || language[range.Length] is '-' or '_');

    // Subscribers who were sent a high level are sent its lowering below their minimum too.
    private static Severity MostSevere(Alert alert) =>
        alert.PreviousLevel is { } before && before.Severity > alert.Level.Severity ? before.Severity : alert.Level.Severity;

    private bool Mentions(Alert alert)
    {
        for (var i = 0; i < Keywords.Count; i++)
        {
            if (alert.Mentions(Keywords[i]))
                return true;
        }

        return false;
    }
}
