using System.Collections.Concurrent;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Notifications;
using Microsoft.Extensions.Options;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// Decides before every send whether the message is still current, so that a receiver never gets an older alert of a notice after a newer one.
/// Chats and mail skip what a newer alert has overtaken. Plain webhooks get every change in order: what failed before is sent just before the
/// newer one, unless the newer one may have arrived already.
/// </summary>
/// <remarks>
/// Two sends to one subscription about one notice never run at once. A retry holds a lease in the ledger. A first attempt has no record yet, so a newer
/// alert waits for the record of one that is recent, or whose batch runs in this process.
/// </remarks>
public sealed class Supersession(
    RecentAlerts alerts, IDeliveryStore deliveries, IRetryQueue retries, MessageFormats formats, IOptions<DeliveryOptions> options, TimeProvider time)
{
    /// <summary>An alert that has no record for a subscription after this time is not being sent to it.</summary>
    internal static readonly TimeSpan MaxUnrecorded = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, int> _running = new();

    /// <summary>Says that a batch of first attempts of the alert runs until the result is disposed.</summary>
    public IDisposable Running(string alertId)
    {
        _running.AddOrUpdate(alertId, 1, static (_, count) => count + 1);
        return new RunningBatch(this, alertId);
    }

    /// <summary>The messages to send now: those of one notice to one subscription follow each other, oldest first. The others are recorded.</summary>
    /// <param name="isFirstAttempt">True: none of them has a record yet. False: all of them are leased.</param>
    internal async Task<IReadOnlyList<OutboundMessage>> CurrentOf(
        IReadOnlyList<OutboundMessage> messages, bool isFirstAttempt, RenderedMessages rendered, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var revisions = new Dictionary<string, NoticeRevisions>();
        foreach (var ofAlert in messages.GroupBy(message => message.Alert.Id))
        {
            revisions[ofAlert.Key] = await NoticeRevisions.Of(
                ofAlert.First().Alert, [.. ofAlert.Select(message => message.Subscription.Id)], alerts, deliveries, now, cancellationToken);
        }

        messages = [.. messages.Select(message => WithNext(message, revisions[message.Alert.Id]))];
        if (revisions.Values.All(found => found.IsOnlyOne))
            return messages;

        var current = new List<OutboundMessage>(messages.Count);
        foreach (var ofNotice in messages.GroupBy(message => (message.Subscription.Id, NoticeRevisions.NoticeOf(message.Alert))))
        {
            var inOrder = ofNotice.OrderBy(message => message.Alert.Revision).ToList();
            var round = new Round(inOrder, revisions, isFirstAttempt, rendered, now);
            foreach (var message in inOrder)
                current.AddRange(await Decide(message, round, cancellationToken));
        }

        return current;
    }

    // No alert refers to a snapshot, so none waits for it. The sender therefore looks once more just before it sends.
    private static OutboundMessage WithNext(OutboundMessage message, NoticeRevisions revisions)
    {
        if (!message.Alert.IsSnapshot || revisions.MayBeMoreNewer)
            return message;

        var newest = revisions.Newer.Count > 0 ? revisions.Newer[^1].Alert.Revision : message.Alert.Revision;
        return message with { OutdatedBy = [AlertId.Of(message.Alert.Channel, message.Alert.Key, newest + 1)] };
    }

    private async Task<IReadOnlyList<OutboundMessage>> Decide(OutboundMessage message, Round round, CancellationToken cancellationToken)
    {
        var (revisions, to) = (round.Revisions[message.Alert.Id], message.Subscription.Id);
        var attempted = revisions.Newer.Where(newer => WasAttempted(newer.To(to)) && !round.Contains(newer.Alert.Id)).ToList();
        if (message.Delivery.IsRequested)
            return await Requested(message, revisions, cancellationToken);

        // The next alert after those that were looked at exists already, so the sender would wait for ever.
        if (message.Alert.IsSnapshot && revisions.MayBeMoreNewer)
            return await Settle(message.Delivery.Superseded(revisions.Newer[^1].Alert.Id, round.Now), cancellationToken);

        if (MustWait(message, revisions, round))
            return await Postpone(message, round, cancellationToken);

        if (!message.Rendering.IsNumbered)
        {
            if (attempted.Count > 0)
                return await Settle(message.Delivery.Superseded(attempted[^1].Alert.Id, round.Now), cancellationToken);

            return round.NewerThan(message) is not { } newest ? [message]
                : Collects(message) ? [message with { SupersededBy = newest.Alert.Id }]
                : await Settle(message.Delivery.Superseded(newest.Alert.Id, round.Now), cancellationToken);
        }

        return await InOrder(message, revisions, attempted, round, cancellationToken);
    }

    /// <summary>For plain webhooks: what failed before the message, the message, and what failed after it.</summary>
    private async Task<IReadOnlyList<OutboundMessage>> InOrder(
        OutboundMessage message, NoticeRevisions revisions, List<Revision> attempted, Round round, CancellationToken cancellationToken)
    {
        var to = message.Subscription.Id;
        if (round.Preceding(message) is { } newest)
            return await Settle(message.Delivery.Superseded(newest.Alert.Id, round.Now), cancellationToken);

        foreach (var newer in attempted)
        {
            if (newer.To(to)! is not { Status: DeliveryStatus.Pending } delivery
                || IsNumberedBefore(delivery, message.Delivery)
                || await MayHaveArrived(newer, to, cancellationToken))
                return await Settle(message.Delivery.Superseded(attempted[^1].Alert.Id, round.Now), cancellationToken);
        }

        // A message that may have arrived before must not be followed by an older one, not even just before it comes again.
        var before = await MayHaveArrived(message, round, cancellationToken) ? [] : await FailedBefore(message, revisions, round, cancellationToken);
        return await TakeAlong([.. before, .. attempted], message, round, cancellationToken) is { } others
            ? [.. others.Append(message).OrderBy(each => each.Alert.Revision)]
            : await Postpone(message, round, cancellationToken);
    }

    /// <summary>What failed or is due since the newest that may have arrived, oldest first: nothing older may follow that one.</summary>
    private async Task<IReadOnlyList<Revision>> FailedBefore(
        OutboundMessage message, NoticeRevisions revisions, Round round, CancellationToken cancellationToken)
    {
        var (to, failed) = (message.Subscription.Id, new List<Revision>());
        foreach (var older in revisions.Older.Reverse())
        {
            if (older.To(to) is not { } delivery || !(WasAttempted(delivery) || delivery.NextAttemptAt <= round.Now))
                continue;

            var isPending = delivery.Status == DeliveryStatus.Pending;
            if (isPending && !round.Contains(older.Alert.Id) && !IsNumberedBefore(message.Delivery, delivery))
                failed.Insert(0, older);
            if (!isPending || await MayHaveArrived(older, to, cancellationToken))
                break;
        }

        return failed;
    }

    // Receivers sort by the number, so an older alert must not get a later one.
    private static bool IsNumberedBefore(Delivery newer, Delivery older) => newer.Sequence is not null && older.Sequence is null;

    private static bool WasAttempted(Delivery? delivery) => delivery is { Attempts: > 0 } or { IsInterrupted: true } or { LeasedUntil: not null };

    private bool MustWait(OutboundMessage message, NoticeRevisions revisions, Round round)
    {
        var (subscription, others) = (message.Subscription, revisions.Older.Concat(revisions.Newer));
        if (others.Any(other => !round.Contains(other.Alert.Id) && other.To(subscription.Id)?.LeasedUntil > round.Now))
            return true;

        // A first attempt that is in time goes first; the newer alert waits for its record. Its own batch always runs, so only its age decides.
        var isInTime = round.IsFirstAttempt && IsYoung(message.Alert, round.Now);
        return revisions.Older.Any(IsBeingSent) || (!isInTime && revisions.Newer.Any(IsBeingSent));

        bool IsBeingSent(Revision other) =>
            other.To(subscription.Id) is null
            && !round.Contains(other.Alert.Id)
            && IsRecent(other.Alert, round.Now)
            && subscription.UpdatedAt <= other.Alert.DetectedAt
            && subscription.Wants(other.Alert);
    }

    private bool IsRecent(Alert alert, DateTimeOffset now) => IsYoung(alert, now) || _running.ContainsKey(alert.Id);

    private static bool IsYoung(Alert alert, DateTimeOffset now) => now - alert.DetectedAt < MaxUnrecorded;

    // A receiver that refused the newer alert has not taken it; one that did not answer may have, and so may one whose answer was not recorded.
    private async Task<bool> MayHaveArrived(Revision newer, string subscriptionId, CancellationToken cancellationToken) =>
        newer.To(subscriptionId) is { IsInterrupted: true } or { LeasedUntil: not null }
        || (await deliveries.Attempts(newer.Alert.Id, subscriptionId, cancellationToken))
            .Any(attempt => attempt.Error is null or DeliveryError.Timeout or DeliveryError.Reset);

    private async Task<bool> MayHaveArrived(OutboundMessage message, Round round, CancellationToken cancellationToken) => round.IsFirstAttempt
        ? await deliveries.IsNumbered(message.Alert.Id, message.Subscription.Id, cancellationToken)
        : message.Delivery.IsInterrupted;

    /// <returns>Null if another worker sends one of them at the moment, or has just sent it: the message must wait for that record.</returns>
    private async Task<IReadOnlyList<OutboundMessage>?> TakeAlong(
        IEnumerable<Revision> others, OutboundMessage message, Round round, CancellationToken cancellationToken)
    {
        var taken = new List<OutboundMessage>();
        foreach (var other in others)
        {
            // The owner may have silenced it since: then it is settled when it is due.
            if (NotificationPlan.Unwanted(message.Subscription, other.Alert, round.Now) is not null
                || round.Rendered.Of(other.Alert, message.Subscription.Format) is not { } rendering)
                continue;

            if (!await deliveries.Take(other.Alert.Id, message.Subscription.Id, round.Now, options.Value.Lease, cancellationToken))
            {
                foreach (var released in taken)
                    await deliveries.Save(released.Delivery, cancellationToken);

                return null;
            }

            // As it was before it was taken: an earlier lease that ended without a record must not be forgotten.
            var delivery = other.To(message.Subscription.Id)!.Leased() with { Tenant = message.Subscription.Tenant };
            taken.Add(new OutboundMessage(other.Alert, rendering, delivery, message.Subscription, other.Alert.Trace));
        }

        foreach (var other in taken)
            round.Add(other.Alert.Id);

        return taken;
    }

    /// <summary>A person wants it sent, whatever came after it. The message says what it is.</summary>
    private async Task<IReadOnlyList<OutboundMessage>> Requested(OutboundMessage message, NoticeRevisions revisions, CancellationToken cancellationToken)
    {
        if (revisions.Newer.LastOrDefault(newer => newer.To(message.Subscription.Id) is { Attempts: > 0 }) is not { Alert.Id: var by })
            return [message];

        if (formats.Find(message.Subscription.Format) is not { } format || format.IsIncident)
            return await Settle(
                message.Delivery.Superseded(by, time.GetUtcNow()) with { Reason = "a newer alert decides the incident's state, so this one is not sent again" },
                cancellationToken);

        var marked = message.Alert with { Marks = [.. message.Alert.Marks, $"sent again; superseded by {by}"] };
        return [message with { Alert = marked, Rendering = Rendering.Of(format, marked), Delivery = message.Delivery with { SupersededBy = by } }];
    }

    // Whether a first attempt was made before a crash is known by its number, which chats have not: then it may have been.
    private async Task<IReadOnlyList<OutboundMessage>> Postpone(OutboundMessage message, Round round, CancellationToken cancellationToken)
    {
        var mayHaveArrived = round.IsFirstAttempt && !message.Rendering.IsNumbered || await MayHaveArrived(message, round, cancellationToken);
        await deliveries.Save(message.Delivery.Postponed(round.Now + Wait, round.Now) with { IsInterrupted = mayHaveArrived }, cancellationToken);
        await retries.Schedule(round.Now + Wait, cancellationToken);
        return [];
    }

    private async Task<IReadOnlyList<OutboundMessage>> Settle(Delivery superseded, CancellationToken cancellationToken)
    {
        await deliveries.Save(superseded, cancellationToken);
        return [];
    }

    private bool Collects(OutboundMessage message) =>
        message.Subscription.Noise.Collects && formats.Find(message.Subscription.Format) is IGroupingFormat;

    /// <summary>The messages of one notice to one subscription that are to be sent at the same time.</summary>
    private sealed record Round(
        List<OutboundMessage> Messages, IReadOnlyDictionary<string, NoticeRevisions> Revisions, bool IsFirstAttempt, RenderedMessages Rendered,
        DateTimeOffset Now)
    {
        private readonly HashSet<string> _alerts = [.. Messages.Select(message => message.Alert.Id)];

        public bool Contains(string alertId) => _alerts.Contains(alertId);

        public void Add(string alertId) => _alerts.Add(alertId);

        /// <returns>
        /// The newest that is newer than the message and precedes it: it may have arrived, because its send was interrupted, or has the lower number.
        /// Null for none.
        /// </returns>
        public OutboundMessage? Preceding(OutboundMessage message) => Messages.LastOrDefault(
            other => other.Alert.Revision > message.Alert.Revision
                && !other.Delivery.IsRequested
                && (other.Delivery.IsInterrupted || IsNumberedBefore(other.Delivery, message.Delivery)));

        /// <returns>The newest that is sent by itself; null if that is the message itself, or there is none.</returns>
        public OutboundMessage? NewerThan(OutboundMessage message) =>
            Messages.LastOrDefault(other => !other.Delivery.IsRequested) is { } newest && newest.Alert.Revision > message.Alert.Revision ? newest : null;
    }

    private sealed class RunningBatch(Supersession supersession, string alertId) : IDisposable
    {
        public void Dispose()
        {
            if (supersession._running.AddOrUpdate(alertId, 0, static (_, count) => count - 1) == 0)
                supersession._running.TryRemove(KeyValuePair.Create(alertId, 0));
        }
    }
}
