using System.Text.Json;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Parsers;

/// <summary>The severity of a CSAF document: by the notes that its channel names, else by its author's rating, else by its most severe vulnerability.</summary>
internal static class CsafLevel
{
    private const double MaxScore = 10;

    private static readonly string[] Words = ["NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

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

    // CVSS 2 has no "critical", and its scores are not comparable with those of 3 and 4: it counts where nothing else is given.
    private static string? Rating(JsonElement content)
    {
        List<JsonElement> metrics = [.. content.Elements("vulnerabilities").SelectMany(Metrics)];
        return Highest(metrics, "cvss_v3", "cvss_v4") is { } score ? RatingOf(score)
            : Highest(metrics, "cvss_v2") is { } old ? RatingOf(Math.Min(old, 8.9))
            : metrics.Select(metric => metric.Member("qualitative_severity_rating")?.Text("text") ?? metric.Text("qualitative_severity_rating"))
                .Select(word => Array.FindIndex(Words,
                known => string.Equals(known, word, StringComparison.OrdinalIgnoreCase))).DefaultIfEmpty(-1).Max() is >= 0
                    and var place
                    ? Words[place]
            : null;
    }

    // CSAF 2.0 has "scores", 2.1 "metrics" with a "content".
    private static IEnumerable<JsonElement> Metrics(JsonElement vulnerability) =>
        vulnerability.Elements("scores").Concat(vulnerability.Elements("metrics").Select(metric => metric.Member("content")).OfType<JsonElement>());

    private static double? Highest(IEnumerable<JsonElement> metrics, params string[] scales) =>
        metrics.SelectMany(metric => scales.Select(scale => metric.Member(scale)?.Fraction("baseScore"))).Where(score => score is >= 0 and <= MaxScore).Max();

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
