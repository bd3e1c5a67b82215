using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

/// <summary>Every recorded payload of the channels, where the recordings are at hand: good ones parse, faults are refused.</summary>
public sealed class RecordedPayloadTests
{
    private static readonly string? Shared = FindShared();

    private static readonly string[] Faulty =
    [
        "002-error1022.txt", "002-20251003-error1022.txt", "004-maintenance.html", "004-20251107-maintenance.html", "005-challenge.html",
        "005-20260203-cloudflare-challenge.html", "002-maintenance.html", "003-challenge.html", "004-truncated-in-description.xml",
        "005-truncated-in-prolog.xml", "006-truncated-before-end.xml", "007-empty.txt", "011-500.html", "012-429.txt", "001-empty.xml",
        "001-it-feed.json", "002-it-feed.json",

        // Bears the id of another advisory.
        "001-va-24-254-02.json",
        "001-empty.json", "002-empty-response.json",
    ];

    public static TheoryData<string> Tapes() => new(Shared is null ? ["none"] : Directory.GetDirectories(Path.Combine(Shared, "tapes"))
        .Where(tape => ChannelOf(tape) is { } id && Fixture.Catalog.FindAlsoFormer(id) is not null)
        .Select(tape => Path.GetFileName(tape)));

    [Theory, MemberData(nameof(Tapes))]
    public void A_tape_is_read_from_end_to_end(string tape)
    {
        SkipWithoutRecordings();
        var folder = Path.Combine(Shared!, "tapes", tape);
        var channel = Fixture.Catalog.FindAlsoFormer(ChannelOf(folder)!)!;
        var parser = NoticeParsers.Named(channel.Parser)!;
        var entries = new Dictionary<Uri, IndexEntry>();
        foreach (var (url, file) in BodiesOf(folder).OrderByDescending(body => channel.Urls.Contains(body.Url)))
        {
            var document = new SourceDocument(url, File.ReadAllBytes(Path.Combine(folder, file)));
            if (Faulty.Contains(file))
                Assert.Throws<ShapeException>(() => parser.Read(document, channel));
            else if (channel.Urls.Contains(url))
                Remember(parser.Read(document, channel), channel, entries);
            else if (entries.TryGetValue(url, out var entry))
                AssertWhole(parser.ReadPage(document, entry, channel), channel);
        }
    }

    [Theory]
    [InlineData("us-state-travel", "us-state-travel/001-2026-10-07-TAsTWs.raw-excerpt.xml", 6)]
    [InlineData("ca-gac-travel", "ca-gac-travel/000-2014-03-02-index-alpha-eng.raw.json", 229)]
    [InlineData("ca-gac-travel", "ca-gac-travel/001-2014-10-02-index-alpha-eng.raw.json", 229)]
    [InlineData("uk-fcdo-travel", "uk-govuk-content-api/011-202609-index-trimmed.json", 8)]
    [InlineData("uk-mi5-threat-level", "uk-mi5-threat-level/001-20250323-substantial.xml", 2)]
    [InlineData("uk-mi5-threat-level", "uk-mi5-threat-level/003-20251003-substantial-again.xml", 2)]
    [InlineData("uk-mi5-threat-level", "uk-mi5-threat-level/006-20260322-substantial.xml", 2)]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/001-2024-07-19-IT-changes.csv", 1)]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/001-2024-07-19-IT-cisa-csaf-it-feed-tlp-white.json", 1)]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/005-2024-09-27-IT-cisa-csaf-it-feed-tlp-white.json", 4)]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/006-2024-09-27-IT-changes.csv", 4)]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/006-2024-09-27-IT-cisa-csaf-it-feed-tlp-white.json", 4)]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/010-2024-10-03-IT-cisa-csaf-it-feed-tlp-white.json", 4)]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/061-2024-09-19-OT-changes.csv", 2331)]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/070-2024-10-24-OT-rolie-first40.json", 40)]
    [InlineData("de-bsi-wid", "de-bsi-wid-csaf/009-rolie-bsi-cvd-white.json", 8)]
    [InlineData("uk-ncsc", "uk-ncsc/001-20260826-news-rss-feed.xml", 4)]
    [InlineData("eu-cert-eu", "eu-cert-eu/001-20260826-security-advisories.xml", 5)]
    [InlineData("us-cisa-advisories", "us-cisa-rss/001-2026-format.SYNTHETIC.xml", 2)]
    [InlineData("us-cisa-advisories", "us-cisa-rss/002-2022-uscert-item.SYNTHETIC.xml", 1)]
    [InlineData("de-aa-travel", "de-aa-travelwarning/010-202609-list-trimmed.json", 17)]
    [InlineData("jp-mofa-anzen", "jp-mofa-anzen/001-20260109T1201Z-base.xml", 21)]
    [InlineData("jp-mofa-anzen", "jp-mofa-anzen/006-20260116T1501Z-revised-in-place.xml", 28)]
    [InlineData("jp-mofa-anzen", "jp-mofa-anzen/008-20260209T0528Z-cambodia-lower.xml", 4)]
    [InlineData("nl-bz-travel", "nl-nederlandwereldwijd/001-202609-traveladvice-list.json", 5)]
    [InlineData("au-smartraveller", "au-smartraveller/020-202607-index-rss-cutdown.xml", 2)]
    [InlineData("who-don", "who-don/001-202609-diseaseoutbreaknews.json", 12)]
    [InlineData("gdacs", "gdacs/001-20191230-gdacs-rss.xml", 16)]
    [InlineData("x-cisagov", "x-twitter/001-docs-example-users-id-tweets.json", 1)]
    [InlineData("cn-mfa-statements", "cn-mfa/001-lxjzh-list.html", 5)]
    [InlineData("fr-vigipirate", "fr-vigipirate/001-20261004.html", 1)]
    [InlineData("easa-czib", "easa-czib/export-20261003.json", 34)]
    [InlineData("de-bmi-statements", "de-bmi/press-feed-20260930.xml", 3)]
    [InlineData("us-ntwc-tsunami", "tsunami-gov/PAAQAtom-20260403.xml", 1)]
    [InlineData("us-ptwc-tsunami", "tsunami-gov/PHEBAtom-empty-20260402.xml", 0)]
    [InlineData("de-nina", "de-nina/mowas-mapdata-202608.json", 2)]
    [InlineData("de-nina-dwd", "de-nina/mowas-mapdata-202608.json", 2)]
    [InlineData("eu-ecdc", "ecdc-cdtr/feed-20260920.xml", 2)]
    [InlineData("it-viaggiare-sicuri", "it-viaggiare-sicuri/ultima_ora_THA-excerpt-202609.json", 2)]
    [InlineData("no-ud-travel", "no-ud/001-202608-feed.xml", 6)]
    [InlineData("ch-eda-travel", "ch-eda/001-202607-afghanistan.html", 198)]
    [InlineData("dk-um-travel", "dk-um/001-202607-nepal.html", 194)]
    [InlineData("dk-um-travel", "dk-um/cambodja-202511.html", 194)]
    [InlineData("us-dhs-ntas", "us-dhs-ntas/002-empty-alerts.SYNTHETIC.xml", 0)]
    [InlineData("us-dhs-ntas", "us-dhs-ntas/003-2020-01-04-bulletin.RECONSTRUCTED-feed.xml", 1)]
    public void A_captured_list_is_read(string id, string file, int entries)
    {
        SkipWithoutRecordings();

        var reading = Fixture.Read(id, File.ReadAllBytes(Path.Combine(Shared!, "captures", file)));

        Assert.Equal(entries, reading.Entries.Count);
        Remember(reading, Fixture.Channel(id), []);
    }

    [Theory]
    // The Canadian one ends a watch: an all-clear.
    [InlineData("us-nws-cap/001-2018-nws-atom-index.raw.xml", 163)]
    [InlineData("us-nws-cap/002-oasis-cap12-amber-example.xml", 1)]
    [InlineData("ca-naad-cap/001-2023-08-05-eccc-update.abridged.xml", 1)]
    [InlineData("cap-samples/001-australia.cap", 1)]
    [InlineData("cap-samples/002-canada.cap", 1, true)]
    [InlineData("cap-samples/003-earthquake.cap", 1)]
    [InlineData("cap-samples/004-earthquake-iso8859-1.cap", 1)]
    public void Captured_messages_of_CAP_are_read(string file, int messages, bool isOver = false)
    {
        SkipWithoutRecordings();

        var reading = Fixture.Read("us-nws-cap", File.ReadAllBytes(Path.Combine(Shared!, "captures", file)));

        Assert.Equal(messages, reading.Entries.Count);
        Assert.All(
            reading.Entries,
            entry => Assert.True(entry.Notice is { Title.Length: > 0, Text.Length: > 0, UpdatedAt: not null } && entry.Notice.Withdrawn == isOver, entry.Key));
    }

    [Theory]
    [InlineData("uk-mi5-threat-level", "uk-mi5-threat-level/002-20251003-error1022.txt")]
    [InlineData("uk-mi5-threat-level", "uk-mi5-threat-level/004-20251107-maintenance.html")]
    [InlineData("uk-mi5-threat-level", "uk-mi5-threat-level/005-20260203-cloudflare-challenge.html")]
    [InlineData("us-cisa-kev", "us-cisa-kev/schema.json")]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/002-2024-09-09-IT-cisa-csaf-it-feed-tlp-white.json")]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/003-2024-09-10-IT-cisa-csaf-it-feed-tlp-white.json")]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/004-2024-09-18-IT-cisa-csaf-it-feed-tlp-white.json")]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/006-2024-09-27-IT-index.txt")]
    [InlineData("us-cisa-csaf", "de-bsi-wid-csaf/020-WID-SEC-W-2026-1316-new.json")]
    [InlineData("ca-cccs", "ca-cccs/032-2026-05-23-5d5cc59c.list.json")]
    [InlineData("eu-cert-eu", "eu-cert-eu/011-2026-001.json")]
    [InlineData("uk-fcdo-travel", "uk-govuk-content-api/001-full-country.json")]
    public void A_captured_fault_is_refused(string id, string file)
    {
        SkipWithoutRecordings();

        Assert.Throws<ShapeException>(() => Fixture.Read(id, File.ReadAllBytes(Path.Combine(Shared!, "captures", file))));
    }

    [Theory]
    [InlineData("uk-fcdo-travel", "uk-govuk-content-api/001-full-country.json", "content_id")]
    [InlineData("uk-fcdo-travel", "uk-govuk-content-api/002-withdrawn-full-country.json", "content_id")]
    [InlineData("uk-fcdo-travel", "uk-govuk-content-api/003-no-parts.json", "content_id")]
    [InlineData("uk-fcdo-travel", "uk-govuk-content-api/004-alt-country.json", "content_id")]
    [InlineData("ca-gac-travel", "ca-gac-travel/002-2026-09-24-cta-cap-hk.raw-trimmed.json", "data/country-iso")]
    [InlineData("ca-gac-travel", "ca-gac-travel/003-2026-09-24-cta-cap-ua.raw-trimmed.json", "data/country-iso")]
    [InlineData("ca-gac-travel", "ca-gac-travel/004-2026-10-05-cta-cap-fr.raw-trimmed.json", "data/country-iso")]
    [InlineData("fr-certfr", "fr-certfr/001-AVI-2026-0133-before.json", "reference")]
    [InlineData("fr-certfr", "fr-certfr/002-AVI-2026-0133-after.json", "reference")]
    [InlineData("fr-certfr", "fr-certfr/003-AVI-2026-0032-before.json", "reference")]
    [InlineData("fr-certfr", "fr-certfr/004-AVI-2026-0032-after.json", "reference")]
    [InlineData("fr-certfr", "fr-certfr/005-AVI-2020-001.json", "reference")]
    [InlineData("fr-certfr", "fr-certfr/006-AVI-2020-010.json", "reference")]
    [InlineData("fr-certfr", "fr-certfr/007-AVI-2026-0191-new.json", "reference")]
    [InlineData("de-bsi-wid", "de-bsi-wid-csaf/001-WID-SEC-W-2026-1232-before.json", "document/tracking/id")]
    [InlineData("de-bsi-wid", "de-bsi-wid-csaf/002-WID-SEC-W-2026-1232-after.json", "document/tracking/id")]
    [InlineData("de-bsi-wid", "de-bsi-wid-csaf/003-WID-SEC-W-2026-0915-before.json", "document/tracking/id")]
    [InlineData("de-bsi-wid", "de-bsi-wid-csaf/004-WID-SEC-W-2026-0915-after.json", "document/tracking/id")]
    [InlineData("de-bsi-wid", "de-bsi-wid-csaf/005-WID-SEC-W-2026-0879-before.json", "document/tracking/id")]
    [InlineData("de-bsi-wid", "de-bsi-wid-csaf/006-WID-SEC-W-2026-0879-after.json", "document/tracking/id")]
    [InlineData("de-bsi-wid", "de-bsi-wid-csaf/007-WID-SEC-W-2025-0105-before.json", "document/tracking/id")]
    [InlineData("de-bsi-wid", "de-bsi-wid-csaf/008-WID-SEC-W-2025-0105-after.json", "document/tracking/id")]
    [InlineData("de-bsi-wid", "de-bsi-wid-csaf/020-WID-SEC-W-2026-1316-new.json", "document/tracking/id")]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/040-icsa-23-208-03-95bdec97.json", "document/tracking/id")]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/041-icsa-23-208-03-6a2a8e73.json", "document/tracking/id")]
    [InlineData("us-cisa-csaf", "us-cisa-csaf/042-icsa-23-208-03-5a7918dd.json", "document/tracking/id")]
    public void A_captured_page_is_read(string id, string file, string keyAt)
    {
        SkipWithoutRecordings();
        var bytes = File.ReadAllBytes(Path.Combine(Shared!, "captures", file));
        var key = keyAt.Split('/').Aggregate(JsonNode.Parse(bytes), (node, name) => node![name])!.GetValue<string>();
        var channel = Fixture.Channel(id);

        var notice = NoticeParsers.Named(channel.Parser)!.ReadPage(Fixture.Document(channel, bytes), new IndexEntry(key, null), channel);

        if (file.EndsWith("003-no-parts.json", StringComparison.Ordinal))
            Assert.Equal("", notice.Text);
        else
            AssertWhole(notice, channel);
    }

    [Theory]
    [InlineData("nz-safetravel", "nz-safetravel/001-202607-nepal.html", "Exercise increased caution", "NP", "2026-03-18")]
    [InlineData("ie-dfa-travel", "ie-dfa-travel/001-202607-nepal.html", "High degree of caution", "NP", "2026-02-10")]
    [InlineData("at-bmeia-travel", "at-bmeia/001-202607-afghanistan.html", "4", "AF", "2025-10-01")]
    [InlineData("dk-um-travel", "dk-um/001-202607-nepal.html", "Vær ekstra forsigtig: Hele landet", "NP", "2026-06-24")]
    [InlineData("dk-um-travel", "dk-um/cambodja-202511.html", "Vi fraråder alle rejser til:+Vær ekstra forsigtig: Hele landet", null, "2025-11-10")]
    [InlineData("dk-um-travel", "dk-um/002-202608-no-advice.html", null, "AF", null)]
    [InlineData("es-maec-travel", "es-maec/001-202607-nepal.html", "abstenerse_zonas+precaucion", "NP", null)]
    [InlineData("de-nina", "de-nina/002-warning-detail.json", null, "DE", null)]
    public void A_captured_page_tells_its_level_country_and_date(string id, string file, string? level, string? country, string? date)
    {
        SkipWithoutRecordings();
        var channel = Fixture.Channel(id);
        var bytes = File.ReadAllBytes(Path.Combine(Shared!, "captures", file));

        var notice = NoticeParsers.Of(channel).ReadPage(Fixture.Document(channel, bytes), new IndexEntry("x", null), channel);

        Assert.NotEmpty(notice.Text!);
        Assert.Equal(level, notice.Level.Native, ignoreCase: true);
        if (country is not null)
            Assert.Equal(country, Assert.Single(notice.Areas).Code);
        if (date is not null)
            Assert.Equal(date, notice.UpdatedAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static void Remember(NoticeReading reading, Channel channel, Dictionary<Uri, IndexEntry> entries)
    {
        foreach (var entry in reading.Entries)
        {
            if (entry.Page is { } page)
                entries[page.Url] = entry;
            if (entry.Notice is { Withdrawn: false } notice)
                AssertNamed(notice, channel);
        }
    }

    private static void AssertWhole(Notice notice, Channel channel)
    {
        AssertNamed(notice, channel);
        Assert.NotEmpty(notice.Text!);
        Assert.NotNull(notice.SignificantFacts);
    }

    private static void AssertNamed(Notice notice, Channel channel)
    {
        Assert.NotEmpty(notice.Title);
        Assert.True(notice.Level.IsKnown || notice.Level == Level.None, $"{notice.Key}: {notice.Level}");
        Assert.True(notice.Areas.Count > 0 || channel.Country is null || notice.Level == Level.None, $"{notice.Key}: of no country");
    }

    private static string? ChannelOf(string tape) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(tape, "tape.json")))!["channels"]![0]!.GetValue<string>();

    private static IEnumerable<(Uri Url, string File)> BodiesOf(string tape)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(tape, "tape.json")));
        return
        [
            .. json.RootElement.GetProperty("polls").EnumerateArray()
                .SelectMany(poll => poll.GetProperty("responses").EnumerateArray())
                .Where(response => response.TryGetProperty("body", out _))
                .Select(response => (new Uri(response.GetProperty("url").GetString()!), response.GetProperty("body").GetString()!)),
        ];
    }

    private static void SkipWithoutRecordings()
    {
        if (Shared is null)
            Assert.Skip("The recorded payloads are not at hand: there is no folder \"shared\" beside the repository.");
    }

    private static string? FindShared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AlertRelay.sln")))
                return Path.Combine(folder.FullName, "..", "shared") is var shared && Directory.Exists(Path.Combine(shared, "tapes")) ? shared : null;

        return null;
    }
}
