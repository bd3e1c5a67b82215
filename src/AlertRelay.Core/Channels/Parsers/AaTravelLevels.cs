using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace AlertRelay.Channels.Parsers;

/// <summary>The part of the Auswärtiges Amt's text that is news: not entry rules, customs and vaccinations, which are edited all the time.</summary>
internal static partial class AaTravelLevels
{
    /// <summary>The text below the headings "Aktuelles" and "Sicherheit" ("Sicherheit - Teilreisewarnung"); empty where there is none of them.</summary>
    public static string OfSafety(string html)
    {
        var sections = new StringBuilder();
        var rank = 0;
        for (var node = Html.Parse(html).Body?.FirstChild; node is not null; node = node.NextSibling)
        {
            if (RankOf(node) is { } found && (rank == 0 || found <= rank))
                rank = Wanted().IsMatch(CanonicalText.Of(node)) ? found : 0;
            if (rank > 0)
                sections.AppendLine(CanonicalText.Of(node));
        }

        return CanonicalText.FromPlain(sections.ToString());
    }

    private static int? RankOf(INode node) =>
        node is IElement { LocalName: ['h', >= '1' and <= '6'] name } ? name[1] - '0' : null;

    [GeneratedRegex(@"^(?:Aktuelles|Sicherheit)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Wanted();
}
