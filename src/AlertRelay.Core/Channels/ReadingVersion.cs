using AlertRelay.Channels.Parsers;

namespace AlertRelay.Channels;

/// <summary>
/// Names how this program reads a channel: its parser, what the parser is told, and the scale. When it is another one than last time, what
/// differs in the notices may be the relay's own doing, and is taken over in silence.
/// </summary>
internal static class ReadingVersion
{
    public static string Of(Channel channel)
    {
        var options = channel.Options.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "" : channel.Options.GetRawText();
        var levels = channel.Levels.OrderBy(level => level.Key, StringComparer.Ordinal).Select(level => $"{level.Key}={level.Value}");
        return $"{channel.Parser} {NoticeParsers.Of(channel).Version} {CanonicalText.Fingerprint($"{options}\n{string.Join('\n', levels)}")[..8]}";
    }
}
