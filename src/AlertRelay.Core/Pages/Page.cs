using System.Security.Cryptography;
using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Pages;

/// <summary>A page for people: no scripts, no cookies, nothing from elsewhere.</summary>
/// <param name="Title">Plain text.</param>
internal sealed record Page(string Title, Markup Body)
{
    /// <summary>Where the relay is below its host, as behind a proxy: "" or "/relay".</summary>
    public string Root { get; init; } = "";

    /// <summary>Whether it links to the alerts' pages, which an operator may disable.</summary>
    public bool LinksToAlerts { get; init; }

    /// <summary>It holds a wide table.</summary>
    public bool IsWide { get; init; }

    /// <summary>Further elements of its head.</summary>
    public Markup Head { get; init; }

    /// <summary>By which readers of feeds find them.</summary>
    /// <param name="query">The filter of the feeds, with its question mark; empty for all alerts.</param>
    public static Markup Feeds(string root, string query = "") => Markup.Join(
        Markup.Of($"<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Alerts\" href=\"{root}{RelayPages.AtomFeed}{query}\">"),
        Markup.Of($"<link rel=\"alternate\" type=\"application/feed+json\" title=\"Alerts\" href=\"{root}{RelayPages.JsonFeed}{query}\">"));

    public string Write() => Markup.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
        <meta name="robots" content="noindex">
        <title>{Title}</title>
        {Stylesheet.Element}
        {Head}
        </head>
        {(IsWide ? Markup.Of($"<body class=\"wide\">") : Markup.Of($"<body>"))}
        {(LinksToAlerts
            ? Markup.Of($"<header><nav><a href=\"{Root}{RelayPages.Alerts}\">All alerts</a> · <a href=\"{Root}/countries\">Countries</a></nav></header>")
            : default)}
        <main>
        {Body}
        </main>
        <footer><p>AlertRelay passes on what official channels publish. What counts is what they say on their own pages.</p></footer>
        </body>
        </html>

        """).ToString();
}

/// <summary>The stylesheet of all pages, inlined in each. The policy names its hash, so browsers apply no other.</summary>
internal static class Stylesheet
{
    private const string Rules = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--link:#0550ae;--gone:#82071e;--new:#116329}
        @media(prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e6edf3;--soft:#a3adb8;--line:#3d444d;--link:#79b8ff;--gone:#ffa198;--new:#7ee787}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:46rem;padding:1rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
        a{color:var(--link)}
        header,footer{color:var(--soft);font-size:.875rem}
        footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.5rem}
        h1{font-size:1.5rem;line-height:1.3;margin:.5rem 0}
        h2{font-size:1.125rem;margin:1.75rem 0 .5rem;border-bottom:1px solid var(--line)}
        h3{font-size:1rem;margin:1rem 0 .25rem}
        dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.25rem 1rem;margin:1rem 0}
        dt{color:var(--soft)}
        dd{margin:0;min-width:0}
        ul{padding-left:1.25rem}
        .top{border-left:.5rem solid var(--mark);padding-left:1rem}
        .level{font-weight:600}
        .level::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.4em;background:var(--mark);outline:1px solid currentColor}
        .wide{max-width:none}
        .blank{--mark:var(--paper)}
        .filter{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin:1rem 0}
        .filter label{font-size:.875rem;color:var(--soft)}
        select,input{display:block;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.25rem;padding:.375rem}
        .map{display:block;width:100%;max-width:75rem;height:auto}
        .map path,.map circle{fill:var(--mark,var(--paper));stroke:var(--soft);stroke-width:.5}
        .map .sea{fill:none;stroke:var(--line)}
        .map .outside{opacity:.35}
        .map a:hover path,.map a:hover circle{stroke:var(--ink);stroke-width:1.5}
        .key{margin-right:1rem;white-space:nowrap}
        .key::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.4em;background:var(--mark);outline:1px solid currentColor}
        .matrix{overflow:auto;max-height:85vh;border:1px solid var(--line)}
        table{border-collapse:separate;border-spacing:0;font-size:.875rem}
        th,td{padding:.25rem .5rem;text-align:left;white-space:nowrap;border-bottom:1px solid var(--line);background:var(--paper)}
        thead th{position:sticky;top:0;z-index:1}
        tbody th{position:sticky;left:0;font-weight:400;min-width:7rem;max-width:11rem;white-space:normal}
        thead th:first-child{left:0;z-index:2}
        td{border-left:.25rem solid var(--mark,var(--paper))}
        .said{overflow:clip}
        .said p{margin:.5rem 0}
        .soft{color:var(--soft);font-size:.875rem}
        del{color:var(--gone)}
        ins{color:var(--new)}
        code{font-family:ui-monospace,monospace;font-size:.875rem}
        .button,button{display:inline-block;border:2px solid var(--link);border-radius:.375rem;padding:.5rem 1rem;
        background:none;color:var(--link);font:inherit;font-weight:600;cursor:pointer}
        .alerts{list-style:none;padding:0}
        .alerts li{border-left:.5rem solid var(--mark);padding:0 0 0 .75rem;margin:1rem 0}
        @media(max-width:30rem){dl{display:block}dd{margin-bottom:.5rem}tbody th{max-width:7rem}}
        @media print{body{max-width:none}header,.button{display:none}}
        """;

    public static readonly string Text = Rules
        + string.Concat(Enum.GetValues<Severity>().Select(severity => $"\n.{severity}{{--mark:{Card.ColorOf(severity)}}}"));

    /// <summary>As a policy names it (CSP 3, "Valid hash").</summary>
    public static readonly string Hash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";

    internal static readonly Markup Element = Markup.Of($"<style>{Markup.Own(Text)}</style>");
}
