using System.Text.Json;
using System.Xml;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;
using AngleSharp.Html.Parser;
using Spectre.Console;

namespace AlertRelay.Benchmarks;

/// <summary>
/// How fast each reader goes through what publishers really sent, beside a bare pass of XmlReader, JsonDocument or AngleSharp over the same
/// bytes.
/// </summary>
public static class ReadersBenchmark
{
    private const long BytesPerRun = 8_000_000;

    private static readonly (string Channel, string File, string? Key)[] Documents =
    [
        ("us-state-travel", "us-state-travel/001-2026-10-07-TAsTWs.raw-excerpt.xml", null),
        ("ca-gac-travel", "ca-gac-travel/000-2014-03-02-index-alpha-eng.raw.json", null),
        ("de-aa-travel", "de-aa-travelwarning/010-202609-list-trimmed.json", null),
        ("jp-mofa-anzen", "jp-mofa-anzen/006-20260116T1501Z-revised-in-place.xml", null),
        ("nl-bz-travel", "nl-nederlandwereldwijd/001-202609-traveladvice-list.json", null),
        ("us-cisa-csaf", "us-cisa-csaf/070-2024-10-24-OT-rolie-first40.json", null),
        ("de-bsi-wid", "de-bsi-wid-csaf/008-WID-SEC-W-2025-0105-after.json", "WID-SEC-W-2025-0105"),
        ("uk-mi5-threat-level", "uk-mi5-threat-level/001-20250323-substantial.xml", null),
        ("uk-ncsc", "uk-ncsc/001-20260826-news-rss-feed.xml", null),
        ("eu-cert-eu", "eu-cert-eu/001-20260826-security-advisories.xml", null),
        ("gdacs", "gdacs/001-20191230-gdacs-rss.xml", null),
        ("us-nws-cap", "us-nws-cap/001-2018-nws-atom-index.raw.xml", null),
        ("who-don", "who-don/001-202609-diseaseoutbreaknews.json", null),
        ("cn-mfa-statements", "cn-mfa/001-lxjzh-list.html", null),
    ];

    public static async Task Run()
    {
        var captures = Path.Combine(RepositoryRoot(), "..", "shared", "captures");
        if (!Directory.Exists(captures))
        {
            Console.Error.WriteLine("The recorded payloads are not beside this repository: ../shared/captures is missing, so readers are not measured.");
            return;
        }

        var catalog = ChannelCatalog.Load(null);
        var table = new Table().Title("Readers").AddColumns("Channel", "Reader", "KB", "MB/s bare", "MB/s read", "read / bare");
        foreach (var (id, file, key) in Documents)
            table.AddRow(await Row(catalog.Find(id)!, await File.ReadAllBytesAsync(Path.Combine(captures, file)), key));
        AnsiConsole.Write(table);
    }

    private static async Task<string[]> Row(Channel channel, byte[] body, string? key)
    {
        var document = new SourceDocument(channel.Urls[0], body);
        var times = (int)Math.Max(1, BytesPerRun / body.Length);
        var bare = await Measured.Of("plain", times, () => Repeat(times, () => Bare(body)), runs: 3);
        var read = await Measured.Of("read", times, () => Repeat(times, () => Read(channel, document, key)), runs: 3);
        var (fast, slow) = (Speed(bare, body), Speed(read, body));
        return [channel.Id, channel.Parser, $"{body.Length / 1024.0:0.0}", $"{fast:0}", $"{slow:0.0}", $"{slow / fast:0.00}"];
    }

    private static double Speed(Measured measured, byte[] body) => measured.PerSecond * body.Length / 1e6;

    private static Task Repeat(int times, Action work)
    {
        for (var time = 0; time < times; time++)
            work();
        return Task.CompletedTask;
    }

    private static void Read(Channel channel, SourceDocument document, string? key)
    {
        var parser = NoticeParsers.Of(channel);
        if (key is null)
            parser.Read(document, channel);
        else
            parser.ReadPage(document, new IndexEntry(key, null, new PageReference(document.Url, "1")), channel);
    }

    private static void Bare(byte[] body)
    {
        var first = body.AsSpan().TrimStart("\uFEFF \t\r\n"u8)[0];
        if (first is (byte)'{' or (byte)'[')
            BareJson(body);
        else if (body.AsSpan().IndexOf("<html"u8) is >= 0 and < 500)
            new HtmlParser().ParseDocument(new MemoryStream(body)).Dispose();
        else
            BareXml(body);
    }

    private static void BareJson(byte[] body) => JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0)).Dispose();

    private static void BareXml(byte[] body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        while (reader.Read())
        {
        }
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AlertRelay.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("AlertRelay.sln was not found above the benchmarks.");
        return folder;
    }
}
