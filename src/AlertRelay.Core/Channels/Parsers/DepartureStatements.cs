using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Statements in travel advisories about the departure of US government employees, which are news even if the level stays. The feed serves each page in two
/// wordings, and keeps old orders in reworded texts; so a statement is known by its kind and its month, not by its words.
/// </summary>
internal static partial class DepartureStatements
{
    // Few lines have any of them, and only those are worth a closer look.
    private static readonly SearchValues<string> Words =
        SearchValues.Create(["ordered", "authorized", "suspended", " depart ", " leave "], StringComparison.OrdinalIgnoreCase);

    private static readonly (string Fact, Regex Pattern)[] Kinds =
    [
        ("ordered departure", Ordered()),
        ("authorized departure", Authorized()),
        ("suspended operations", Suspended()),
        ("depart now", DepartNow()),
    ];

    /// <param name="updatedAt">Gives the year to "on February 23".</param>
    /// <returns>"ordered departure 2026-03"; without the month where no sentence of the text dates it.</returns>
    public static IReadOnlyList<string> In(string text, DateTimeOffset? updatedAt)
    {
        // "U.S. government employees" is no end of a sentence.
        var sentences = text.Split('\n')
            .Where(line => line.AsSpan().ContainsAny(Words))
            .SelectMany(line => SentenceSplitter.Of(line.Replace("U.S.", "US", StringComparison.Ordinal)))
            .Where(sentence => !Lifted().IsMatch(sentence))
            .ToList();
        return [.. Kinds.SelectMany(kind => Facts(kind.Fact, sentences.Where(sentence => kind.Pattern.IsMatch(sentence)), updatedAt)).Distinct()];
    }

    private static IEnumerable<string> Facts(string fact, IEnumerable<string> sentences, DateTimeOffset? updatedAt)
    {
        var months = sentences.Select(sentence => MonthOf(sentence, updatedAt)).ToList();
        var dated = months.OfType<string>().Select(month => $"{fact} {month}").ToList();
        return dated.Count > 0 ? dated : months.Select(_ => fact);
    }

    private static string? MonthOf(string sentence, DateTimeOffset? updatedAt)
    {
        if (Month().Match(sentence) is not { Success: true } match)
            return null;

        var month = Array.IndexOf(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, match.Groups["month"].Value) + 1;
        if (match.Groups["year"].Success)
            return $"{match.Groups["year"].Value}-{month:00}";

        // A month that is still to come is last year's.
        return updatedAt is { } date ? $"{(month > date.Month ? date.Year - 1 : date.Year)}-{month:00}" : null;
    }

    [GeneratedRegex(
        @"\bordered departure\b|\bDepartment of State (?:has )?ordered\b.{0,200}?\b(?:leave|depart|departure)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ordered();

    [GeneratedRegex(
        @"\bauthorized departure\b|\bDepartment of State (?:has )?authorized\b.{0,200}?\b(?:leave|depart|departure)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Authorized();

    // "the embassy's suspended operations" speaks of something known.
    [GeneratedRegex(@"(?<!['’]s )\bsuspended (?:its |all |US |embassy )*operations\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Suspended();

    [GeneratedRegex(
        @"\b(?:should|must|encouraged to|urged? .{0,40}to)\s+(?:depart|leave)\b[^,;]{0,40}\b(?:now|immediately|as soon as possible|right away)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DepartNow();

    [GeneratedRegex(
        @"\b(?:lift(?:s|ed|ing)?|rescind(?:s|ed|ing)?|terminat(?:es|ed|ing|ion)|"
        + @"ended|end of (?:the )?(?:ordered|authorized) departure|resum(?:es|ed|ing|ption))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Lifted();

    [GeneratedRegex(
        @"\b(?<month>January|February|March|April|May|June|July|August|September|October|November|December)"
        + @"(?:(?:\s+\d{1,2})?,?\s+(?<year>\d{4})\b|\s+\d{1,2}\b)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Month();
}
