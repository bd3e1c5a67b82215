using System.Net;
using MimeKit;

namespace AlertRelay.Deliveries.Mail;

/// <summary>Adds the unsubscribe link to an email: in headers for mail programs (RFC 2369, RFC 8058), and in the text.</summary>
internal static class UnsubscribeFooter
{
    private const string Post = "List-Unsubscribe-Post", OneClick = "List-Unsubscribe=One-Click", BodyEnd = "</body>";

    public static void Add(MimeMessage email, Uri address)
    {
        email.Headers.Replace(HeaderId.ListUnsubscribe, $"<{address.AbsoluteUri}>");
        email.Headers.Replace(Post, OneClick);
        foreach (var part in email.BodyParts.OfType<TextPart>())
            part.Text = part.IsHtml ? Html(part.Text, address) : $"{part.Text.TrimEnd()}\n\n-- \nNo more of these emails: {address.AbsoluteUri}\n";
    }

    private static string Html(string html, Uri address)
    {
        var footer = $"<hr>\n<p><a href=\"{WebUtility.HtmlEncode(address.AbsoluteUri)}\">Unsubscribe</a>: no more of these emails.</p>\n";
        return html.LastIndexOf(BodyEnd, StringComparison.OrdinalIgnoreCase) is >= 0 and var end ? html.Insert(end, footer) : html + footer;
    }
}
