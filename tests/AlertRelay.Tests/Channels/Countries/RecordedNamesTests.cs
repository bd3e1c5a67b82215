using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Tests.Channels.Countries;

/// <summary>Every name and code that the recorded polls and captures hold, where those recordings lie beside the repository.</summary>
public sealed partial class RecordedNamesTests
{
    // Warnings that are about no country, or about several under one title that does not name them.
    private static readonly string[] NoCountry = ["Worldwide Caution", "See Individual Summaries"];

    [Fact]
    public void Every_title_and_code_of_the_State_Department_is_known()
    {
        var items = Recordings("us-state", "*.xml").SelectMany(file => Item().Matches(File.ReadAllText(file))).Select(item => item.Value).ToList();
        var archived = Recordings("us-state", "contents.jsonl.gz").SelectMany(Lines).Select(line => line.GetProperty("title").GetString()!);
        var titles = items.Select(item => WebUtility.HtmlDecode(Title().Match(item).Groups[1].Value)).Concat(archived).Select(BeforeLevel).Except(NoCountry);

        Assert.Empty(Unknown(titles, CountryNames.Named));
        Assert.All(
            from item in items
            let tag = CountryTag().Match(item)
            where tag.Success
            select (Tag: tag.Groups[1].Value, Title: BeforeLevel(WebUtility.HtmlDecode(Title().Match(item).Groups[1].Value))),
            pair => Assert.Equal(CountryNames.Named(pair.Title), CountryNames.OfFips(pair.Tag)));
    }

    [Fact]
    public void Every_name_slug_and_code_of_Canada_is_known_and_means_the_same()
    {
        var countries = Recordings("ca-gac", "*.json").SelectMany(Objects).Where(country => country.TryGetProperty("country-iso", out _)).ToList();
        var all = Recordings("ca-gac", "*.json").SelectMany(Objects).ToList();

        Assert.Empty(Unknown(countries.Select(country => Text(country, "country-iso")), CountryNames.OfAlpha2));
        Assert.Empty(Unknown(all.SelectMany(NamesOfBothLanguages), CountryNames.Named));
        Assert.All(
            from country in countries
            from name in NamesOfBothLanguages(country)
            select (Iso: Text(country, "country-iso"), name),
            pair => Assert.Equal(CountryNames.OfAlpha2(pair.Iso), CountryNames.Named(pair.name)));
    }

    [Fact]
    public void Every_country_of_the_Foreign_Office_is_known_by_name_slug_and_title()
    {
        var all = Recordings("uk-", "*.json").SelectMany(Objects).ToList();
        var countries = all.Where(item => item.TryGetProperty("country", out var country) && Has(country, "slug"))
            .Select(item => item.GetProperty("country"))
            .ToList();
        var titles = all.Where(item => Text(item, "base_path").StartsWith("/foreign-travel-advice/", StringComparison.Ordinal))
            .Select(item => Text(item, "title").Replace(" travel advice", "", StringComparison.Ordinal));

        Assert.Empty(Unknown(countries.Select(country => Text(country, "slug")), CountryNames.Named));
        Assert.Empty(Unknown(titles, CountryNames.Named));
        Assert.All(countries, country => Assert.Equal(CountryNames.Named(Text(country, "slug")), CountryNames.Named(Text(country, "name"))));
    }

    [Fact]
    public void Every_country_of_the_German_Foreign_Office_is_known_by_name_and_by_both_codes()
    {
        var countries = Recordings("de-aa", "*.json").SelectMany(Objects).Where(item => Has(item, "countryName")).ToList();

        Assert.NotEmpty(countries);
        Assert.All(countries, country =>
        {
            Assert.NotNull(CountryNames.Named(Text(country, "countryName")));
            Assert.Equal(CountryNames.OfAlpha2(Text(country, "countryCode")), CountryNames.Named(Text(country, "countryName")));
            Assert.Equal(CountryNames.OfAlpha3(Text(country, "iso3CountryCode")), CountryNames.Named(Text(country, "countryName")));
        });
    }

    [Fact]
    public void Every_code_of_the_Dutch_list_is_known() =>
        Assert.Empty(
            Unknown(Recordings("nl-", "*.json").SelectMany(Objects).Select(item => Text(item, "isocode")).Where(code => code.Length > 0),
            CountryNames.OfAlpha3));

    [Fact]
    public void Every_country_that_a_tape_expects_is_one()
    {
        var expected = Recordings("", "expect.jsonl")
            .SelectMany(File.ReadLines)
            .Where(line => line.Length > 0)
            .Select(line => JsonDocument.Parse(line).RootElement);

        Assert.Empty(Unknown(expected.Select(line => Text(line, "area")).Where(area => area.Length > 0), CountryNames.OfAlpha2));
    }

    private static IEnumerable<string> Unknown(IEnumerable<string> names, Func<string, Area?> known)
    {
        var all = names.Distinct().ToList();
        Assert.NotEmpty(all);
        return all.Where(name => known(name) is null);
    }

    private static string BeforeLevel(string title) => title.Split(" - Level ")[0].Replace(" - See Summaries", "").Replace(" Travel Advisory", "").Trim();

    private static IEnumerable<string> NamesOfBothLanguages(JsonElement country) =>
        from language in (string[])["eng", "fra"]
        where country.TryGetProperty(language, out var text) && Has(text, "name")
        from property in (string[])["name", "url-slug"]
        let name = WebUtility.HtmlDecode(Text(country.GetProperty(language), property))
        where name.Length > 0
        select name;

    private static bool Has(JsonElement item, string property) => Text(item, property).Length > 0;

    private static string Text(JsonElement item, string property) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static IEnumerable<JsonElement> Lines(string gzip)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(gzip), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return JsonDocument.Parse(line).RootElement;
    }

    private static IEnumerable<JsonElement> Objects(string file) => Objects(JsonDocument.Parse(File.ReadAllText(file)).RootElement);

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Objects(property.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };

    private static IReadOnlyList<string> Recordings(string channel, string files)
    {
        var found =
            from kind in (string[])["tapes", "captures", "corpora"]
            let folder = Path.Combine(Shared(), kind)
            where Directory.Exists(folder)
            from publisher in Directory.EnumerateDirectories(folder, channel + "*")
            from file in Directory.EnumerateFiles(publisher, files)
            where Path.GetFileName(file) != "tape.json"
            select file;
        return [.. found];
    }

    private static string Shared()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AlertRelay.sln")))
            root = root.Parent;

        var shared = Path.Combine(root?.Parent?.FullName ?? "", "shared");
        Assert.SkipUnless(
            Directory.Exists(shared), "The recordings (../shared beside the repository) are not here, so the names in them could not be checked.");
        return shared;
    }

    [GeneratedRegex("<item>.*?</item>", RegexOptions.Singleline)]
    private static partial Regex Item();

    [GeneratedRegex("<title>(.*?)</title>", RegexOptions.Singleline)]
    private static partial Regex Title();

    [GeneratedRegex("""<category domain="Country-Tag">(.*?)</category>""")]
    private static partial Regex CountryTag();
}
