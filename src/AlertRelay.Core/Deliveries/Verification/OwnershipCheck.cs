using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.Verification;

/// <summary>Asks targets whether they want messages, and stores the result. Until they consent they get nothing else.</summary>
internal sealed class OwnershipCheck(
    ISubscriptionStore subscriptions, OwnershipHandshake handshake, SenderRouter router, TestDelivery testDelivery, VerificationLimits limits,
    IOptions<RelayOptions> relay, TimeProvider time)
{
    private const int MaxConflicts = 5, TokenBytes = 32;
    private const string Manual = "https://github.com/alertrelay/alertrelay/blob/main/docs/";

    // Long enough for an administrator who finds the URL in a log the next morning.
    private static readonly TimeSpan CallbackLifetime = TimeSpan.FromHours(24);

    /// <summary>Verifies the target, unless it is verified already. The result contains the subscription's new state.</summary>
    /// <param name="isLimited">False for operators, who may also mark the target as verified themselves.</param>
    public async Task<VerificationAttempt> Try(Subscription subscription, bool isLimited, CancellationToken cancellationToken)
    {
        if (subscription.IsProved)
            return new VerificationAttempt.Made(subscription);

        if (isLimited && NextAttemptAt(subscription) is { } until)
            return new VerificationAttempt.TooMany(until);

        var (token, now) = (Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes)), time.GetUtcNow());
        var started = await Change(subscription, current => Begun(current, token, now), cancellationToken);
        if (started is null || started.IsProved)
            return started is null ? new VerificationAttempt.Overtaken() : new VerificationAttempt.Made(started);

        var consent = await Ask(started, token, cancellationToken);
        var after = await Change(started, current => After(current, consent), cancellationToken);
        return after is null ? new VerificationAttempt.Overtaken() : new VerificationAttempt.Made(after);
    }

    /// <summary>The target, or an administrator who read its log, called the callback URL.</summary>
    /// <param name="rate">As in <see cref="OwnershipHandshake.AllowedRate"/>.</param>
    /// <returns>Null if the token is unknown, used or expired.</returns>
    public async Task<Subscription?> Confirm(string id, string token, int? rate, CancellationToken cancellationToken) =>
        await subscriptions.Find(id, cancellationToken) is { } found && !IsMail(found) && Knows(found, token)
            ? await Change(
                found,
                current => Knows(current, token) ? Proved(current, new Consent.Given(OwnershipProof.Callback, relay.Value.Origin, rate)) : current,
                cancellationToken)
            : null;

    /// <summary>Changes nothing, because some mail programs open every link in an email.</summary>
    public async Task<VerificationInvitation> Invited(string id, string token, CancellationToken cancellationToken) =>
        await subscriptions.Find(id, cancellationToken) is { } found ? InvitationOf(found, token) : VerificationInvitation.Unknown;

    /// <summary>The email's reader pressed the button.</summary>
    public async Task<VerificationInvitation> Accept(string id, string token, CancellationToken cancellationToken)
    {
        if (await subscriptions.Find(id, cancellationToken) is not { } found)
            return VerificationInvitation.Unknown;

        if (InvitationOf(found, token) is not VerificationInvitation.Open and var invitation)
            return invitation;

        return await Change(
            found, current => InvitationOf(current, token) == VerificationInvitation.Open ? Confirmed(current, token) : current, cancellationToken) is { } after
            && InvitationOf(after, token) == VerificationInvitation.Used ? VerificationInvitation.Accepted : VerificationInvitation.Unknown;
    }

    private static bool IsMail(Subscription subscription) => subscription.Target.Scheme == Uri.UriSchemeMailto;

    private VerificationInvitation InvitationOf(Subscription subscription, string token) => subscription.Ownership switch
    {
        _ when !IsMail(subscription) => VerificationInvitation.Unknown,
        { UsedHash: { } used } when IsHashOf(used, token) => VerificationInvitation.Used,
        { CallbackHash: { } callback } when IsHashOf(callback, token) =>
            Knows(subscription, token) ? VerificationInvitation.Open : VerificationInvitation.Expired,
        _ => VerificationInvitation.Unknown,
    };

    private Subscription Confirmed(Subscription current, string token)
    {
        var proved = Proved(current, new Consent.Given(OwnershipProof.Email));
        return proved with { Ownership = proved.Ownership! with { UsedHash = Hash(token) } };
    }

    private DateTimeOffset? NextAttemptAt(Subscription subscription) =>
        subscription.Ownership?.WaitsUntil(time.GetUtcNow()) ?? limits.Enter(subscription.Tenant, subscription.Target);

    private static Subscription Begun(Subscription current, string token, DateTimeOffset now) =>
        current.IsProved ? current : current with { Ownership = (current.Ownership ?? new()).WithAttempt(now, Hash(token), now + CallbackLifetime) };

    private async Task<Consent> Ask(Subscription subscription, string token, CancellationToken cancellationToken)
    {
        if (IsMail(subscription))
            return await SendEmail(subscription, token, cancellationToken);

        if (ChatPlatforms.Is(subscription.Format))
            return await PostTest(subscription, cancellationToken);

        var callback = await handshake.Ask(subscription.Target, relay.Value.Origin, relay.Value.Callback(subscription.Id, token), cancellationToken);
        return callback is Consent.Denied { IsUnreachable: false } denied ? await PostChallenge(subscription, denied.Reason, cancellationToken) : callback;
    }

    private async Task<Consent> PostChallenge(Subscription subscription, string handshakeError, CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var sent = await router.Send(
            subscription, VerificationChallenge.For(subscription, token, relay.Value.SubscriptionsSource, time.GetUtcNow()), cancellationToken);
        return sent is not DeliveryOutcome.Delivered ? new Consent.Denied($"{handshakeError}, and {sent.Reason} to the challenge")
            : VerificationChallenge.IsAnswered(sent.ResponseStart, token) ? new Consent.Given(OwnershipProof.Challenge)
            : new Consent.Denied($"{handshakeError}, and its answer to the challenge did not hold the token");
    }

    private async Task<Consent> SendEmail(Subscription subscription, string token, CancellationToken cancellationToken)
    {
        if (relay.Value.Confirmation(subscription.Id, token) is not { } link || subscription.Ownership?.CallbackUntil is not { } until)
            return new Consent.Denied("cannot be asked: an email needs a link to this relay, whose operator must set Relay:BaseUrl");

        var sent = await router.Send(subscription, ConfirmationEmail.For(subscription.Id, link, time.GetUtcNow(), until), cancellationToken);
        return sent is DeliveryOutcome.Delivered
            ? new Consent.Requested(until)
            : new Consent.Denied($"did not accept the email that asks it: {sent.Reason}");
    }

    // A chat cannot answer a challenge. If it accepts a post, its URL is a webhook.
    private async Task<Consent> PostTest(Subscription subscription, CancellationToken cancellationToken) =>
        await testDelivery.SendTest(subscription, cancellationToken) is not { } sent
            ? new Consent.Denied($"is of the format {subscription.Format}, which this relay does not have")
        : sent is DeliveryOutcome.Delivered ? new Consent.Given(OwnershipProof.TestPost)
        : new Consent.Denied($"did not take a test post: {sent.Reason}");

    private Subscription After(Subscription current, Consent consent) => consent switch
    {
        _ when current.IsProved => current,
        Consent.Given granted => Proved(current, granted),
        Consent.Requested(var until) => current.Unproved(
            $"An email with a link was sent to the address. No alerts are sent until the reader confirms there, before {until.UtcDateTime.ToString(
                "u", CultureInfo.InvariantCulture)}. POST /api/v1/subscriptions/{current.Id}/verify sends another."),
        Consent.Denied denied => current.Unproved(
            $"The target {denied.Reason}. No alerts are sent until it opts in; {(IsMail(current)
                ? $"{Manual}chat/email.md"
                : $"{Manual}build/receiving-webhooks.md#show-that-you-want-it")} says how. POST /api/v1/subscriptions/{current.Id}/verify asks it again."),
        _ => throw new InvalidOperationException($"{consent.GetType().Name} is not known."),
    };

    private Subscription Proved(Subscription current, Consent.Given consent) => current.Proved(
        (current.Ownership ?? new()) with
        {
            ProvedAt = time.GetUtcNow(),
            Proof = consent.Proof,
            Origin = consent.Origin,
            RatePerMinute = consent.RatePerMinute,
        });

    /// <returns>Null if the subscription was deleted or has another target now.</returns>
    private async Task<Subscription?> Change(Subscription known, Func<Subscription, Subscription> change, CancellationToken cancellationToken)
    {
        for (var conflict = 0; conflict < MaxConflicts; conflict++)
        {
            if (await subscriptions.Find(known.Id, cancellationToken) is not { } current || current.Target != known.Target)
                return null;

            var changed = change(current);
            if (changed == current)
                return current;

            var next = changed with { Version = current.Version + 1, UpdatedAt = time.GetUtcNow() };
            if (await subscriptions.Update(next, cancellationToken))
                return next;
        }

        return null;
    }

    private bool Knows(Subscription subscription, string token) =>
        subscription.Ownership is { CallbackHash: { } hash, CallbackUntil: { } until } && until > time.GetUtcNow()
        && IsHashOf(hash, token);

    private static bool IsHashOf(string hash, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash(token)));

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

internal abstract record VerificationAttempt
{
    private VerificationAttempt() { }

    public sealed record Made(Subscription Subscription) : VerificationAttempt;

    /// <param name="Until">When the next attempt is allowed.</param>
    public sealed record TooMany(DateTimeOffset Until) : VerificationAttempt;

    /// <summary>The subscription was deleted or got another target in the meantime.</summary>
    public sealed record Overtaken : VerificationAttempt;
}
