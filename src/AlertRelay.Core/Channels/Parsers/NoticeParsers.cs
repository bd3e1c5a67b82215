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
