using System.Security.Cryptography;
using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;
using Microsoft.AspNetCore.Components;

namespace AlertRelay.Pages.Layout;

/// <summary>The stylesheet of all pages, inlined in each. The policy names its hash, so browsers apply no other.</summary>
internal static class Stylesheet
{
    public static readonly string Text = Encoding.UTF8.GetString(SiteFiles.Read("site.css")).ReplaceLineEndings("\n")
        + string.Concat(Enum.GetValues<Severity>().Select(severity => $"\n.{severity}{{--mark:{Card.ColorOf(severity)}}}"));

    /// <summary>As a policy names it (CSP 3, "Valid hash").</summary>
    public static readonly string Hash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";

    public static readonly MarkupString Element = new($"<style>{Text}</style>");
}
