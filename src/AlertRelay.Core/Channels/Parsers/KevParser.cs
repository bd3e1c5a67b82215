using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// CISA's catalogue of known exploited vulnerabilities. dateReleased moves for all rows with every release, so no row has a date of its own but dateAdded.
/// The due date is news; notes, CWEs and rewordings are not.
/// </summary>
internal sealed partial class KevParser : INoticeParser
{
    public string Name => "cisa-kev";

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var catalogue = JsonValues.Parse(document);
        var rows = catalogue.NeededList("vulnerabilities");
        if (catalogue.Number("count") is { } count && count != rows.Count)
            throw new ShapeException($"{rows.Count} vulnerabilities where the catalogue counts {count}");

        return DocumentShape.Entries(rows, row => IndexEntry.Of(NoticeOf(row, channel)), channel, IdOf);
    }

    private static Notice NoticeOf(JsonElement row, Channel channel)
    {
        var id = IdOf(row);
        var (title, description, action) = (Line(row, "vulnerabilityName"), Line(row, "shortDescription"), Line(row, "requiredAction"));
        return new Notice
        {
            Key = id,
            Title = title.Length > 0 ? title : id,
            Link = new Uri($"https://nvd.nist.gov/vuln/detail/{id}"),
            Level = channel.LevelOf(row.Text("knownRansomwareCampaignUse") ?? "not stated"),
            Areas = CountryNames.Of(channel),
            Language = channel.Languages[0],
            Text = string.Join('\n', new[] { title, description, action }.Where(line => line.Length > 0)),
            Summary = description,
            SignificantFacts = row.Text("dueDate") is { } due ? [$"due {due.Trim()}"] : [],
            PublishedAt = WrittenDates.Read(row.Text("dateAdded")),
        };
    }

    // Ids have come with zero-width spaces in them.
    private static string IdOf(JsonElement row)
    {
        var id = CanonicalText.Line(row.NeededText("cveID")).ToUpperInvariant();
        return Cve().IsMatch(id) ? id : throw new ShapeException("a cveID that is none");
    }

    private static string Line(JsonElement row, string name) => CanonicalText.Line(row.Text(name) ?? "");

    [GeneratedRegex("^CVE-[0-9]{4}-[0-9]{4,19}$", RegexOptions.CultureInvariant)]
    private static partial Regex Cve();
}
