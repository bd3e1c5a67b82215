using System.Net;
using System.Text;

namespace AlertRelay.Deliveries.Layout;

/// <summary>How plain words are written where a chat would take some of their characters for markup.</summary>
internal static class MarkupEscaping
{
    private const string MarkdownMarks = "\\`*_{}[]()<>#+-!|~:=\"'$^&";

    /// <summary>https://api.slack.com/reference/surfaces/formatting#escaping</summary>
    public static string Slack(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    public static string Html(string text) => WebUtility.HtmlEncode(text);

    /// <summary>For those that keep to CommonMark (2.4): a backslash before any ASCII punctuation takes its meaning away.</summary>
    public static string Markdown(string text)
    {
        var written = new StringBuilder(text.Length + 16);
        foreach (var character in text)
            (MarkdownMarks.Contains(character) ? written.Append('\\') : written).Append(character);
        return written.ToString();
    }

    /// <summary>
    /// For those whose markdown has no dependable escape: characters that look alike and mean nothing, in the places where the others would
    /// mean something.
    /// </summary>
    public static string Lookalike(string text)
    {
        var written = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
            written.Append(Lookalike(text[at], at + 1 < text.Length ? text[at + 1] : ' '));
        return written.ToString();
    }

    private static char Lookalike(char character, char next) => character switch
    {
        '*' => '∗',
        '_' => '＿',
        '~' => '∼',
        '`' => 'ˋ',
        '[' => '［',
        ']' => '］',
        '<' => '‹',
        '>' => '›',
        '#' => '＃',
        '|' => '∣',
        '\\' => '＼',
        '{' => '｛',
        '}' => '｝',
        // An entity ("&lt;"), an emoji's name (":smile:").
        '&' when char.IsLetter(next) || next == '#' => '＆',
        ':' when !char.IsWhiteSpace(next) && !char.IsAsciiDigit(next) => '：',
        _ => character,
    };
}
