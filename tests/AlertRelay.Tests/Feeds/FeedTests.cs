using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Feeds;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Pages;
using AngleSharp.Html.Parser;
using static AlertRelay.Tests.Feeds.FeedTrial;

namespace AlertRelay.Tests.Feeds;

public sealed class FeedTests : IAsyncLifetime
{
    private FeedTrial _trial = null!;

    private ApiHost Api => _trial.Api;

    public async ValueTask InitializeAsync() => _trial = await FeedTrial.Start();

    public ValueTask DisposeAsync() => _trial.DisposeAsync();

    [Fact]
    public async Task An_entry_names_the_authority_and_links_to_the_official_page_and_the_alerts_own()
    {
        await _trial.Keep(SomePage.Iran);

        var entry = (await _trial.Read("/feeds/alerts.atom")).Element(Atom + "entry")!;

        Assert.Equal("tag:alertrelay.org,2020:alerts/alr_iran", entry.Element(Atom + "id")!.Value);
        Assert.Equal("2020-01-10T00:50:15Z", entry.Element(Atom + "updated")!.Value);
        Assert.Equal("Foreign, Commonwealth & Development Office", entry.Element(Atom + "author")!.Value);
        Assert.Equal(
            [
                " https://www.gov.uk/foreign-travel-advice/iran", $"text/html {Relay}/alerts/alr_iran", $"application/json {Relay}/alerts/alr_iran.json",
                $"application/cap+xml {Relay}/alerts/alr_iran.cap.xml",
            ],
            entry.Elements(Atom + "link").Select(link => $"{link.Attribute("type")?.Value} {link.Attribute("href")!.Value}"));
        Assert.Equal(
            ["category=travel", "change=raised", "severity=Extreme", "channel=uk-fcdo-travel", "country=IR"],
            entry.Elements(Atom + "category").Select(each => $"{each.Attribute("scheme")!.Value.Split(':')[^1]}={each.Attribute("term")!.Value}"));
    }

    [Fact]
    public async Task Its_content_shows_the_words_that_were_removed_and_added()
    {
        await _trial.Keep(SomePage.Iran with { Diff = new TextDiff(["a <b> c"], [.. Enumerable.Range(0, 51).Select(number => $"word {number}")]) });

        var content = new HtmlParser().ParseDocument((await _trial.Read("/feeds/alerts.atom")).Descendants(Atom + "content").Single().Value);

        Assert.Equal("a <b> c", content.QuerySelector("del")!.TextContent);
        Assert.Equal(50, content.QuerySelectorAll("ins").Length);
        Assert.EndsWith("and 1 more", content.QuerySelectorAll("ul")[^1].TextContent.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "d c b a")]
    [InlineData("?countries=ir", "a")]
    [InlineData("?countries=IR,IQ&countries=BS", "c b a")]
    [InlineData("?minimumSeverity=severe", "d b a")]
    [InlineData("?changes=issued", "d")]
    [InlineData("?categories=Cyber", "d")]
    [InlineData("?channels=us-cisa-kev", "d")]
    [InlineData("?languages=ar", "")]
    [InlineData("?keywords=raises%20iq", "b")]
    public async Task A_feed_holds_what_a_subscription_with_its_filter_gets(string query, string ids)
    {
        await _trial.Keep(
            Some.Alert("a", severity: Severity.Extreme, country: "IR"),
            Some.Alert("b", severity: Severity.Severe, country: "IQ", at: Some.Friday.AddHours(1)),
            Some.Alert("c", severity: Severity.Minor, country: "BS", at: Some.Friday.AddHours(2)),
            Some.Alert("d", "us-cisa-kev", Severity.Severe, "US", Some.Friday.AddHours(3)) with { Category = Category.Cyber, Change = ChangeKind.Issued });

        Assert.Equal(ids, Ids(await _trial.Read($"/feeds/alerts.atom{query}")));
        Assert.Equal(ids, Ids(await _trial.Read($"/feeds/alerts.cap.xml{query}")));
        Assert.Equal(ids, string.Join(' ', (await Items(query)).Select(item => item!["_alertrelay"]!["id"])));
    }

    [Fact]
    public async Task An_alert_of_an_unknown_place_is_in_the_feed_of_every_country()
    {
        await _trial.Keep(
            Some.Alert("old", country: "IQ"),
            Some.Alert("unknown", at: Some.Friday.AddHours(1)) with { Areas = [], PlaceUnknown = true },
            Some.Alert("other", country: "US", at: Some.Friday.AddHours(2)));

        Assert.Equal("unknown old", Ids(await _trial.Read("/feeds/alerts.atom?countries=IQ")));
    }

    [Theory]
    [InlineData("?channels=clusters", "channels", "feeds hold no clusters")]
    [InlineData("?countries=IRN", "countries[0]", "did you mean 'IR'")]
    [InlineData("?country=IR", "country", "write one of: channels, categories, countries")]
    [InlineData("?minimumSeverity=grave", "minimumSeverity", "Minor, Moderate, Severe, Extreme")]
    [InlineData("?channels=uk-fcdo", "channels[0]", "did you mean")]
    [InlineData("?languages=en-GB", "languages[0]", "'en'")]
    [InlineData("?cursor=whatever", "cursor", "send the cursor of the page before")]
    // Of the other order.
    [InlineData("?cursor=Zi4x", "cursor", "send the cursor of the page before")]
    public async Task What_cannot_be_read_is_answered_with_what_to_write(string query, string field, string words)
    {
        foreach (var path in new[] { "/feeds/alerts.atom", "/feeds/alerts.json", "/feeds/alerts.cap.xml" })
            Assert.Contains(words, (await Api.Look(path + query)).Error(field), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300, 10, "keywords", null)]
    [InlineData(301, 5, "keywords", "write at most 300")]
    // "?keywords=" and 39 words of 100 letters with commas, and one of the rest.
    [InlineData(39, 100, "query", null)]
    [InlineData(40, 100, "query", "create a subscription")]
    public async Task A_huge_filter_is_answered_with_what_to_write(int words, int length, string field, string? complaint)
    {
        var keywords = string.Join(',', Enumerable.Range(0, words).Select(number => $"{number:D5}".PadRight(length, 'x')[..length]));

        var answer = await Api.Look($"/feeds/alerts.atom?keywords={keywords}");

        if (complaint is null)
            Assert.Equal(HttpStatusCode.OK, answer.Status);
        else
            Assert.Contains(complaint, answer.Error(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_follow_each_other_and_keep_the_filter()
    {
        await _trial.Keep([.. Enumerable.Range(0, 60).Select(Numbered)]);

        var first = await _trial.Read("/feeds/alerts.atom?countries=ir");
        var next = Link(first, "next")!;
        var second = await _trial.Read(next[Relay.Length..]);

        Assert.StartsWith($"{Relay}/feeds/alerts.atom?countries=IR&cursor=", next, StringComparison.Ordinal);
        Assert.Equal((50, 10), (first.Elements(Atom + "entry").Count(), second.Elements(Atom + "entry").Count()));
        Assert.Equal((null, next, $"{Relay}/feeds/alerts.atom?countries=IR"), (Link(second, "next"), Link(second, "self"), Link(second, "first")));
        Assert.Equal(first.Element(Atom + "id")!.Value, second.Element(Atom + "id")!.Value);
        var json = (await Api.Look("/feeds/alerts.json")).Json["next_url"]!.GetValue<string>();
        Assert.Equal(10, (await Api.Look(json[Relay.Length..])).Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_filter_that_matches_little_gets_a_bounded_look_and_a_cursor()
    {
        await _trial.Keep([.. Enumerable.Range(0, (FeedPageReader.MaxBatches * 50) + 1).Select(Numbered)]);

        var feed = await _trial.Read("/feeds/alerts.atom?keywords=nowhere");

        Assert.Equal((FeedPageReader.MaxBatches, ""), (_trial.Reads, Ids(feed)));
        Assert.NotNull(Link(feed, "next"));
    }

    [Theory]
    [InlineData("", "alr_withdrawn")]
    [InlineData("?changes=raised", "")]
    [InlineData("?countries=IQ", "")]
    public async Task Earlier_alerts_of_a_withdrawn_notice_become_tombstones(string query, string ids)
    {
        await _trial.Keep(SomePage.Iran, SomePage.Iran with
        {
            Id = "alr_withdrawn",
            Revision = 2,
            Change = ChangeKind.Withdrawn,
            MessageType = MessageType.Cancel,
            References = ["alr_iran"],
            DetectedAt = SomePage.Iran.DetectedAt.AddHours(1),
        });

        var feed = await _trial.Read($"/feeds/alerts.atom{query}");

        Assert.Equal(ids, Ids(feed));
        Assert.Equal(
            query.Contains("IQ", StringComparison.Ordinal) ? [] : ["tag:alertrelay.org,2020:alerts/alr_iran 2020-01-10T01:50:15Z"],
            feed.Elements(Tombstones + "deleted-entry").Select(each => $"{each.Attribute("ref")!.Value} {each.Attribute("when")!.Value}"));
        Assert.Equal(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, (await Items(query)).Count);
    }

    [Theory]
    [InlineData("/feeds/alerts.atom", "application/atom+xml", 30)]
    [InlineData("/feeds/alerts.json", "application/feed+json", 30)]
    [InlineData("/feeds/alerts.cap.xml", "application/atom+xml", 30)]
    [InlineData("/alerts/alr_iran.cap.xml", "application/cap+xml", 300)]
    public async Task Within_its_time_an_answer_and_a_304_cost_the_store_nothing(string path, string type, int seconds)
    {
        await _trial.Keep(SomePage.Iran);
        var first = await Api.Look(path);
        var reads = _trial.Reads;

        var known = await Api.Send(HttpMethod.Get, path, headers: ("If-None-Match", first.Headers["ETag"]));
        var head = await Api.Send(HttpMethod.Head, path);
        Api.Time.Advance(FeedCache.Lifetime - TimeSpan.FromTicks(1));
        var again = await Api.Look(path);

        Assert.Equal((type, $"public, max-age={seconds}"), (first.Headers["Content-Type"], first.Headers["Cache-Control"]));
        Assert.Equal((HttpStatusCode.NotModified, "", HttpStatusCode.OK, ""), (known.Status, known.Text, head.Status, head.Text));
        Assert.Equal((first.Text, first.Headers["Content-Length"]), (again.Text, head.Headers["Content-Length"]));
        Assert.Equal(reads, _trial.Reads);

        Api.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(first.Headers["ETag"], (await Api.Look(path)).Headers["ETag"]);
        Assert.True(_trial.Reads > reads);
    }

    [Fact]
    public async Task All_spellings_of_a_filter_share_one_answer()
    {
        await _trial.Keep(SomePage.Iran);
        var first = await Api.Look("/feeds/alerts.atom?countries=IR,IQ&minimumSeverity=severe");
        var reads = _trial.Reads;

        Assert.Equal(first.Text, (await Api.Look("/feeds/alerts.atom?minimumSeverity=Severe&countries=iq&countries=ir,IR")).Text);
        Assert.Equal(reads, _trial.Reads);
    }

    [Theory]
    [InlineData("/alerts", "/feeds/alerts.atom", "/feeds/alerts.json")]
    [InlineData("/alerts/alr_iran", "/alerts/alr_iran.json", "/alerts/alr_iran.cap.xml", "/feeds/alerts.atom", "/feeds/alerts.json")]
    public async Task Pages_name_the_feeds_for_those_who_look_for_them(string page, params string[] links)
    {
        await _trial.Keep(SomePage.Iran);

        var found = new HtmlParser().ParseDocument((await Api.Look(page)).Text).QuerySelectorAll("head link[rel=alternate]");

        Assert.Equal(links, found.Select(link => link.GetAttribute("href")));
        foreach (var link in links)
            Assert.Equal(HttpStatusCode.OK, (await Api.Look(link)).Status);
    }

    [Fact]
    public async Task Tests_and_the_health_of_channels_are_in_no_feed()
    {
        await _trial.Keep(
            SomePage.Iran with { Id = "alr_health", Health = HealthKind.Failing }, SomePage.Iran with { Id = "alr_test", Marks = [TestAlert.Mark] });

        foreach (var path in new[] { "/feeds/alerts.atom", "/feeds/alerts.cap.xml" })
            Assert.Equal("", Ids(await _trial.Read(path)));
        Assert.Empty((await Api.Look("/feeds/alerts.json")).Json["items"]!.AsArray());
        Assert.Equal("not-found", (await Api.Look("/alerts/alr_test.cap.xml")).Word);
    }

    [Fact]
    public async Task Where_pages_are_switched_off_there_are_no_feeds()
    {
        await using var trial = await FeedTrial.Start(relay => relay.PublicPages = false);
        await trial.Keep(SomePage.Iran);

        foreach (var path in new[] { "/feeds/alerts.atom", "/feeds/alerts.json", "/feeds/alerts.cap.xml", "/alerts/alr_iran.cap.xml" })
            Assert.Equal("no-such-route", (await trial.Api.Look(path)).Word);
    }

    [Fact]
    public async Task Without_a_public_address_links_are_relative_whatever_the_host_header_says()
    {
        await using var trial = await FeedTrial.Start(relay => relay.BaseUrl = null);
        await trial.Keep(SomePage.Iran);

        var answer = await trial.Api.Send(HttpMethod.Get, "/feeds/alerts.atom", headers: ("Host", "evil.example"));

        Assert.DoesNotContain("evil", answer.Text, StringComparison.Ordinal);
        Assert.Equal("/feeds/alerts.atom", Link(XDocument.Parse(answer.Text).Root!, "self"));
    }

    [Fact]
    public async Task A_reader_in_haste_is_told_to_wait()
    {
        for (var number = 0; number < 600; number++)
            Assert.Equal(HttpStatusCode.OK, (await Api.Look("/feeds/alerts.json")).Status);

        Assert.Equal("too-many-requests", (await Api.Look("/feeds/alerts.atom")).Word);
    }

    private async Task<JsonArray> Items(string query) => (await Api.Look($"/feeds/alerts.json{query}")).Json["items"]!.AsArray();

    private static string? Link(XElement feed, string relation) =>
        feed.Elements(Atom + "link").FirstOrDefault(link => link.Attribute("rel")!.Value == relation)?.Attribute("href")!.Value;
}
