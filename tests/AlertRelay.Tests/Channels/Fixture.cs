using System.Text;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels;

/// <summary>Small documents in the publishers' shapes, and the channels that they belong to.</summary>
internal static class Fixture
{
    public static readonly ChannelCatalog Catalog = ChannelCatalog.Load(null);

    public static byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Channels", "Fixtures", path));

    public static Channel Channel(string id) => Catalog.Find(id) ?? throw new ArgumentException($"There is no channel {id}.");

    public static SourceDocument Document(Channel channel, byte[] body, string? url = null, string? charset = null) =>
        new(url is null ? channel.Urls[0] : new Uri(url), body, Charset: charset);

    public static NoticeReading Read(string channel, string file) => Read(channel, Bytes($"{channel}/{file}"));

    public static NoticeReading Read(string channel, byte[] body) => Parser(channel).Read(Document(Channel(channel), body), Channel(channel));

    public static NoticeReading ReadText(string channel, string body) => Read(channel, Encoding.UTF8.GetBytes(body));

    public static Notice ReadPage(string channel, IndexEntry entry, string file) =>
        Parser(channel).ReadPage(new SourceDocument(entry.Page!.Url, Bytes($"{channel}/{file}")), entry, Channel(channel));

    public static Notice Notice(this NoticeReading reading, string key) => reading.Entries.Single(entry => entry.Key == key).Notice!;

    private static INoticeParser Parser(string channel) => NoticeParsers.Named(Channel(channel).Parser)!;
}
