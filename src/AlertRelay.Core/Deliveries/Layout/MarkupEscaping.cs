using System.Net;
using System.Text;

namespace AlertRelay.Deliveries.Layout;

/// <summary>Escapes plain text for the markup of each chat.</summary>
internal static class MarkupEscaping
{
    private const string MarkdownMarks = "\\`*_{}[]()<>#+-!|~:=\"'$^&";

    /// <summary>https://api.slack.com/reference/surfaces/formatting#escaping</summary>
    public static string Slack(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    public static string Html(string text) => WebUtility.HtmlEncode(text);

    /// <summary>For chats that follow CommonMark (2.4): a backslash escapes any ASCII punctuation.</summary>
    public static string Markdown(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var character in text)
            (MarkdownMarks.Contains(character) ? result.Append('\\') : result).Append(character);
        return result.ToString();
    }

    /// <summary>
    /// For chats whose Markdown has no reliable escape: replaces characters that would be markup with look-alikes.
    /// </summary>
    public static string Lookalike(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
            result.Append(Lookalike(text[index], index + 1 < text.Length ? text[index + 1] : ' '));
        return result.ToString();
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
        // "&" may begin an entity ("&lt;"), ":" an emoji (":smile:").
        '&' when char.IsLetter(next) || next == '#' => '＆',
        ':' when !char.IsWhiteSpace(next) && !char.IsAsciiDigit(next) => '：',
        _ => character,
    };
}
