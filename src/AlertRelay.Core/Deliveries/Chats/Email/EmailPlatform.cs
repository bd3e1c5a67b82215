using System.Security.Cryptography;
using System.Text;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Networking;
using MimeKit;

namespace AlertRelay.Deliveries.Chats.Email;

/// <summary>Email addresses. <see cref="MailSender"/> handles the responses of the mail server (RFC 5321).</summary>
internal static class EmailPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "email",
        Title = "e-mail",
        Scheme = Uri.UriSchemeMailto,
        Example = "mailto:duty@example.org",
        IsComplete = target => MailTarget.AddressOf(target) is not null,
        AcceptanceOf = answer => answer.Status is >= 200 and < 300 ? PostAcceptance.Accepted : PostAcceptance.No,
        CreateFormat = static (relay, pages) => new EmailFormat(relay, pages),
    };
}

/// <summary>
/// An email (RFC 5322) with a text part and an HTML part. The emails of one notice refer to one root, so that mail programs show them as a thread
/// (3.6.4). The sender adds the addresses.
/// </summary>
internal sealed class EmailFormat(Uri? relay, Uri? pages) : GroupingCardFormat(EmailPlatform.Platform, pages)
{
    // The maximum length of a line in bytes (2.1.1). A part with a longer line is encoded.
    private const int Subject = 180, MaxLine = 998, MaxText = 16_000;

    private const string Button =
        "display: inline-block; border: 1px solid #546E7A; border-radius: 0.3em; padding: 0.4em 1em; margin: 0.2em; text-decoration: none; font-weight: bold";

    private readonly string _domain = relay?.Host ?? "alertrelay.invalid";

    protected override Message Write(Card card)
    {
        using var message = new MimeMessage { Subject = TextTruncation.To(card.Title, Subject), MessageId = $"{LocalPart(card.Id)}@{_domain}" };
        message.References.Add($"{LocalPart(card.Thread)}@{_domain}");
        message.InReplyTo = message.References[0];
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add(HeaderId.ListId, "AlertRelay <alerts.alertrelay>");
        message.Body = new BodyBuilder { TextBody = Text(card), HtmlBody = Html(card) }.ToMessageBody();
        message.Prepare(EncodingConstraint.EightBit, MaxLine);
        using var written = new MemoryStream();
        message.WriteTo(written, CancellationToken.None);
        return new Message(card.Id, "message/rfc822", written.ToArray());
    }

    private static string Text(Card card) =>
        string.Join("\n", (string[])[card.Title, "", TextOf(card, MaxText), "", .. card.Links.Select(link => $"{link.Text}: {link.Url.AbsoluteUri}")]);

    private static string Html(Card card) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>{MarkupEscaping.Html(card.Title)}</title></head>
        <body style="font-family: sans-serif; max-width: 40em">
        <h2 style="font-size: 1.3em; border-left: 0.4em solid {card.Color}; padding-left: 0.6em">{MarkupEscaping.Html(card.Title)}</h2>
        {Paragraphs(card)}
        <table>{string.Concat(card.Facts.Select(fact =>
            "<tr style=\"vertical-align: top\"><th style=\"text-align: left; white-space: nowrap; padding-right: "
            + $"1em\">{MarkupEscaping.Html(fact.Name)}</th><td>{MarkupEscaping.Html(fact.Value)}</td></tr>\n"))}</table>
        <p>{string.Join(
            "\n",
            card.Links.Select(link => $"<a href=\"{MarkupEscaping.Html(link.Url.AbsoluteUri)}\" style=\"{Button}\">{MarkupEscaping.Html(link.Text)}</a>"))}</p>
        </body></html>
        """;

    private static string Paragraphs(Card card) => string.Concat(
        EntriesOf(card, MaxText, Line, Encoding.UTF8.GetByteCount).Split('\n')
            .Append(MarkupEscaping.Html(card.Summary))
            .Where(line => line.Length > 0)
            .Select(line => $"<p>{line}</p>\n"));

    private static string Line(CardEntry entry) => entry.Link is { } link
        ? $"<a href=\"{MarkupEscaping.Html(link.AbsoluteUri)}\">{MarkupEscaping.Html(entry.Text)}</a>"
        : MarkupEscaping.Html(entry.Text);

    // Ids may contain characters that are invalid in a Message-Id.
    private static string LocalPart(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));
}
