namespace AlertRelay.Channels.Parsers;

/// <summary>Every parser that a catalogue file may name.</summary>
public static class NoticeParsers
{
    public static readonly IReadOnlyList<INoticeParser> All = [];

    public static INoticeParser? Named(string name) => All.FirstOrDefault(parser => parser.Name == name);
}
