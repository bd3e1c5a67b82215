using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Auditing;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.Mail;

/// <summary>
/// The way out at the foot of each letter. Its token is the subscription and the address sealed together: it shows neither, nobody can make one, and it
/// ends no other subscription, nor the same one after it moved to another address.
/// </summary>
public sealed class UnsubscribeService(
    ISubscriptionStore subscriptions, ITokenEncryption seal, SubscriptionEventPublisher news, IOptions<RelayOptions> relay, TimeProvider time)
{
    private const string Purpose = "unsubscribe";

    /// <returns>Null where there is nothing to end yet, or no address that a mail program would call.</returns>
    public Uri? AddressFor(Subscription subscription) =>
        subscription.IsProved && relay.Value.CanUnsubscribe
            ? relay.Value.Unsubscribing(seal.Seal($"{subscription.Id} {HashOf(subscription.Target)}", Purpose))
            : null;

    internal async Task<UnsubscribeState> Look(string token, CancellationToken cancellationToken) => (await Find(token, cancellationToken)).Way;

    /// <summary>At once, and for good: after it the address must confirm anew, whoever resumes the subscription.</summary>
    internal async Task<UnsubscribeState> Leave(string token, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (way, found) = await Find(token, cancellationToken);
            if (found is null)
                return way;

            var left = Left(found);
            if (!await subscriptions.Update(left, cancellationToken))
                continue;

            // Done is done, also when the reader has gone.
            await news.Tell(found, left, left.UpdatedAt, Actor.Target, CancellationToken.None);
            return UnsubscribeState.Done;
        }
    }

    private async Task<(UnsubscribeState Way, Subscription? Subscription)> Find(string token, CancellationToken cancellationToken)
    {
        if (seal.Open(token, Purpose)?.Split(' ') is not [var id, var target])
            return (UnsubscribeState.Unknown, null);

        // One that is deleted, or has moved to another address, sends nothing to this one either.
        return await subscriptions.Find(id, cancellationToken) is { IsProved: true } found && HashOf(found.Target) == target
            ? (UnsubscribeState.Open, found)
            : (UnsubscribeState.Done, null);
    }

    private Subscription Left(Subscription subscription)
    {
        var now = time.GetUtcNow();
        var when = now.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
        var left = subscription.Unsubscribed(
            $"Unsubscribed by the link in a letter, at {when}. POST /api/v1/subscriptions/{subscription.Id}/resume and then …/verify ask the address anew.");
        return left with { UpdatedAt = now, Version = subscription.Version + 1 };
    }

    private static string HashOf(Uri target) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target.OriginalString)).AsSpan(0, 12));
}

/// <summary>What a token of <see cref="UnsubscribeService"/> is good for.</summary>
internal enum UnsubscribeState
{
    /// <summary>It is none of this relay's.</summary>
    Unknown,

    Open,

    /// <summary>Nothing is sent there any more.</summary>
    Done,
}
