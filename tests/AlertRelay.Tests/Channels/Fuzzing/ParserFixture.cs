using System.Text.Json;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Fuzzing;

/// <summary>A document that a parser reads whole: what is spoiled to see what the parser makes of damage.</summary>
/// <param name="PageOf">The key of the notice whose page it is; null for a list.</param>
internal sealed record ParserFixture(Channel Channel, string File, string? PageOf = null)
{
    /// <summary>Every registered parser is in it: a test sees to that.</summary>
    public static readonly IReadOnlyList<ParserFixture> All =
    [
        .. Lists(
            "us-state-travel/feed.xml", "uk-fcdo-travel/index.json", "ca-gac-travel/index.json", "us-cisa-kev/catalogue.json", "uk-mi5-threat-level/plain.xml",
            "uk-mi5-threat-level/escaped.xml", "fr-certfr/alerte.json", "us-cisa-csaf/feed.json", "nl-ncsc/changes.csv", "de-aa-travel/list.json",
            "jp-mofa-anzen/newarrivalL.xml",
            "nl-bz-travel/list.json", "ie-dfa-travel/index.html", "nz-safetravel/sitemap.xml", "au-smartraveller/index.xml", "fr-vigipirate/page.html",
            "who-don/reports.json",
            "gdacs/rss.xml", "easa-czib/list.json", "us-usgs-quakes/feed.geojson", "us-ntwc-tsunami/feed.xml", "us-state-statements/posts.json",
            "cn-mfa-statements/list.html", "fr-diplomatie-statements/list.html", "us-dhs-ntas/feed.xml"),
        .. new[] { "feed/rss2.xml", "feed/rss1.xml", "feed/atom.xml" }.Select(file => new ParserFixture(AnyFeed(), file)),
        .. new[] { "x-posts/posts.json", "bluesky-posts/feed.json", "mastodon-posts/statuses.json", "cap/alert.xml", "cap/index.xml",
        "cap/pages.xml" }.Select(OfManyPublishers),
        Page("uk-fcdo-travel/iceland.json", "11111111-1111-4111-8111-111111111111"), Page("ca-gac-travel/cta-cap-HK.json", "HK"), Page(
            "fr-certfr/CERTFR-2026-ALE-902.json", "CERTFR-2026-ALE-902"),
        Page("us-cisa-csaf/icsa-25-100-02.json", "ICSA-25-100-02"), Page("de-bsi-wid/wid-sec-w-2026-9001.json", "WID-SEC-W-2026-9001"), Page(
            "nl-ncsc/ncsc-2026-0901.json", "NCSC-2026-0901"),
        Page("de-aa-travel/900001.json", "900001"), Page("nl-bz-travel/isl.json", "ISL"), Page("fr-diplomatie-travel/kenya.html", "kenya"), Page(
            "nz-safetravel/iceland.html", "iceland"),
        OfManyPublishers("cap/alert.xml") with { PageOf = "urn:oid:2.49.0.1.999.1" },
    ];

    private const string FeedOptions =
        """{ "idPattern": "([A-Z]{2}\\d+)", "levelPattern": "(high|low)", "revisionPattern": "(more|less)", "countryFrom": "title" }""";

    public byte[] Bytes => Fixture.Bytes(File);

    /// <returns>How many notices were read.</returns>
    /// <exception cref="ShapeException">The document is refused.</exception>
    public int Read(byte[] body, string? charset = null)
    {
        var document = Fixture.Document(Channel, body, charset: charset);
        if (PageOf is null)
            return NoticeParsers.Of(Channel).Read(document, Channel).Entries.Count;

        ArgumentNullException.ThrowIfNull(NoticeParsers.Of(Channel).ReadPage(document, new IndexEntry(PageOf, null), Channel));
        return 1;
    }

    public override string ToString() => PageOf is null ? File : $"{File} as a page";

    private static IEnumerable<ParserFixture> Lists(params string[] files) => files.Select(file => new ParserFixture(ChannelOf(file), file));

    private static ParserFixture Page(string file, string key) => new(ChannelOf(file), file, key);

    private static ParserFixture OfManyPublishers(string file) =>
        new(Fixture.Channel("x-cisagov") with { Parser = FolderOf(file), Urls = [new Uri("https://warn.example.org/")] }, file);

    private static Channel ChannelOf(string file) => Fixture.Channel(FolderOf(file));

    private static string FolderOf(string file) => Path.GetDirectoryName(file)!;

    private static Channel AnyFeed() => Fixture.Channel("fr-certfr") with { Parser = "feed", Options = JsonDocument.Parse(FeedOptions).RootElement };
}
