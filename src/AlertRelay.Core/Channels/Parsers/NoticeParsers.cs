using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>Every parser that a catalogue file may name.</summary>
public static class NoticeParsers
{
    public static readonly IReadOnlyList<INoticeParser> All =
    [
        new StateTravelParser(), new GovUkTravelParser(), new GacTravelParser(), new KevParser(), new Mi5ThreatParser(), new CertFrParser(), new FeedParser(),
        new NtasParser(),
        new CsafParser(),
        new AaTravelParser(), new MofaAnzenParser(), new HtmlNoticeParser(), new JsonNoticeParser(),
        new WhoOutbreakParser(), new GdacsParser(), new XPostsParser(), new BlueskyPostsParser(), new MastodonPostsParser(), new CapParser(),
        new WordPressParser(), new LinkListParser(),
    ];

    public static INoticeParser? Named(string name) => All.FirstOrDefault(parser => parser.Name == name);

    /// <summary>The catalogue has checked that there is one.</summary>
    public static INoticeParser Of(Channel channel) =>
        Named(channel.Parser) ?? throw new InvalidOperationException($"The channel {channel.Id} names an unknown parser, {channel.Parser}.");
}

/// <summary>Reads one shape of document. Implementations keep no state, read no clock, and throw nothing but <see cref="ShapeException"/>.</summary>
public interface INoticeParser
{
    /// <summary>Referred to from catalogue files.</summary>
    string Name { get; }

    /// <summary>Grows when the same document is read differently: keys, levels, texts. What was read before is then taken over in silence.</summary>
    int Version => 1;

    /// <summary>The table of phrases that it always reads levels by; its wording counts as a part of the version.</summary>
    string? Phrases => null;

    /// <summary>The errors of the options in a catalogue file, one sentence each. Most parsers have no options.</summary>
    IReadOnlyList<string> Problems(JsonElement options) =>
        options.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? [] : [$"\"options\": the parser \"{Name}\" takes none, leave them out."];

    /// <exception cref="ShapeException">The document is not the channel's: nothing in it may be believed.</exception>
    NoticeReading Read(SourceDocument document, Channel channel);

    /// <summary>Reads the page of an entry, which completes the entry.</summary>
    /// <exception cref="ShapeException">As above; also for a page that is not the entry's.</exception>
    Notice ReadPage(SourceDocument page, IndexEntry entry, Channel channel) =>
        throw new ShapeException($"The parser {Name} knows no pages.");
}

/// <param name="Url">The final URL of the bytes, the base of relative links.</param>
/// <param name="MediaType">As the publisher stated it; often wrong, so a hint at most.</param>
/// <param name="Charset">As the publisher stated it; a hint at most.</param>
public sealed record SourceDocument(Uri Url, ReadOnlyMemory<byte> Body, string? MediaType = null, string? Charset = null)
{
    /// <summary>The requested URL, unchanged by redirects.</summary>
    public Uri RequestUrl { get; init; } = Url;
}
