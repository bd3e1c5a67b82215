namespace AlertRelay.Alerts;

/// <summary>Whether a level holds for all of the area or only for parts of it.</summary>
public enum Scope
{
    Whole,
    Part,
}

/// <summary>How severe a notice is: in its publisher's own words, and on CAP's scale.</summary>
/// <param name="Native">The publisher's own value, untouched; null where the channel has no scale.</param>
/// <param name="Label">The publisher's own words for it, for people.</param>
/// <param name="Step">Its place on the publisher's own scale, coverage included: a higher step is more severe. Comparable within one channel only.</param>
public sealed record Level(string? Native, string? Label, Severity Severity, Scope Scope = Scope.Whole, int Step = 0)
{
    /// <summary>For channels without a scale, such as statements.</summary>
    public static readonly Level None = new(null, null, Severity.Unknown);

    /// <summary>A level is stated, but cannot be read. It is neither higher nor lower than any other.</summary>
    public static Level Unreadable(string stated) => new(stated, null, Severity.Unknown);

    public bool IsKnown => Severity != Severity.Unknown;

    /// <returns>Null for none. Of several that are equally severe the first.</returns>
    public static Level? MostSevere(IEnumerable<Level> levels) => levels.MaxBy(level => (level.Severity, level.Step));

    /// <summary>
    /// Above zero when this is more severe than <paramref name="other"/>: a higher severity, or the same severity for more of the area, or a
    /// higher step of the publisher's scale. Zero when either is unknown.
    /// </summary>
    public int CompareTo(Level other)
    {
        if (!IsKnown || !other.IsKnown)
            return 0;

        var bySeverity = Severity.CompareTo(other.Severity);
        return bySeverity != 0 ? bySeverity : Step.CompareTo(other.Step);
    }
}

/// <summary>CAP 1.2, section 3.2.2 "severity". Unknown is never shown as safe: it means that no level could be read.</summary>
public enum Severity
{
    Unknown,
    Minor,
    Moderate,
    Severe,
    Extreme,
}
