using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Opens a publisher's web page. HTML has no errors, so what a browser would put up with is asked here: whether it is markup, and whether it is
/// whole.
/// </summary>
internal static partial class HtmlPage
{
    // Of what caches and counters add behind a page's end. The same words further before it stand in a script.
    private const int MaxTrailingCharacters = 2000;

    public static IHtmlDocument Open(SourceDocument document)
    {
        var text = XmlSource.Text(document);
        if (Root().Match(text) is not { Success: true } root)
            throw new ShapeException(string.IsNullOrWhiteSpace(text) ? "an empty document where HTML was due" : "no HTML where a page was due");
        if (text.LastIndexOf($"</{root.Groups[1].Value}", StringComparison.OrdinalIgnoreCase) is var end
            && (end < 0 || text.Length - end > MaxTrailingCharacters || text.IndexOf('>', end) < 0))
            throw new ShapeException($"the page is cut off: <{root.Groups[1].Value}> has no end");

        var page = Html.Parse(text);
        InterstitialPage.Refuse(page);
        return page;
    }

    /// <summary>What the page's relative links start from.</summary>
    public static Uri BaseOf(IHtmlDocument page, SourceDocument document) =>
        WebLink.Resolve(document.Url, page.QuerySelector("base[href]")?.GetAttribute("href")) ?? document.Url;

    // The first element: comments, the doctype and an XML declaration may stand before it.
    [GeneratedRegex(@"\A\s*(?>(?:<!--.*?-->|<[!?][^>]*>)\s*)*<([A-Za-z][A-Za-z0-9:-]*)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Root();
}

/// <summary>
/// Pages that a server shows in the place of the publisher's own: a firewall's challenge, a notice of maintenance, an error. They come with HTTP 200 too.
/// They are known by what they call themselves, and by words that no publisher writes on a page with little else on it.
/// </summary>
internal static partial class InterstitialPage
{
    // A page of the publisher's may say such words somewhere. These pages say hardly anything else.
    private const int MaxWords = 1500;

    /// <exception cref="ShapeException">The page is not the publisher's.</exception>
    public static void Refuse(IHtmlDocument page)
    {
        if (Challenge().IsMatch(page.Title ?? "") || page.QuerySelector(ChallengeForms) is not null || HasScript(page))
            throw new ShapeException("a challenge page where the publisher's own was due");

        var text = CanonicalText.WordsOf(page.Body);
        if (text.Length > MaxWords)
            return;
        if (ChallengeWords().IsMatch(text))
            throw new ShapeException("a challenge page where the publisher's own was due");

        var names = page.QuerySelectorAll("h1, h2").Select(heading => heading.TextContent).Prepend(page.Title ?? "");
        if (names.Select(name => Spaces().Replace(name, " ").Trim()).FirstOrDefault(name => Outage().IsMatch(name)) is { } outage)
            throw new ShapeException($"a page \"{outage}\" where the publisher's own was due");
    }

    private const string ChallengeForms =
        "#challenge-form, #challenge-running, #cf-challenge-running, #cf-error-details, #px-captcha, form[action*='__cf_chl']"
        + ", iframe[src*='captcha-delivery.com'],"
        + " iframe[src*='_Incapsula_Resource'], meta[http-equiv='refresh'][content*='sgcaptcha']";

    private static bool HasScript(IHtmlDocument page) => page.Scripts.Any(script => ChallengeScript().IsMatch(script.Text));

    // Of Cloudflare, AWS, Akamai, DataDome, DDoS-Guard and their like.
    [GeneratedRegex(
        @"^\s*(just a moment|attention required|checking your browser|one moment,? please|please wait\.\.\.|ddos-guard|access denied\s*$|are you (a )?human|"
        + @"verifying you are human|(human verification|security check|un instant|nur einen moment|un momento|een moment|um momento|et øjeblik)[\s.…]*$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Challenge();

    [GeneratedRegex(@"_cf_chl_opt|awsWafCookieDomainList|AwsWafIntegration\.|gokuProps|bm-verify|ddjskey|datadome-captcha", RegexOptions.CultureInvariant)]
    private static partial Regex ChallengeScript();

    [GeneratedRegex(
        @"checking (if the site connection is secure|your browser before)|verify(ing)? (that )?you are (a )?human"
        + @"|needs to review the security of your connection|"
        + @"request unsuccessful\. incapsula|incapsula incident id|enable javascript and cookies to continue|complete the security check to access|"
        + @"performance (&|and) security by cloudflare|unusual traffic from your",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ChallengeWords();

    // The whole of a title or heading, with the site's name beside it at most.
    [GeneratedRegex(
        @"^(?>[^|–—:]{1,60}\s[|–—:-]\s)?(?>(?:"
        + @"(?:(?:site|website|page|service|system|we are|we're|currently|temporarily|this site is|the site is)\s)*(?:is\s"
        + @"|are\s)?(?:down\s|offline\s|closed\s)?"
        + @"(?:for\s|under\s|undergoing\s|in\s)?(?:scheduled\s|planned\s|routine\s|essential\s)?maintenance(?:\s(?:mode|page|notice|in progress|work|break))?"
        + @"|(?:sorry,?\s)?(?:we(?:'|’)ll|we will|we shall)\sbe\s(?:right\s)?back(?:\s(?:soon|shortly|online))*|be right back|back soon"
        + @"|(?:http\s|error\s)*(?:status\s)?(?:40[0-9]|50[0-9])(?:\serror)?(?:\s?[-–—:|]?\s?(?:not found|page not found|forbidden"
        + @"|bad gateway|service (?:temporarily )?"
        + @"unavailable|gateway time-?out|internal server error|server error))?|(?:the )?page (?:was |could )?not (?:be )?found"
        + @"|(?:bad gateway|gateway time-?out)"
        + @"|(?:this |the )?(?:service|site|website|page) (?:is )?(?:currently |temporarily )*unavailable|temporarily unavailable|internal server error"
        + @"|sorry,? there is a problem with (?:the|this) service|sorry,? (?:the|this) service is unavailable"
        + @"|wartung(?:sarbeiten|smodus|sseite)?|(?:website|seite) (?:im wartungsmodus|wird gewartet)|wir sind (?:gleich"
        + @"|bald) (?:wieder|zurück)(?: da| zurück)?"
        + @"|(?:vorübergehend |derzeit |zurzeit )?nicht (?:verfügbar|erreichbar)|seite nicht gefunden"
        + @"|(?:site |page |service )?en (?:cours de )?maintenance|maintenance (?:en cours|du site|programmée)|(?:site "
        + @"|service )?(?:momentanément |temporairement )?indisponible"
        + @"|nous (?:serons|sommes) (?:bientôt )?de retour|page (?:non trouvée|introuvable)"
        + @"|(?:sitio |página |servicio |web )*en mantenimiento|mantenimiento(?: programado)?|(?:servicio|sitio|página) no disponible|página no encontrada"
        + @"|(?:sito |pagina |servizio )?in manutenzione|manutenzione(?: programmata| in corso)?|servizio non disponibile|pagina non trovata"
        + @"|(?:site |página )?em manutenção|manutenção|(?:site |pagina )?in onderhoud|onderhoud|gepland onderhoud|pagina niet gevonden"
        + @"|vedligeholdelse|vedlikehold|underhåll|huoltokatko|prace konserwacyjne|przerwa techniczna|údržba|технические работы"
        + @"|メンテナンス(?:中)?|ただいまメンテナンス中です|系统维护(?:中)?|网站维护中|점검 중"
        + @")[.!…]*)(?>\s[|–—:-]\s[^|–—:]{1,60})?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Outage();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
