using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Deliveries.Formats;
using AlertRelay.Tests.Infra;
using AlertRelay.Tests.Pages;
using AngleSharp.Html.Parser;
using CsCheck;

namespace AlertRelay.Tests.Feeds;

/// <summary>Programs of others (tests/npm/feeds.mjs) read the feeds and CAP messages, also with hostile texts in them.</summary>
public sealed class OtherReadersTests : IAsyncLifetime
{
    private static readonly Alert Hostile = HostilePageTests.Iran with { Id = "alr_hostile", DetectedAt = SomePage.Iran.DetectedAt.AddHours(1) };

    private FeedTrial _trial = null!;

    public async ValueTask InitializeAsync()
    {
        _trial = await FeedTrial.Start();
        await _trial.Keep(SomePage.Iran with { Id = "alr_before", DetectedAt = SomePage.Iran.DetectedAt.AddDays(-1), References = [] }, SomePage.Iran, Hostile);
    }

    public ValueTask DisposeAsync() => _trial.DisposeAsync();

    [Fact]
    public async Task Readers_of_feeds_read_what_was_meant()
    {
        var read = await _trial.ReadByOthers(("feed.atom", "/feeds/alerts.atom"), ("feed.json", "/feeds/alerts.json"));

        var one = read["feed.atom"]!["feedsmith"]!["entries"]![1]!;
        var other = read["feed.atom"]!["rssParser"]!["items"]![1]!;
        var third = read["feed.json"]!["items"]![1]!;
        const string Id = "tag:alertrelay.org,2020:alerts/alr_iran", Title = "UK raises Iran to Advises against all travel (was all but essential)",
            Author = "Foreign, Commonwealth & Development Office", Official = "https://www.gov.uk/foreign-travel-advice/iran";
        Assert.Equal((Id, Title, Author, "2020-01-10T00:50:15Z"), (Word(one["id"]), Word(one["title"]), Word(one["author"]), Word(one["updated"])));
        Assert.Equal((Id, Title, Author, Official), (Word(other["id"]), Word(other["title"]), Word(other["author"]), Word(other["link"])));
        Assert.Equal(
            (Id, Title, Author, Official), (Word(third["id"]), Word(third["title"]), Word(third["authors"]![0]!["name"]), Word(third["external_url"])));
        Assert.Equal(Word(one["content"]), Word(other["content"]));
        Assert.Equal(Word(one["content"]), Word(third["content_html"]));
    }

    [Fact]
    public async Task Messages_keep_to_the_schema_of_CAP_and_are_read()
    {
        var read = await _trial.ReadByOthers(("plain.cap.xml", "/alerts/alr_iran.cap.xml"), ("hostile.cap.xml", "/alerts/alr_hostile.cap.xml"));

        Assert.All(read.AsObject(), message => Assert.Equal("[]", message.Value!["faults"]!.ToJsonString()));
        var alert = read["plain.cap.xml"]!["alert"]!;
        Assert.Equal(
            ("alr_iran", "relay.example.org,alr_before,2020-01-09T00:50:15-00:00", "Iran"),
            (Word(alert["identifier"]), Word(alert["references"]), Word(alert["infos"]![0]!["areas"]![0])));
    }

    [Theory]
    [InlineData("-00:00<", "Z<")]
    [InlineData("<scope>Public</scope>", "")]
    [InlineData("<urgency>Unknown</urgency>", "<urgency>Soon</urgency>")]
    [InlineData("<sender>", "<sender>the ")]
    public async Task The_schema_complains_of_whatever_is_spoiled(string right, string wrong)
    {
        using var folder = new ScratchFolder();
        var text = (await _trial.Api.Look("/alerts/alr_iran.cap.xml")).Text;
        var file = Path.Combine(folder.Path, "spoiled.cap.xml");
        await File.WriteAllTextAsync(file, text.Replace(right, wrong, StringComparison.Ordinal), ApiHost.Cancellation);

        var ran = await new Tool("node").Run(Path.Combine(Repository.Root, "tests", "npm", "feeds.mjs"), file);

        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.NotEmpty(JsonNode.Parse(ran.Said)!["spoiled.cap.xml"]!["faults"]!.AsArray());
    }

    [Fact]
    public async Task Hostile_texts_are_inert_in_every_reader()
    {
        var read = await _trial.ReadByOthers(("feed.atom", "/feeds/alerts.atom"), ("feed.json", "/feeds/alerts.json"), ("index.atom", "/feeds/alerts.cap.xml"));

        string[] contents =
        [
            Word(read["feed.atom"]!["feedsmith"]!["entries"]![0]!["content"]), Word(read["feed.atom"]!["rssParser"]!["items"]![0]!["content"]),
            Word(read["feed.json"]!["items"]![0]!["content_html"]),
        ];
        Assert.All(contents, content =>
        {
            var page = new HtmlParser().ParseDocument(content);
            Assert.Empty(page.QuerySelectorAll("script, img, svg, iframe, object, embed, form, base, meta, link, style, a, [style]"));
            Assert.DoesNotContain(page.All, element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)));
        });
        // Careless readers put titles into their pages as they are.
        Assert.DoesNotContain('<', Word(read["feed.atom"]!["feedsmith"]!["entries"]![0]!["title"]));
        Assert.Equal(3, read["index.atom"]!["feedsmith"]!["entries"]!.AsArray().Count);
    }

    [Fact]
    public async Task Whatever_a_publisher_writes_no_hidden_character_passes()
    {
        await using var trial = await FeedTrial.Start();
        var number = 0;
        foreach (var alert in HostileText.Alerts.Array[60].Single())
            await trial.Keep(alert with { Id = $"alr_{number++}", Translations = [new Translation("fr", alert.Title, alert.Summary, alert.Headline)] });

        foreach (var path in (string[])["/feeds/alerts.atom", "/feeds/alerts.json", "/feeds/alerts.cap.xml",
            .. Enumerable.Range(0, number).Select(id => $"/alerts/alr_{id}.cap.xml")])
            Assert.DoesNotMatch(
                "[\\u0000-\\u0008\\u000E-\\u001F\\u007F-\\u009F\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF]", (await trial.Api.Look(path)).Text);
    }

    private static string Word(JsonNode? node) => node!.GetValue<string>();
}
