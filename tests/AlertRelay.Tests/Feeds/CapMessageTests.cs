using System.Xml.Linq;
using AlertRelay.Alerts;
using AlertRelay.Tests.Pages;
using static AlertRelay.Tests.Feeds.FeedTrial;

namespace AlertRelay.Tests.Feeds;

public sealed class CapMessageTests : IAsyncLifetime
{
    private FeedTrial _trial = null!;

    public async ValueTask InitializeAsync() => _trial = await FeedTrial.Start();

    public ValueTask DisposeAsync() => _trial.DisposeAsync();

    [Fact]
    public async Task The_relay_is_the_sender_and_the_authority_the_source()
    {
        await _trial.Keep(SomePage.Iran with { Id = "alr_before", DetectedAt = SomePage.Iran.DetectedAt.AddDays(-1), References = [] }, SomePage.Iran);

        var alert = await _trial.Read("/alerts/alr_iran.cap.xml");

        Assert.Equal(
            [
                "identifier=alr_iran", "sender=relay.example.org", "sent=2020-01-10T00:50:15-00:00", "status=Actual", "msgType=Update",
                "source=Foreign, Commonwealth & Development Office", "scope=Public", "references=relay.example.org,alr_before,2020-01-09T00:50:15-00:00",
            ],
            alert.Elements().TakeWhile(each => each.Name.LocalName != "info").Select(each => $"{each.Name.LocalName}={each.Value}"));
        var info = alert.Element(Cap + "info")!;
        Assert.Equal(
            "en Safety Travel advice Unknown Extreme Unknown",
            string.Join(' ', Values(info, "language", "category", "event", "urgency", "severity", "certainty")));
        Assert.Equal("ISO3166-1=IR", string.Join('=', info.Descendants(Cap + "geocode").Elements().Select(each => each.Value)));
        Assert.Equal("https://www.gov.uk/foreign-travel-advice/iran", info.Element(Cap + "web")!.Value);
    }

    [Fact]
    public async Task Each_language_has_an_info_of_its_own()
    {
        await _trial.Keep(SomePage.Iran with { Translations = [new Translation("ar", "إيران", "", "لا تسافر"), new Translation("a tag?", "x", "y", "")] });

        var infos = (await _trial.Read("/alerts/alr_iran.cap.xml")).Elements(Cap + "info").ToList();

        Assert.Equal(
            ["en Do not travel.\nAirspace is closed.", "ar لا تسافر", "und y"],
            infos.Select(info => string.Join(' ', Values(info, "language", "description"))));
    }

    [Theory]
    [InlineData(ChangeKind.Withdrawn, true, "AllClear", "Past")]
    [InlineData(ChangeKind.Withdrawn, false, null, "Unknown")]
    [InlineData(ChangeKind.Lowered, false, null, "Unknown")]
    public async Task All_clear_is_said_only_where_the_publisher_itself_says_so(ChangeKind change, bool stated, string? response, string urgency)
    {
        await _trial.Keep(SomePage.Iran with
        {
            Change = change,
            WithdrawnByPublisher = stated,
            ExpiresAt = stated ? SomePage.Iran.DetectedAt.AddHours(1) : null,
        });

        var info = (await _trial.Read("/alerts/alr_iran.cap.xml")).Element(Cap + "info")!;

        Assert.Equal((response, urgency), (info.Element(Cap + "responseType")?.Value, info.Element(Cap + "urgency")!.Value));
        Assert.Equal(stated ? "2020-01-10T01:50:15-00:00" : null, info.Element(Cap + "expires")?.Value);
    }

    [Fact]
    public async Task An_earlier_message_that_is_no_longer_kept_is_not_referred_to()
    {
        await _trial.Keep(SomePage.Iran);

        var alert = await _trial.Read("/alerts/alr_iran.cap.xml");

        Assert.Null(alert.Element(Cap + "references"));
        Assert.Contains("no longer keeps", alert.Element(Cap + "note")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_index_links_to_each_message()
    {
        await _trial.Keep(SomePage.Iran);

        var entry = (await _trial.Read("/feeds/alerts.cap.xml")).Element(Atom + "entry")!;

        Assert.Equal(
            ("application/cap+xml", $"{Relay}/alerts/alr_iran.cap.xml"),
            (entry.Element(Atom + "link")!.Attribute("type")!.Value, entry.Element(Atom + "link")!.Attribute("href")!.Value));
        Assert.Equal("alr_iran Update Extreme Iran", string.Join(' ', Values(entry, "identifier", "msgType", "severity", "areaDesc")));
    }

    private static IEnumerable<string> Values(XElement of, params string[] names) => names.Select(name => of.Element(Cap + name)!.Value);
}
