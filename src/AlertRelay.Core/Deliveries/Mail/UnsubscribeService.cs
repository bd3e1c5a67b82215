using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Auditing;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;
using MimeKit;

namespace AlertRelay.Deliveries.Mail;

/// <summary>
/// The unsubscribe link at the end of each email. Its token is the encrypted pair of subscription and address: it reveals neither, nobody can forge
/// one, and it is valid for this subscription at this address only.
/// </summary>
public sealed class UnsubscribeService(
    ISubscriptionStore subscriptions, ITokenEncryption tokens, SubscriptionEventPublisher events, IOptions<RelayOptions> relay, TimeProvider time)
{
    private const string Purpose = "unsubscribe";

    /// <returns>Null for an unverified address, or without a public URL that mail programs can call.</returns>
    public Uri? AddressFor(Subscription subscription) =>
        subscription.IsProved && relay.Value.CanUnsubscribe
            ? relay.Value.Unsubscribing(tokens.Encrypt($"{subscription.Id} {HashOf(subscription.Target)}", Purpose))
            : null;

    internal async Task<UnsubscribeState> Check(string token, CancellationToken cancellationToken) => (await Find(token, cancellationToken)).State;

    /// <summary>Takes effect immediately. Even if somebody resumes the subscription, the address must confirm again.</summary>
    internal async Task<UnsubscribeState> Leave(string token, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (state, found) = await Find(token, cancellationToken);
            if (found is null)
                return state;

            var unsubscribed = Unsubscribed(found);
            if (!await subscriptions.Update(unsubscribed, cancellationToken))
                continue;

            // The change is stored, so its event is published even if the request was aborted.
            await events.Publish(found, unsubscribed, unsubscribed.UpdatedAt, Actor.Target, CancellationToken.None);
            return UnsubscribeState.Done;
        }
    }

    private async Task<(UnsubscribeState State, Subscription? Subscription)> Find(string token, CancellationToken cancellationToken)
    {
        if (tokens.Decrypt(token, Purpose)?.Split(' ') is not [var id, var target])
            return (UnsubscribeState.Unknown, null);

        // A deleted subscription, or one with another address, sends nothing to this address either.
        return await subscriptions.Find(id, cancellationToken) is { IsProved: true } found && HashOf(found.Target) == target
            ? (UnsubscribeState.Open, found)
            : (UnsubscribeState.Done, null);
    }

    private Subscription Unsubscribed(Subscription subscription)
    {
        var now = time.GetUtcNow();
        var at = now.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
        var unsubscribed = subscription.Unsubscribed(
            $"Unsubscribed by the link in an email, at {at}. POST /api/v1/subscriptions/{subscription.Id}/resume and then …/verify ask the address again.");
        return unsubscribed with { UpdatedAt = now, Version = subscription.Version + 1 };
    }

    private static string HashOf(Uri target) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target.OriginalString)).AsSpan(0, 12));
}

/// <summary>The state of a token of <see cref="UnsubscribeService"/>.</summary>
internal enum UnsubscribeState
{
    /// <summary>Not a token of this relay.</summary>
    Unknown,

    Open,

    /// <summary>The address is sent nothing any more.</summary>
    Done,
}

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

/// <summary>Creates tokens that nobody else can create or read, with the key that encrypts the store.</summary>
public interface ITokenEncryption
{
    /// <returns>A token for URLs: letters, digits, "-" and "_". It is different each time.</returns>
    string Encrypt(string text, string purpose);

    /// <returns>Null for a token of another relay or purpose.</returns>
    string? Decrypt(string token, string purpose);
}
