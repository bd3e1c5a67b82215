using System.Net;
using System.Text;

namespace AlertRelay.Deliveries.Layout;

/// <summary>Escapes plain text for the markup of each chat.</summary>
internal static class MarkupEscaping
{
    private const string MarkdownMarks = "\\`*_{}[]()<>#+-!|~:=\"'$^&";

    // What Mattermost unescapes, besides the dot of a numbered list. It shows the backslash before anything else.
    private const string MattermostMarks = "\\`*_{}[]()>#+-!|~";

    /// <summary>https://api.slack.com/reference/surfaces/formatting#escaping</summary>
    public static string Slack(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    public static string Html(string text) => WebUtility.HtmlEncode(text);

    /// <summary>For chats that follow CommonMark (2.4): a backslash escapes any ASCII punctuation.</summary>
    public static string Markdown(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var (index, character) in text.Index())
            (MarkdownMarks.Contains(character) || (character == '.' && IsListNumber(text, index)) ? result.Append('\\') : result).Append(character);
        return result.ToString();
    }

    /// <summary>
    /// For Mattermost, whose clients unescape fewer marks than CommonMark: look-alikes replace those of emoji, entities and formulas.
    /// </summary>
    public static string Mattermost(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var (index, character) in text.Index())
        {
            var isMark = MattermostMarks.Contains(character) || (character == '.' && IsListNumber(text, index));
            (isMark ? result.Append('\\') : result).Append(character switch
            {
                ':' or '&' => Lookalike(character, Next(text, index)),
                '$' => '＄',
                _ => character,
            });
        }

        return result.ToString();
    }

    /// <summary>
    /// For chats whose Markdown has no reliable escape: replaces characters that would be markup with look-alikes.
    /// </summary>
    public static string Lookalike(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var (index, character) in text.Index())
            result.Append(character switch
            {
                '-' or '+' when index == 0 && Next(text, index) == ' ' => '–',
                '.' when IsListNumber(text, index) => '․',
                _ => Lookalike(character, Next(text, index)),
            });
        return result.ToString();
    }

    private static char Next(string text, int index) => index + 1 < text.Length ? text[index + 1] : ' ';

    // "1. " at the start of a line.
    private static bool IsListNumber(string text, int index) =>
        index > 0 && Next(text, index) == ' ' && text.AsSpan(0, index).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>For the target of a link: a parenthesis would end it.</summary>
    public static string LinkTarget(Uri url) => url.AbsoluteUri.Replace("(", "%28").Replace(")", "%29");

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
