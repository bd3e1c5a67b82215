using System.Globalization;
using AlertRelay.Alerts;

namespace AlertRelay.Countries;

/// <summary>The country picture in words, for people.</summary>
public static class CountryText
{
    public static string Of(Knowledge state) => state == Knowledge.NotCovered ? "not covered" : $"{state}".ToLowerInvariant();

    /// <summary>The severity and the authority's own words: "Extreme: Advises against all travel". Empty for null.</summary>
    public static string Of(Level? level) => level is null ? "" : level.Label is { } label ? $"{level.Severity}: {label}" : $"{level.Severity}: {level.Native}";

    public static string Of(SeverityOfGovernments? severity) =>
        severity is null ? "" : $"{severity.Severity} ({string.Join(", ", severity.Governments)})";

    public static string Of(MedianSeverity? median) =>
        median is null ? "" : median.From == median.To ? $"{median.From}" : $"{median.From} to {median.To}";

    /// <summary>What the comparison comes to. Whole and parts are never merged.</summary>
    public static IEnumerable<string> Sentences(CountryPicture picture)
    {
        foreach (var (comparison, area) in new[] { (picture.Whole, "the whole country"), (picture.Parts, "parts of the country") })
        {
            if (comparison.Median is not { } median)
                continue;

            yield return comparison.Lowest!.Severity == comparison.Highest!.Severity
                ? $"For {area}, {Governments(comparison.Governments)}: {Of(comparison.Highest)}."
                : $"For {area}, {Governments(comparison.Governments)}: lowest {Of(comparison.Lowest)}, highest {Of(comparison.Highest)}, "
                    + $"median {Of(median)}.";
            if (comparison.Differing.Count > 0)
                yield return $"For {area}, {string.Join(" and ", comparison.Differing)} differs from all others by at least two steps.";
        }

        if (picture.Changes is { Latest: { } latest, DaysSinceLatest: { } days })
            yield return $"Changed last: {latest.Government} on {Day(latest.At)}, {Ago(days)}."
                + (picture.Changes.First is { } first && first != latest ? $" First of the last 30 days: {first.Government} on {Day(first.At)}." : "");
    }

    private static string Ago(int days) => days switch
    {
        0 => "within a day",
        1 => "1 day ago",
        _ => string.Create(CultureInfo.InvariantCulture, $"{days} days ago"),
    };

    private static string Governments(int count) => CountText.Of(count, "government", "governments");

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
