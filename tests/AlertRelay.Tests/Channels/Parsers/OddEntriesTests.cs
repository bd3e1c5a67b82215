using System.Text;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AlertRelay.Tests.Detection;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>A few odd entries do not hide the others of their list.</summary>
public sealed class OddEntriesTests
{
    private const string Message =
        """
        <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>#</identifier><sent>2026-08-05T20:10:43Z</sent><status>Actual</status>
        <msgType>Alert</msgType></alert>
        """;

    private static readonly Channel Channel = Some.Channel();

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(3, 3, false)]
    [InlineData(4, 3, true)]
    [InlineData(20, 4, false)]
    [InlineData(75, 4, false)]
    [InlineData(76, 4, true)]
    [InlineData(0, 1, false)]
    public void They_are_few_while_they_are_three_or_a_twentieth_and_fewer_than_the_rest(int good, int odd, bool read)
    {
        NoticeReading Read() => DocumentShape.Entries(
            Enumerable.Range(0, good + odd),
            item => item < odd ? throw new ShapeException("an odd one") : IndexEntry.Of(Some.Notice($"{item}")),
            Channel,
            item => item == 0 ? "known" : null);

        if (!read)
        {
            Assert.Equal("an odd one", Assert.Throws<ShapeException>(Read).Message);
            return;
        }

        var reading = Read();
        Assert.Equal((good, odd), (reading.Entries.Count, reading.Unread.Count));
        Assert.Equal(new UnreadEntry("known", "an odd one"), reading.Unread[0]);
    }

    // Good entries bear a number in place of "#", or a letter in place of "@". The key is that of the odd one's notice, "" where it cannot be told.
    [Theory]
    [InlineData("us-dhs-ntas", "<alerts>|</alerts>", """<alert link="https://dhs.gov/#" start="2026/02/03 18:00"/>""", """<alert link="https://dhs.gov/x"/>""",
        "https://dhs.gov/x")]
    [InlineData("us-dhs-ntas", "<alerts>|</alerts>", """<alert link="https://dhs.gov/#" start="2026/02/03 18:00"/>""", "<notice/>", "")]
    [InlineData("us-state-travel", "<rss><channel>|</channel></rss>", "<item><title>Place# - Level 1: x</title></item>", "<item/>", "")]
    [InlineData("gdacs", "<rss><channel>|</channel></rss>", "<item><guid>#</guid></item>", "<item/>", "")]
    [InlineData("jp-mofa-anzen", "<opendata>|</opendata>",
        "<mail><keyCd>#</keyCd><infoType>C50</infoType><leaveDate>2026/03/01</leaveDate><title>x</title></mail>", "<mail/>", "")]
    [InlineData("uk-fcdo-travel", """{"links":{"children":[|]}}""",
        """{"content_id":"#","public_updated_at":"2026-03-01","api_path":"/#"}""", """{"content_id":"x","api_path":"/x"}""", "x")]
    [InlineData("ca-gac-travel", """{"data":{|}}""", """ "A@":{"eng":{"name":"x"}}""", """ "XX":{}""", "XX")]
    [InlineData("us-cisa-kev", """{"vulnerabilities":[|]}""", """{"cveID":"CVE-2026-000#"}""", """{"cveID":"CVE-TBD"}""", "")]
    [InlineData("us-cisa-kev", """{"vulnerabilities":[|]}""", """{"cveID":"CVE-2026-000#"}""",
        """{"cveID":"CVE-2026-9999","dueDate":"\ud800"}""", "CVE-2026-9999")]
    [InlineData("fr-certfr", "[|]", """{"reference":"R#","json_url":"/#/json/"}""", """{"reference":"RX"}""", "RX")]
    [InlineData("us-cisa-csaf", """{"feed":{"entry":[|]}}""",
        """{"id":"A#","updated":"2026-03-01","content":{"src":"/#.json"}}""", """{"id":"AX","content":{"src":"/x.json"}}""", "")]
    [InlineData("de-aa-travel", """{"response":{|}}""", """ "1#":{"title":"x","lastModified":1}""", """ "77":{"title":"x"}""", "77")]
    [InlineData("who-don", """{"value":[|]}""", """{"DonId":"D#","Title":"x"}""", """{"DonId":"DX"}""", "DX")]
    [InlineData("us-state-statements", "[|]", """{"slug":"s#","title":{"rendered":"x"},"content":{}}""", """{"slug":"sx","title":{}}""", "sx")]
    [InlineData("nl-bz-travel", "[|]", """{"id":"#","location":"x","dataurl":"/#"}""", """{"id":"\ud800","location":"x","dataurl":"/x"}""", "")]
    [InlineData("nl-bz-travel", "[|]", """{"id":"#","location":"x","dataurl":"/#"}""", """{"id":"x","location":"x","dataurl":"https://example.net/x"}""", "")]
    [InlineData("nz-safetravel", "<urlset>|</urlset>", "<url><loc>https://www.safetravel.govt.nz/destinations/a#</loc></url>",
        "<url><loc>https://example.net/destinations/x</loc></url>", "")]
    [InlineData("x-cisagov", """{"meta":{"result_count":4},"data":[|]}""", """{"id":"#","text":"x"}""", """{"id":"9"}""", "9")]
    [InlineData("x-cisagov", """{"meta":{"result_count":4},"data":[|]}""", """{"id":"#","text":"x"}""", """{"id":"none","text":"x"}""", "")]
    [InlineData("bluesky-posts", """{"feed":[|]}""",
        """{"post":{"uri":"at://a/b/#","author":{"handle":"a.example"},"record":{"text":"x"}}}""", """{"post":{"uri":"at://a/b/x"}}""", "at://a/b/x")]
    [InlineData("mastodon-posts", "[|]", """{"id":"#","content":"x"}""", """{"content":"x"}""", "")]
    [InlineData("mastodon-posts", "[|]", """{"id":"#","content":"x"}""", """{"id":"x","content":"\ud800"}""", "x")]
    [InlineData("cap", "<EDXL>|</EDXL>", Message, "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><identifier>x</identifier></alert>", "")]
    [InlineData("cap", "<feed>|</feed>", "<entry><link href='/#'/></entry>", "<entry/>", "")]
    public void One_among_three_others_costs_itself_only(string parser, string list, string good, string odd, string key)
    {
        var channel = ChannelOf(parser);
        var separator = list[0] == '<' ? "" : ",";
        NoticeReading Read(params string[] entries) => NoticeParsers.Of(channel).Read(
            Fixture.Document(channel, Encoding.UTF8.GetBytes(list.Replace("|", string.Join(separator, entries), StringComparison.Ordinal))), channel);
        string[] three = [.. "123".Select(number => good.Replace('#', number).Replace('@', (char)('A' + number - '1')))];

        var reading = Read([three[0], odd, .. three[1..]]);

        Assert.Equal(3, reading.Entries.Count);
        Assert.Equal(key.Length > 0 ? key : null, Assert.Single(reading.Unread).Key);
        Assert.Throws<ShapeException>(() => Read(odd, three[0]));
    }

    // Of a feed, a page of links and the threat level's feed there is no entry that cannot be read: see their own tests.
    [Fact]
    public void Every_parser_of_lists_is_tried() => Assert.Equal(
        NoticeParsers.All.Select(parser => parser.Name).Except(["feed", "link-list", "mi5-threat-level"]).Order(),
        typeof(OddEntriesTests).GetMethod(nameof(One_among_three_others_costs_itself_only))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Select(row => ChannelOf((string)((InlineDataAttribute)row).Data[0]!).Parser).Distinct().Order());

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Items_of_another_kind_beside_the_threat_level_are_passed_over_while_they_are_few(int others, bool read)
    {
        var feed = Encoding.UTF8.GetString(Fixture.Bytes("uk-mi5-threat-level/plain.xml")).Replace(
            "<item>", $"{string.Concat(Enumerable.Repeat("<item><title>Annual report</title></item>", others))}<item>", StringComparison.Ordinal);
        if (!read)
        {
            Assert.Throws<ShapeException>(() => Fixture.ReadText("uk-mi5-threat-level", feed));
            return;
        }

        var reading = Fixture.ReadText("uk-mi5-threat-level", feed);
        Assert.Equal(("SEVERE", others), (reading.Notice("uk-national").Level.Native, reading.Unread.Count));
    }

    [Fact]
    public void An_unreadable_post_on_X_is_not_paid_for_again()
    {
        var posts = """{"id":"8","text":"x"},{"id":"9"},{"id":"7","text":"x"},{"id":"6","text":"x"}""";

        var reading = new XPostsParser().Read(
            Fixture.Document(ChannelOf("x-cisagov"), Encoding.UTF8.GetBytes($$"""{"meta":{"result_count":4},"data":[{{posts}}]}""")), ChannelOf("x-cisagov"));

        Assert.Equal("9", reading.Newest);
    }

    [Theory]
    [InlineData("/2026/c.json", 0)]
    [InlineData("https://cdn.example.net/c.json", 1)]
    public void An_advisory_on_another_host_is_passed_over(string third, int unread)
    {
        var entries = new[] { "/2026/a.json", "/2026/b.json", third }.Select((address, number) =>
            $$$"""{"id": "A-{{{number}}}", "updated": "2026-03-01T06:00:00Z", "content": {"src": "{{{address}}}"}}""");

        var reading = Csaf($$$"""{"feed": {"entry": [{{{string.Join(',', entries)}}}]}}""");

        Assert.Equal((3 - unread, unread), (reading.Entries.Count, reading.Unread.Count));
    }

    [Fact]
    public void A_line_that_names_nothing_costs_itself_and_a_last_line_cut_off_the_list()
    {
        const string Good = "2026/a.json,2026-03-01T06:00:00Z\n2026/b.json,2026-03-01T06:00:00Z\n";

        Assert.Equal((2, 1), Csaf($"{Good},2026-03-01T06:00:00Z\n") is var reading ? (reading.Entries.Count, reading.Unread.Count) : default);
        Assert.Throws<ShapeException>(() => Csaf($"{Good}2026/c.json,2026-03-0"));
    }

    private static Channel ChannelOf(string name) => Fixture.Catalog.Find(name) ?? Fixture.Channel("x-cisagov") with { Parser = name };

    private static NoticeReading Csaf(string index) => new CsafParser().Read(
        new SourceDocument(new Uri("https://example.org/csaf/index"), Encoding.UTF8.GetBytes(index)), Channel with { Parser = "csaf" });
}
