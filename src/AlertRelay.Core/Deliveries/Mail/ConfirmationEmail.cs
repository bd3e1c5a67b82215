using System.Globalization;
using System.Net;
using AlertRelay.Deliveries.Formats;
using MimeKit;

namespace AlertRelay.Deliveries.Mail;

/// <summary>
/// Asks the reader of an email address whether it wants alerts. It contains no text from the tenant who registered the address. Otherwise
/// tenants could write to anybody through the relay.
/// </summary>
internal static class ConfirmationEmail
{
    /// <param name="link">Leads to a page with a button, so that programs that open every link in an email confirm nothing.</param>
    public static Message For(string subscriptionId, Uri link, DateTimeOffset now, DateTimeOffset until)
    {
        var id = $"cfm_{subscriptionId}_{now.ToUnixTimeMilliseconds()}";
        using var email = new MimeMessage { Subject = $"Confirm: alerts from {link.IdnHost} for this address?", MessageId = $"{id}@{link.IdnHost}" };
        email.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        var lines = Lines(link, until);
        email.Body = new BodyBuilder
        {
            TextBody = string.Join("\n\n", [lines.Question, lines.Yes, link.AbsoluteUri, lines.No]) + "\n",
            HtmlBody = Html(lines, link),
        }.ToMessageBody();
        using var written = new MemoryStream();
        email.WriteTo(written, CancellationToken.None);
        return new Message(id, "message/rfc822", written.ToArray());
    }

    private static (string Question, string Yes, string No) Lines(Uri link, DateTimeOffset until) => (
        $"Somebody asked AlertRelay at {link.IdnHost} to send alerts of official notices to this address.",
        $"If you want them, open this page and press its button, before {until.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}:",
        "If not, do nothing: without your confirmation nothing else is sent.");

    private static string Html((string Question, string Yes, string No) lines, Uri link) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(lines.Question)}</title></head>
        <body style="font-family: sans-serif; max-width: 40em">
        <p>{WebUtility.HtmlEncode(lines.Question)}</p>
        <p>{WebUtility.HtmlEncode(lines.Yes)}<br><a href="{WebUtility.HtmlEncode(link.AbsoluteUri)}">Confirm this address</a></p>
        <p>{WebUtility.HtmlEncode(lines.No)}</p>
        </body></html>
        """;
}
