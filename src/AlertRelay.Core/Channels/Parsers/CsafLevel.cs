using System.Text.Json;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Parsers;

/// <summary>How grave a CSAF document is: by the notes that its channel names, else by its author's own judgement, else by its gravest vulnerability.</summary>
internal static class CsafLevel
{
    private const double Most = 10;

    public static Level Of(JsonElement content, CsafOptions options, Channel channel)
    {
        var document = content.Needed("document");
        var stated = options.LevelNotes.Count > 0
            ? string.Join('/', options.LevelNotes.Select(title => NoteOf(document, title)))
            : document.Member("aggregate_severity")?.Text("text");
        return channel.LevelOf(string.IsNullOrWhiteSpace(stated) ? Rating(content) ?? "no score" : stated);
    }

    private static string NoteOf(JsonElement document, string title) =>
        document.Elements("notes")
            .Where(note => string.Equals(note.Text("title")?.Trim(), title, StringComparison.OrdinalIgnoreCase))
            .Select(note => CanonicalText.Line(note.Text("text") ?? ""))
            .FirstOrDefault("not stated");

    // CVSS 2 has no "critical", and its scores are not comparable with those of 3: it counts where nothing else is given.
    private static string? Rating(JsonElement content) =>
        Highest(content, "cvss_v3") is { } score ? RatingOf(score) : Highest(content, "cvss_v2") is { } old ? RatingOf(Math.Min(old, 8.9)) : null;

    private static double? Highest(JsonElement content, string scale) =>
        content.Elements("vulnerabilities")
            .SelectMany(vulnerability => vulnerability.Elements("scores"))
            .Select(score => score.Member(scale)?.Fraction("baseScore"))
            .Where(score => score is >= 0 and <= Most)
            .Max();

    // https://www.first.org/cvss/v3.1/specification-document, table 14.
    private static string RatingOf(double score) => score switch
    {
        >= 9 => "CRITICAL",
        >= 7 => "HIGH",
        >= 4 => "MEDIUM",
        > 0 => "LOW",
        _ => "NONE",
    };
}
