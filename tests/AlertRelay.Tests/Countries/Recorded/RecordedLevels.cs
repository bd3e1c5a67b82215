using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Tests.Countries.Recorded;

/// <summary>Reads from recorded documents, by a few lines for each publisher, what they state about countries: a check of the relay by other means.</summary>
internal static partial class RecordedLevels
{
    /// <returns>By country what is stated, as "whole: 3" and "part: avoid_all_travel_to_parts".</returns>
    public static IEnumerable<(string Country, string Statement)> Of(string channel, IReadOnlyList<(string Url, byte[] Body)> documents) => channel switch
    {
        "us-state-travel" => documents.SelectMany(document => UnitedStates(document.Body)),
        "uk-fcdo-travel" => documents.Where(document => UnitedKingdomPage().IsMatch(document.Url)).SelectMany(document => UnitedKingdom(document.Body)),
        "ca-gac-travel" when documents.Where(document => CanadaPage().IsMatch(document.Url)).ToList() is { Count: > 0 } pages =>
            pages.SelectMany(page => Canada(JsonDocument.Parse(page.Body).RootElement.GetProperty("data"))),
        "ca-gac-travel" => documents.SelectMany(document => JsonDocument.Parse(document.Body).RootElement.GetProperty("data").EnumerateObject())
            .SelectMany(country => Canada(country.Value, country.Name)),
        _ => [],
    };

    /// <returns>The documents that count: Canada's pages by themselves, once there are any, else its index.</returns>
    public static IReadOnlyList<string> Wanted(string channel, IReadOnlyCollection<string> urls) =>
        channel == "ca-gac-travel" && urls.Where(url => CanadaPage().IsMatch(url)).ToList() is { Count: > 0 } pages ? pages : [.. urls];

    private static IEnumerable<(string Country, string Statement)> UnitedStates(byte[] body) =>
        from item in XDocument.Load(new MemoryStream(body)).Descendants("item")
        let level = Level().Match(item.Elements("category").FirstOrDefault(category => (string?)category.Attribute("domain") == "Threat-Level")?.Value ?? "")
        where level.Success
        let title = item.Element("title")!.Value
        let link = item.Element("guid")!.Value.Replace('-', ' ')
        from country in CountryNames.AllIn(title.Split(" - ")[0]) is { Count: > 0 } named ? named : CountryNames.AllIn(link)
        select title.Contains("Summaries", StringComparison.Ordinal)
            ? (country.Code.Split('-')[0], $"part: {level.Groups[1].Value}")
            : Statement(country.Code, level.Groups[1].Value);

    private static IEnumerable<(string Country, string Statement)> UnitedKingdom(byte[] body)
    {
        var page = JsonDocument.Parse(body).RootElement;
        if (!page.TryGetProperty("details", out var details)
            || !details.TryGetProperty("alert_status", out var status)
            || page.GetProperty("withdrawn_notice").EnumerateObject().Any()
            || CountryNames.Named(details.GetProperty("country").GetProperty("slug").GetString()!) is not { } country)
            yield break;

        var values = status.EnumerateArray().Select(value => value.GetString()!).ToList();
        foreach (var area in (string[])["whole_country", "parts"])
        {
            string[] ordered = [$"avoid_all_travel_to_{area}", $"avoid_all_but_essential_travel_to_{area}"];
            if (ordered.FirstOrDefault(values.Contains) is { } stated)
                yield return area == "parts" ? (country.Code, $"part: {stated}") : Statement(country.Code, stated);
        }

        if (values.Count == 0)
            yield return Statement(country.Code, "none");
    }

    private static IEnumerable<(string Country, string Statement)> Canada(JsonElement country, string? code = null)
    {
        code ??= country.GetProperty("country-iso").GetString()!;
        if (country.GetProperty("has-content").GetInt32() == 0 || CountryNames.OfAlpha2(code) is not { } area)
            yield break;

        var regional = country.GetProperty("has-regional-advisory").GetInt32() == 1 ? "+regional" : "";
        yield return Statement(area.Code, $"{country.GetProperty("advisory-state").GetInt32()}{regional}");
    }

    // "ES-CN" is a part of Spain.
    private static (string Country, string Statement) Statement(string code, string native) =>
        code.Split('-') is [var country, _] ? (country, $"part: {native}") : (code, $"whole: {native}");

    [GeneratedRegex("Level ([1-4])")]
    private static partial Regex Level();

    [GeneratedRegex("/foreign-travel-advice/")]
    private static partial Regex UnitedKingdomPage();

    [GeneratedRegex("/cta-cap-")]
    private static partial Regex CanadaPage();
}
