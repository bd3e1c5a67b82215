using System.Text;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Detection;
using AlertRelay.Tests.Channels.Parsers;

namespace AlertRelay.Tests.Polling;

/// <summary>Countries that a publisher lists and gives no advice for.</summary>
public sealed class NoAdviceTests
{
    private const string None = "<html><body><h1>Malta</h1><p class=\"none\">We give no advice for this country.</p></body></html>";
    private const string Red = "<html><body><h1>Malta</h1><main><p>Stay away.</p><b>red</b></main></body></html>";

    private static readonly Channel Channel = PollingTrial.StateLike() with
    {
        Parser = "html",
        Category = Category.Travel,
        HasPlaces = true,
        Membership = Membership.Complete,
        Interval = TimeSpan.FromMinutes(15),
        PagesInterval = TimeSpan.FromMinutes(15),
        Options = JsonElement.Parse("""
            { "list": "li", "title": "a", "link": "a@href", "noAdvicePattern": "no advice",
              "page": { "title": "h1", "text": "main", "level": "b", "noAdvice": ".none" } }
            """),
        Levels = new Dictionary<string, LevelEntry> { ["red"] = new("Red", Severity.Severe, 2) },
    };

    [Fact]
    public async Task A_country_without_advice_is_no_fault_and_advice_that_appears_is_issued()
    {
        using var trial = Trial(() => None);
        await trial.Poll();
        var quiet = await trial.Poll();
        var state = Assert.Single((await trial.Store.Notices(Channel.Id, TestContext.Current.CancellationToken)).Values);

        Assert.Equal((true, true, Level.None), (state.Withdrawn, state.LastNotified!.HasNoAdvice, state.LastNotified.Level));
        Assert.Empty(quiet.Alerts);
        Assert.Equal(new ReadingGaps(0, 0, 0, 0, null), ReadingGaps.Of(Channel, [state], trial.Time.GetUtcNow()));

        trial.Publisher.Shown = Site(() => Red);
        var alert = Assert.Single((await trial.Poll()).Alerts);

        Assert.Equal((ChangeKind.Issued, "Red", "MT"), (alert.Change, alert.Level.Label, Assert.Single(alert.Areas).Code));
    }

    [Fact]
    public async Task Advice_that_ends_is_withdrawn_once_a_later_look_confirms_it()
    {
        var page = Red;
        using var trial = Trial(() => page);
        await trial.Poll();
        await trial.Poll();
        page = None;

        Assert.Empty((await trial.Poll()).Alerts);
        Assert.Equal(ChangeKind.Withdrawn, Assert.Single((await trial.Poll()).Alerts).Change);
        Assert.Empty((await trial.Poll()).Alerts);
    }

    [Theory]
    [InlineData("<html><body><h1>Malta</h1></body></html>")]
    [InlineData("<html><body><h1>Malta</h1><p class=\"none\">We are moving.</p></body></html>")]
    [InlineData("<html><body><p class=\"none\">We give no advice.</p></body></html>")]
    public void A_page_that_does_not_say_so_is_a_page_that_cannot_be_read(string page) => Assert.Throws<ShapeException>(() => ReadPage(page));

    [Fact]
    public void A_page_without_advice_needs_no_text_and_no_level_is_guessed()
    {
        var notice = ReadPage(None.Replace("</body>", "<b>mauve</b></body>", StringComparison.Ordinal));

        Assert.Equal((Level.None, "We give no advice for this country."), (notice.Level, notice.Text));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"none\"", true)]
    [InlineData("false", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    public void An_entry_may_say_it_too_and_then_its_page_is_not_read(string value, bool none)
    {
        var channel = HtmlNoticeParserTests.ChannelWith(
            """{ "list": "*", "id": "id", "title": "name", "link": "url", "noAdvice": "none", "page": { "title": "name", "text": "text" } }""");
        var body = $$"""[{ "id": "MT", "name": "Malta", "url": "/mt", "none": {{value}} }]""";

        var entry = new JsonNoticeParser().Read(new SourceDocument(channel.Urls[0], Encoding.UTF8.GetBytes(body)), channel).Entries[0];

        Assert.Equal((none, none), (entry.Page is null, entry.Notice is { Withdrawn: true, HasNoAdvice: true }));
    }

    [Fact]
    public void A_pattern_needs_what_it_is_compared_with() =>
        Assert.Contains(
            "\"options.noAdvicePattern\": write it together with \"noAdvice\"",
            Assert.Single(new HtmlNoticeParser().Problems(JsonElement.Parse("""{ "list": "li", "noAdvicePattern": "none" }"""))),
            StringComparison.Ordinal);

    private static Notice ReadPage(string page)
    {
        var (url, parser) = (new Uri("https://example.org/malta"), new HtmlNoticeParser());
        return parser.ReadPage(new SourceDocument(url, Encoding.UTF8.GetBytes(page)), new IndexEntry("malta", null, new PageReference(url, "")), Channel);
    }

    private static PollingTrial Trial(Func<string> page)
    {
        var trial = new PollingTrial(Channel);
        trial.Publisher.Shown = Site(page);
        return trial;
    }

    private static Func<Uri, string?> Site(Func<string> page) => url => url.AbsolutePath.EndsWith("/malta", StringComparison.Ordinal)
        ? page()
        : "<html><body><ul><li><a href=\"/malta\">Malta</a></li></ul></body></html>";
}
