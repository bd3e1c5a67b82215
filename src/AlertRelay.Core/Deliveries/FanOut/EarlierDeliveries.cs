namespace AlertRelay.Deliveries.FanOut;

/// <summary>Adds two things from the ledger to each message: its sequence number, and the post that it replies to.</summary>
internal sealed class EarlierDeliveries(IDeliveryStore deliveries)
{
    // Each earlier alert of the notice costs one read of the ledger; the newest are looked up first.
    private const int MaxReferences = 3;

    public async Task<IReadOnlyList<OutboundMessage>> AddTo(IReadOnlyList<OutboundMessage> messages, CancellationToken cancellationToken) =>
        await WithReplies(await WithNumbers(messages, cancellationToken), cancellationToken);

    /// <summary>
    /// Numbers are stored before anything is sent, so a gap in the numbers means a missing alert. A retry keeps its number. Chats have no numbers,
    /// nor has an outdated alert that a person asked for: by the numbers, the current one stays the last.
    /// </summary>
    private async Task<IReadOnlyList<OutboundMessage>> WithNumbers(IReadOnlyList<OutboundMessage> messages, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, IReadOnlyDictionary<string, long>>();
        // Of one notice the older alert gets the lower number.
        foreach (var alert in messages.Where(NeedsNumber).OrderBy(message => message.Alert.Revision).GroupBy(message => message.Alert.Id))
            numbers[alert.Key] = await deliveries.Number(alert.Key, [.. alert.Select(message => message.Subscription.Id)], cancellationToken);

        return numbers.Count == 0
            ? messages
            : [.. messages.Select(message => NeedsNumber(message) ? With(message, numbers[message.Alert.Id][message.Subscription.Id]) : message)];
    }

    private static bool NeedsNumber(OutboundMessage message) => message is { Delivery: { Sequence: null, SupersededBy: null }, Rendering.IsNumbered: true };

    private static OutboundMessage With(OutboundMessage message, long number) => message with { Delivery = message.Delivery with { Sequence = number } };

    /// <summary>Some platforms return the id of the new post, and the ledger stores the start of each response.</summary>
    private async Task<IReadOnlyList<OutboundMessage>> WithReplies(IReadOnlyList<OutboundMessage> messages, CancellationToken cancellationToken)
    {
        if (!messages.Any(MayReply))
            return messages;

        var joined = new List<OutboundMessage>(messages.Count);
        foreach (var message in messages)
            joined.Add(MayReply(message) ? message with { InReplyTo = await EarlierResponse(message, cancellationToken) } : message);

        return joined;
    }

    private static bool MayReply(OutboundMessage message) =>
        message.Rendering.IsReply && message.Alert.References.Count > 0 && message.GroupedDeliveries.Count == 0;

    private async Task<string?> EarlierResponse(OutboundMessage message, CancellationToken cancellationToken)
    {
        foreach (var earlier in message.Alert.References.Reverse().Take(MaxReferences))
        {
            var attempts = await deliveries.Attempts(earlier, message.Subscription.Id, cancellationToken);
            if (attempts.LastOrDefault(attempt => attempt.Error is null) is { ResponseStart: { } response })
                return response;
        }

        return null;
    }
}
