using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Infra;
using AlertRelay.Tests.Storage;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AlertRelay.Tests.Countries;

/// <summary>The pages of the country picture, and the same for programs.</summary>
public sealed class CountryPageTests : IAsyncLifetime
{
    private ApiHost _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        await Read("uk-fcdo-travel", ("IR", "avoid_all_travel_to_whole_country", Severity.Extreme, Scope.Whole), ("FR", "none", Severity.Minor, Scope.Whole));
        await Read("us-state-travel", ("IR", "4", Severity.Extreme, Scope.Whole), ("FR", "2", Severity.Moderate, Scope.Whole));
        await Read("de-aa-travel", ("IR", "partialWarning", Severity.Severe, Scope.Part), ("FR", "<b>& new", Severity.Unknown, Scope.Whole));
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_table_shows_each_government_with_symbol_word_and_color()
    {
        var page = await Open("/countries");

        var heads = page.QuerySelectorAll("thead th").Select(head => head.TextContent).ToList();
        Assert.Equal(["Country", "Australia", "Canada"], heads.Take(3));
        Assert.Equal(
            ("■ Extreme", "Extreme", "parts ▲ Severe", "Severe", "? unknown", "Unknown"),
            (Cell(page, "Iran", "UK").TextContent, Cell(page, "Iran", "UK").ClassName, Cell(page, "Iran", "Germany").TextContent,
                Cell(page, "Iran", "Germany").ClassName, Cell(page, "Iran", "Japan").TextContent, Cell(page, "Iran", "Japan").ClassName));
        Assert.Equal("? unknown", Cell(page, "France", "Germany").TextContent);
        Assert.Equal(("–", "blank"), (Cell(page, "Iraq", "US").TextContent, Cell(page, "Iraq", "US").ClassName));
        Assert.DoesNotContain(page.QuerySelectorAll("td.Minor"), cell => !cell.TextContent.Contains("● Minor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_map_has_a_shape_or_a_circle_for_every_country_and_loads_nothing()
    {
        var answer = await _api.Look("/countries");
        var page = new HtmlParser().ParseDocument(answer.Text);

        Assert.Equal(page.QuerySelectorAll("tbody tr").Length, page.QuerySelectorAll("svg a > path, svg a > circle").Length);
        Assert.Equal("Extreme", page.QuerySelector("svg a[href='/countries/IR'] > path")!.ClassName);
        Assert.Equal("Iran: median Extreme of 2", page.QuerySelector("svg a[href='/countries/IR'] > title")!.TextContent);
        Assert.Equal("blank", page.QuerySelector("svg a[href='/countries/NA'] > path")!.ClassName);
        Assert.Empty(page.QuerySelectorAll("script:not([src^='/site-']), img, link[rel=stylesheet], iframe"));
        Assert.Contains("default-src 'none'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?region=western-asia", 18, 10)]
    [InlineData("?region=150&minimumSeverity=Moderate", 1, 10)]
    [InlineData("?minimumSeverity=Extreme", 1, 10)]
    [InlineData("?government=us-state-travel&region=Western%20Asia", 18, 1)]
    [InlineData("?government=uk-fcdo-travel&minimumSeverity=Moderate", 1, 1)]
    public async Task Regions_severities_and_governments_narrow_page_csv_and_json_alike(string query, int countries, int governments)
    {
        var page = await Open("/countries" + query);

        Assert.Equal((countries, governments), (page.QuerySelectorAll("tbody tr").Length, page.QuerySelectorAll("thead th").Length - 1));
        Assert.Equal(
            1 + (countries * governments), (await _api.Look("/countries.csv" + query)).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        var json = (await _api.Look("/countries.json" + query)).Json["countries"]!.AsArray();
        Assert.Equal((countries, governments), (json.Count, json[0]!["authorities"]!.AsArray().Count));
    }

    [Fact]
    public async Task With_one_government_the_comparison_and_the_map_are_of_that_one()
    {
        var json = (await _api.Look("/countries.json?government=uk-fcdo-travel")).Json["countries"]!.AsArray();
        var france = json.Single(country => country!["country"]!["code"]!.GetValue<string>() == "FR")!;
        Assert.Equal((1, "Minor"), (france["whole"]!["governments"]!.GetValue<int>(), france["whole"]!["highest"]!["severity"]!.GetValue<string>()));
        Assert.Equal(0, json.Single(country => country!["country"]!["code"]!.GetValue<string>() == "IR")!["parts"]!["governments"]!.GetValue<int>());

        var page = await Open("/countries?government=uk-fcdo-travel");
        Assert.Equal("France: median Minor of 1", page.QuerySelector("svg a[href='/countries/FR'] > title")!.TextContent);
    }

    [Theory]
    [InlineData("?region=atlantis", "region", "write one of: Africa, Americas, Asia,")]
    [InlineData("?government=uk", "government", "write one of: au-smartraveller,")]
    [InlineData("?minimumSeverity=bad", "minimumSeverity", "")]
    [InlineData("?at=2999-01-01", "at", "write a time that has passed.")]
    [InlineData("?at=2019-01-01", "at", "no levels are stored for that time; the earliest is 2020-01-03T")]
    [InlineData("?at=2020-01-03T00:00:00Z", "at", "write a day as in 2026-01-31.")]
    [InlineData("?regoin=asia", "regoin", "")]
    public async Task A_filter_that_cannot_be_read_says_what_to_write(string query, string field, string problem)
    {
        foreach (var path in (string[])["/countries", "/countries.csv", "/countries.json"])
        {
            var answer = await _api.Look(path + query);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.StartsWith(problem, answer.Error(field), StringComparison.Ordinal);
            Assert.DoesNotContain("no error of", answer.Error(field), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_countrys_page_has_the_words_the_dates_and_the_official_page()
    {
        var page = await Open("/countries/ir");

        var uk = page.QuerySelectorAll("li").Single(item => item.QuerySelector("h2")?.TextContent == "UK: ■ Extreme");
        Assert.Contains("Advises against all travel", uk.TextContent, StringComparison.Ordinal);
        Assert.Equal("https://www.gov.uk/foreign-travel-advice/IR", uk.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains(
            "For the whole country, 2 governments: Extreme (UK, US).", page.Body!.TextContent,
            StringComparison.Ordinal);
        Assert.Contains("For parts of the country, 1 government: Severe (Germany).", page.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", (await _api.Look("/countries/FR")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_countrys_page_shows_a_past_time_and_refuses_what_it_does_not_know()
    {
        _api.Time.Advance(TimeSpan.FromHours(1));
        await Read("us-state-travel", ("IR", "1", Severity.Minor, Scope.Whole));

        Assert.Contains("US: ● Minor", (await Open("/countries/IR")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("2020-01-03 12:00 UTC", (await Open("/countries/IR?at=2020-01-03T12:00:00Z")).Body!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("write a time that has passed", (await _api.Look("/countries/IR?at=2999-01-01")).Error("at"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await _api.Look("/countries/IR.json?bogus=1")).Status);
    }

    [Theory]
    [InlineData("/countries/XX", "write one such as 'IR'.")]
    [InlineData("/countries/Iraq", "did you mean 'IQ' (Iraq)?")]
    [InlineData("/countries/irn.json", "did you mean 'IR' (Iran)?")]
    public async Task A_country_that_is_none_is_answered_with_what_to_write(string path, string hint)
    {
        var answer = await _api.Look(path);
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (answer.Status, answer.Word));
        Assert.EndsWith(hint, answer.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        var page = await _api.Send(HttpMethod.Get, path, null, null, ("Accept", "text/html"));
        Assert.Contains("There is no such country here", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", 0, 0)]
    [InlineData("point", 250, 0)]
    [InlineData("110m", 75, 175)]
    public async Task The_levels_are_GeoJSON_with_no_geometry_points_or_shapes(string geometry, int points, int shapes)
    {
        var answer = await _api.Look($"/levels.geojson?geometry={geometry}");

        Assert.Equal("application/geo+json", answer.Headers["Content-Type"]);
        var features = answer.Json["features"]!.AsArray();
        Assert.Equal(250, features.Count);
        Assert.Equal(points, features.Count(feature => feature!["geometry"]?["type"]!.GetValue<string>() == "Point"));
        Assert.Equal(
            shapes, features.Count(feature => feature!["geometry"]?["type"]!.GetValue<string>().EndsWith("Polygon", StringComparison.Ordinal) == true));
        using var folder = new ScratchFolder();
        var file = Path.Combine(folder.Path, "levels.geojson");
        await File.WriteAllTextAsync(file, answer.Text, ApiHost.Cancellation);
        var ran = await new Tool("sh").Run("-c", "node \"$0\" < \"$1\"", Path.Combine(Repository.Root, "tests", "npm", "geojson.js"), file);
        Assert.True(ran.ExitCode == 0, ran.Said);
        var france = features.Single(feature => feature!["id"]!.GetValue<string>() == "FR")!["properties"]!;
        Assert.Equal(
            ("Minor", "Moderate", 2), (france["lowest"]!.GetValue<string>(), france["highest"]!.GetValue<string>(), france["governments"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_reader_who_has_the_present_page_gets_304_and_the_store_is_read_twice_a_minute_at_most()
    {
        var first = await _api.Look("/countries.json");
        await Read("us-state-travel", ("IR", "1", Severity.Minor, Scope.Whole));
        var again = await _api.Send(HttpMethod.Get, "/countries.json", null, null, ("If-None-Match", first.Headers["ETag"]));
        Assert.Equal(HttpStatusCode.NotModified, again.Status);

        _api.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await _api.Send(HttpMethod.Get, "/countries.json", null, null, ("If-None-Match", first.Headers["ETag"]))).Status);
    }

    [Fact]
    public async Task The_API_answers_the_same_with_evidence_and_history()
    {
        var list = await _api.Look("/api/v1/countries?minimumSeverity=Severe", _api.Acme);
        Assert.Equal(["IR"], list.Json["countries"]!.AsArray().Select(country => country!["country"]!["code"]!.GetValue<string>()));
        Assert.Equal("known", list.Json["countries"]![0]!["authorities"]!.AsArray().Single(
            level => level!["channel"]!.GetValue<string>() == "us-state-travel")!["state"]!.GetValue<string>());

        var iran = await _api.Look("/api/v1/countries/IR?at=2020-01-03T12:00:00Z", _api.Acme);
        Assert.Equal(HttpStatusCode.OK, iran.Status);
        Assert.Equal(new string('a', 64), iran.Json["authorities"]!.AsArray().Single(
            level => level!["government"]!.GetValue<string>() == "UK")!["evidence"]!["sha256"]!.GetValue<string>());
        Assert.Empty(iran.Json["history"]!.AsArray());

        Assert.Equal(HttpStatusCode.Unauthorized, (await _api.Look("/api/v1/countries")).Status);
        Assert.StartsWith("write a time as in ", (await _api.Look("/api/v1/countries/IR?at=soon", _api.Acme)).Error("at"), StringComparison.Ordinal);
        Assert.Equal("not-found", (await _api.Look("/api/v1/countries/Iraq", _api.Acme)).Word);
    }

    [Fact]
    public async Task Real_Chromium_finds_nothing_to_complain_of_in_light_and_dark_at_desktop_and_phone_width()
    {
        var pages = new[] { "/countries?region=western-asia", "/countries/IR", "/alerts" }.Select(path => new Uri(_api.Client.BaseAddress!, path).AbsoluteUri);

        var ran = await new Tool("node").Run([Path.Combine(Repository.Root, "tests", "npm", "axe.mjs"), .. pages]);

        Assert.True(ran.ExitCode == 0, ran.Said);
    }

    private Task Read(string channel, params (string Country, string Native, Severity Severity, Scope Scope)[] levels) => Read(_api, channel, levels);

    /// <summary>Stores levels as a poll does.</summary>
    internal static async Task Read(ApiHost api, string channelId, params (string Country, string Native, Severity Severity, Scope Scope)[] levels)
    {
        var store = api.Get<IChannelStore>();
        var version = (await store.Find(channelId, ApiHost.Cancellation))?.Version ?? 0;
        var channel = api.Get<ChannelCatalog>().Find(channelId)!;
        var state = Samples.ChannelState(channelId, version + 1) with
        {
            LastGoodPollAt = api.Time.GetUtcNow(),
            LevelsVersion = LevelPeriods.Version,
            Documents = channel.Urls.ToDictionary(url => url.AbsoluteUri, _ => new DocumentState(default!, BaselineAt: api.Time.GetUtcNow())),
            PlacesUnreadable = 0,
        };
        var periods = levels.Select(level => new LevelPeriod
        {
            Country = level.Country,
            Key = level.Country,
            Level = new Level(level.Native, channel.LevelOf(level.Native).Label ?? level.Native, level.Severity, level.Scope, 1),
            From = api.Time.GetUtcNow(),
            Title = level.Country,
            Link = new Uri($"https://www.gov.uk/foreign-travel-advice/{level.Country}"),
            Areas = [new Area(level.Country, level.Country)],
            Evidence = new Evidence(new Uri("https://example.org/"), api.Time.GetUtcNow(), new string('a', 64)),
        });
        Assert.True(await store.Commit(state, [], [], [], [.. periods], ApiHost.Cancellation));
    }

    private async Task<IHtmlDocument> Open(string path)
    {
        var answer = await _api.Look(path);
        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (answer.Status, answer.Headers["Content-Type"]));
        return new HtmlParser().ParseDocument(answer.Text);
    }

    private static AngleSharp.Dom.IElement Cell(IHtmlDocument page, string country, string government)
    {
        var column = page.QuerySelectorAll("thead th").ToList().FindIndex(head => head.TextContent == government);
        return page.QuerySelectorAll("tbody tr").Single(row => row.Children[0].TextContent == country).Children[column];
    }
}
