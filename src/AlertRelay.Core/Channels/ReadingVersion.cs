using AlertRelay.Channels.Parsers;
using AlertRelay.Channels.Phrases;

namespace AlertRelay.Channels;

/// <summary>
/// Names how this program reads a channel: its parser, the parser's options, its table of phrases, and the scale. When it is another one than last
/// time, differences in the notices may be the relay's own, and are stored without an alert.
/// </summary>
internal static class ReadingVersion
{
    public static string Of(Channel channel)
    {
        var options = channel.Options.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "" : channel.Options.GetRawText();
        var levels = channel.Levels.OrderBy(level => level.Key, StringComparer.Ordinal).Select(level => $"{level.Key}={level.Value}");
        var parser = NoticeParsers.Of(channel);
        // A table that the options hold is a part of them; one that they name may change without them.
        var phrases = parser.Phrases ?? channel.Options.Text("levelPhrases");
        var fingerprinted = $"{options}\n{string.Join('\n', levels)}{(phrases is null ? "" : $"\n{PhraseTables.TextOf(phrases)}")}";
        return $"{channel.Parser} {parser.Version} {CanonicalText.Fingerprint(fingerprinted)[..8]}";
    }
}
