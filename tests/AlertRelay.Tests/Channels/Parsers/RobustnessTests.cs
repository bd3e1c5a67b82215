using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>Whatever bytes a publisher's server sends, a parser reads them or refuses them: nothing else comes out.</summary>
public sealed class RobustnessTests
{
    private const int Inputs = 2_000;

    private static readonly byte[][] Scraps =
    [
        "\\ud800"u8.ToArray(), [0xED, 0xA0, 0x80], [0xFF, 0xFE], [0], "]]>"u8.ToArray(), "<![CDATA["u8.ToArray(), "&#xD800;"u8.ToArray(), "&nbsp;"u8.ToArray(), "\"\""u8.ToArray(),
        "null"u8.ToArray(), "-1e999"u8.ToArray(), "99999999999999999999"u8.ToArray(), "{"u8.ToArray(), "["u8.ToArray(), "<item>"u8.ToArray(), "</item>"u8.ToArray(), "http://["u8.ToArray(),
        "//%zz"u8.ToArray(), "encoding=\"utf-16\""u8.ToArray(), "9999-12-31T23:59:59-14:00"u8.ToArray(), "\u0001"u8.ToArray(),
    ];

    [Theory]
    [InlineData("us-state-travel", "feed.xml")]
    [InlineData("uk-fcdo-travel", "index.json")]
    [InlineData("ca-gac-travel", "index.json")]
    [InlineData("us-cisa-kev", "catalogue.json")]
    [InlineData("uk-mi5-threat-level", "plain.xml")]
    [InlineData("uk-mi5-threat-level", "escaped.xml")]
    [InlineData("fr-certfr", "alerte.json")]
    [InlineData("us-cisa-csaf", "feed.json")]
    [InlineData("nl-ncsc", "changes.csv")]
    [InlineData("de-aa-travel", "list.json")]
    [InlineData("jp-mofa-anzen", "newarrivalL.xml")]
    [InlineData("nl-bz-travel", "list.json")]
    [InlineData("ie-dfa-travel", "index.html")]
    [InlineData("nz-safetravel", "sitemap.xml")]
    [InlineData("au-smartraveller", "index.xml")]
    [InlineData("fr-vigipirate", "page.html")]
    [InlineData("who-don", "reports.json")]
    [InlineData("gdacs", "rss.xml")]
    [InlineData("us-state-statements", "posts.json")]
    [InlineData("cn-mfa-statements", "list.html")]
    [InlineData("fr-diplomatie-statements", "list.html")]
    public void A_spoiled_list_is_read_or_refused(string id, string file)
    {
        var channel = Fixture.Channel(id);

        Spoil(Fixture.Bytes($"{id}/{file}"), body => NoticeParsers.Of(channel).Read(Fixture.Document(channel, body), channel));
    }

    [Theory]
    [InlineData("rss2.xml")]
    [InlineData("rss1.xml")]
    [InlineData("atom.xml")]
    public void A_spoiled_feed_is_read_or_refused(string file)
    {
        var channel = FeedParserTests.ChannelWith("""{ "idPattern": "([A-Z]{2}\\d+)", "levelPattern": "(high|low)", "revisionPattern": "(more|less)", "countryFrom": "title" }""");

        Spoil(Fixture.Bytes($"feed/{file}"), body => new FeedParser().Read(Fixture.Document(channel, body), channel));
    }

    [Theory]
    [InlineData("x-posts", "posts.json")]
    [InlineData("bluesky-posts", "feed.json")]
    [InlineData("mastodon-posts", "statuses.json")]
    [InlineData("cap", "alert.xml")]
    [InlineData("cap", "index.xml")]
    [InlineData("cap", "pages.xml")]
    public void A_spoiled_document_of_many_publishers_is_read_or_refused(string parser, string file)
    {
        var channel = Fixture.Channel("x-cisagov") with { Parser = parser };

        Spoil(Fixture.Bytes($"{parser}/{file}"), body => NoticeParsers.Of(channel).Read(Fixture.Document(channel, body), channel));
    }

    [Theory]
    [InlineData("uk-fcdo-travel", "iceland.json", "11111111-1111-4111-8111-111111111111")]
    [InlineData("ca-gac-travel", "cta-cap-HK.json", "HK")]
    [InlineData("fr-certfr", "CERTFR-2026-ALE-902.json", "CERTFR-2026-ALE-902")]
    [InlineData("us-cisa-csaf", "icsa-25-100-02.json", "ICSA-25-100-02")]
    [InlineData("de-bsi-wid", "wid-sec-w-2026-9001.json", "WID-SEC-W-2026-9001")]
    [InlineData("nl-ncsc", "ncsc-2026-0901.json", "NCSC-2026-0901")]
    [InlineData("de-aa-travel", "900001.json", "900001")]
    [InlineData("nl-bz-travel", "isl.json", "ISL")]
    [InlineData("fr-diplomatie-travel", "kenya.html", "kenya")]
    [InlineData("nz-safetravel", "iceland.html", "iceland")]
    public void A_spoiled_page_is_read_or_refused(string id, string file, string key)
    {
        var channel = Fixture.Channel(id);

        Spoil(Fixture.Bytes($"{id}/{file}"), body => NoticeParsers.Of(channel).ReadPage(Fixture.Document(channel, body), new Entry(key, null), channel));
    }

    private static void Spoil(byte[] whole, Func<byte[], object> read)
    {
        var random = new Random(20200103);
        for (var input = 0; input < Inputs; input++)
        {
            var spoiled = Spoiled(whole, random);
            try
            {
                Assert.NotNull(read(spoiled));
            }
            catch (ShapeException fault)
            {
                Assert.NotEmpty(fault.Message);
            }
        }
    }

    private static byte[] Spoiled(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.InsertRange(at, Scraps[random.Next(Scraps.Length)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 60), bytes.Count - at));
                    break;
                default:
                    var from = random.Next(whole.Length);
                    bytes.InsertRange(at, whole[from..Math.Min(whole.Length, from + random.Next(1, 80))]);
                    break;
            }
        }

        return [.. bytes];
    }
}
