using AlertRelay.Alerts;

namespace AlertRelay.Channels.Parsers;

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
