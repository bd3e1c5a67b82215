using System.Net;
using MimeKit;

namespace AlertRelay.Deliveries.Mail;

/// <summary>How its reader ends the letters: in headers for mail programs (RFC 2369, RFC 8058), and in words.</summary>
internal static class UnsubscribeFooter
{
    private const string Post = "List-Unsubscribe-Post", OneClick = "List-Unsubscribe=One-Click", BodyEnds = "</body>";

    public static void Add(MimeMessage letter, Uri address)
    {
        letter.Headers.Replace(HeaderId.ListUnsubscribe, $"<{address.AbsoluteUri}>");
        letter.Headers.Replace(Post, OneClick);
        foreach (var part in letter.BodyParts.OfType<TextPart>())
            part.Text = part.IsHtml ? Html(part.Text, address) : $"{part.Text.TrimEnd()}\n\n-- \nNo more of these letters: {address.AbsoluteUri}\n";
    }

    private static string Html(string html, Uri address)
    {
        var foot = $"<hr>\n<p><a href=\"{WebUtility.HtmlEncode(address.AbsoluteUri)}\">Unsubscribe</a>: no more of these letters.</p>\n";
        return html.LastIndexOf(BodyEnds, StringComparison.OrdinalIgnoreCase) is >= 0 and var end ? html.Insert(end, foot) : html + foot;
    }
}
