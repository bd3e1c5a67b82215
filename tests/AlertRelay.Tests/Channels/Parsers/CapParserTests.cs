using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class CapParserTests
{
    private const string References = "<references>a@example.org,two,2026-08-05T15:00:00-00:00 a@example.org,one,2026-08-05T14:00:00-00:00</references><info>";

    private static readonly Channel Channel = Fixture.Channel("us-nws-cap") with { Country = null, Urls = [new Uri("https://warn.example.org/feed")] };

    [Fact]
    public void A_document_is_a_notice_in_its_first_language()
    {
        var notice = Assert.Single(ReadFile("alert.xml").Entries).Notice!;

        Assert.Equal("urn:oid:2.49.0.1.999.1", notice.Key);
        Assert.Equal("thunderstorm watch", notice.Title);
        Assert.Equal("en-CA", notice.Language);
        Assert.Equal("Storms are possible.\nStay alert.\nGo indoors!\nStorms are certain.", notice.Text);
        Assert.Equal(new Level("Severe", "Severe", Severity.Severe, Scope.Whole, (int)Severity.Severe), notice.Level);
        Assert.Equal("https://weather.example.org/1", notice.Link.AbsoluteUri);
        Assert.Equal(new DateTimeOffset(2026, 8, 5, 20, 10, 43, TimeSpan.Zero), notice.UpdatedAt);
        Assert.Equal(new DateTimeOffset(2026, 8, 6, 1, 36, 22, TimeSpan.Zero), notice.ExpiresAt);
        Assert.False(notice.Withdrawn);
    }

    [Theory]
    [InlineData("Update", false)]
    [InlineData("Cancel", true)]
    public void What_follows_up_a_message_speaks_of_the_first_one(string kind, bool withdrawn)
    {
        var notice = Assert.Single(ReadAlert(("<msgType>Alert", $"<msgType>{kind}"), ("<info>", References)).Entries).Notice!;

        Assert.Equal(("one", withdrawn), (notice.Key, notice.Withdrawn));
    }

    [Theory]
    [InlineData("<status>Actual", "<status>Exercise")]
    [InlineData("<status>Actual", "<status>Test")]
    [InlineData("<msgType>Alert", "<msgType>Ack")]
    public void What_is_not_meant_is_no_notice(string right, string wrong)
    {
        Assert.Empty(ReadAlert((right, wrong)).Entries);
        Assert.True(Page(AlertWith((right, wrong), ("<info>", References))) is { Withdrawn: true, Key: "urn:oid:2.49.0.1.999.1" });
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("<parameter><valueName>layer:EC-MSC-SMC:1.1:Newly_Active_Areas</valueName><value>048210</value></parameter>", "areas 048210")]
    public void A_minor_change_is_no_news_but_for_areas_that_joined(string joined, string news)
    {
        var minor = $"<parameter><valueName>profile:CAP-CP:0.4:MinorChange</valueName><value>text</value></parameter>{joined}<area>";

        Assert.Equal(news.Length > 0 ? [news] : [], Assert.Single(ReadAlert(("<area>", minor)).Entries).Notice!.SignificantFacts!);
    }

    [Fact]
    public void An_end_before_the_beginning_is_none() =>
        Assert.Null(Assert.Single(ReadAlert(("<sent>2026", "<sent>2027")).Entries).Notice!.ExpiresAt);

    [Fact]
    public void A_severity_that_CAP_lacks_is_unknown() =>
        Assert.Equal(Level.Unreadable("Grave"), Assert.Single(ReadAlert(("Severe", "Grave"), ("Minor", "Grave")).Entries).Notice!.Level);

    [Fact]
    public void A_cancellation_without_information_is_one()
    {
        var whole = AlertWith(("<msgType>Alert", "<msgType>Cancel"), ("<info>", References));
        var bare = whole[..whole.IndexOf("<info>", StringComparison.Ordinal)] + "</alert>";

        Assert.True(Assert.Single(Read(bare).Entries).Notice is { Key: "one", Withdrawn: true });
    }

    [Fact]
    public void An_index_with_fields_of_CAP_tells_all_by_itself()
    {
        var reading = ReadFile("index.xml");
        var wind = reading.Notice("api.example.org/alerts/urn:oid:2.49.0.1.840.0.1");

        Assert.Equal(["api.example.org/alerts/urn:oid:2.49.0.1.840.0.1", "one"], reading.Entries.Select(entry => entry.Key));
        Assert.Equal("High Wind Warning issued August 15 at 2:52PM AKDT by NWS", wind.Title);
        Assert.Equal("...HIGH WIND WARNING REMAINS IN EFFECT... * WINDS...Southwest 30 to 40 mph < 60 mph.", wind.Text);
        Assert.Equal(Severity.Severe, wind.Level.Severity);
        Assert.Equal(new DateTimeOffset(2026, 8, 16, 15, 0, 0, TimeSpan.Zero), wind.ExpiresAt);
        Assert.True(reading.Notice("one") is { Withdrawn: true, Level.Severity: Severity.Unknown });
    }

    [Fact]
    public void Counties_named_like_countries_are_none_where_the_channel_has_a_country() =>
        Assert.Equal(["US"], Fixture.Read("us-nws-cap", Fixture.Bytes("cap/index.xml")).Entries[0].Notice!.Areas.Select(area => area.Code));

    [Fact]
    public void An_index_of_documents_leads_to_pages_at_its_own_host()
    {
        var pages = ReadFile("pages.xml").Entries;

        Assert.Equal(["page warn.example.org/cap/1.xml", "page warn.example.org/cap/2.xml"], pages.Select(entry => entry.Key));
        Assert.Equal("https://warn.example.org/cap/2.xml", pages[1].Page!.Url.AbsoluteUri);
        Assert.Equal("Wed, 05 Aug 2026 20:10:43 GMT", pages[0].Page!.Stamp);
        Assert.Throws<ShapeException>(
            () => Read(Encoding.UTF8.GetString(Fixture.Bytes("cap/pages.xml")).Replace("http://warn.", "http://other.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("<identifier>urn:oid:2.49.0.1.999.1</identifier>", "")]
    [InlineData("<status>Actual</status>", "")]
    [InlineData("<msgType>Alert</msgType>", "")]
    [InlineData("<sent>2026-08-05T20:10:43-00:00</sent>", "<sent>yesterday</sent>")]
    [InlineData("urn:oasis:names:tc:emergency:cap:1.2", "urn:example")]
    [InlineData("</alert>", "")]
    [InlineData("<alert ", "<!DOCTYPE alert [<!ENTITY a \"b\">]><alert ")]
    public void A_document_that_is_no_whole_message_is_refused(string right, string wrong)
    {
        Assert.Throws<ShapeException>(() => ReadAlert((right, wrong)));
        Assert.Throws<ShapeException>(() => Page(AlertWith((right, wrong))));
    }

    private static NoticeReading ReadFile(string file) => new CapParser().Read(Fixture.Document(Channel, Fixture.Bytes($"cap/{file}")), Channel);

    private static NoticeReading Read(string body) => new CapParser().Read(Fixture.Document(Channel, Encoding.UTF8.GetBytes(body)), Channel);

    private static NoticeReading ReadAlert(params (string Right, string Wrong)[] changes) => Read(AlertWith(changes));

    private static Notice Page(string body) =>
        new CapParser().ReadPage(Fixture.Document(Channel, Encoding.UTF8.GetBytes(body)), new IndexEntry("page", null), Channel);

    private static string AlertWith(params (string Right, string Wrong)[] changes) =>
        changes.Aggregate(
            Encoding.UTF8.GetString(Fixture.Bytes("cap/alert.xml")), (text, change) => text.Replace(change.Right, change.Wrong, StringComparison.Ordinal));
}
