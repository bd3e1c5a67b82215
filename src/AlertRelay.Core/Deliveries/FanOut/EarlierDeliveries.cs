namespace AlertRelay.Deliveries.FanOut;

/// <summary>Adds to messages what the ledger knows of their receivers: the number of this alert, and the post to reply to.</summary>
internal sealed class EarlierDeliveries(IDeliveryStore deliveries)
{
    // Earlier alerts of the notice that are looked for, newest first: one read of the ledger each.
    private const int MaxReferences = 3;

    public async Task<IReadOnlyList<OutboundMessage>> AddTo(IReadOnlyList<OutboundMessage> messages, CancellationToken cancellationToken) =>
        await WithReplies(await WithNumbers(messages, cancellationToken), cancellationToken);

    /// <summary>
    /// Numbers are given durably before anything is sent, so that a receiver that misses a number misses an alert. Those that have one keep it, and chats
    /// have none.
    /// </summary>
    private async Task<IReadOnlyList<OutboundMessage>> WithNumbers(IReadOnlyList<OutboundMessage> messages, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, IReadOnlyDictionary<string, long>>();
        foreach (var alert in messages.Where(NeedsNumber).GroupBy(message => message.Alert.Id))
            numbers[alert.Key] = await deliveries.Number(alert.Key, [.. alert.Select(message => message.Subscription.Id)], cancellationToken);

        return numbers.Count == 0
            ? messages
            : [.. messages.Select(message => NeedsNumber(message) ? With(message, numbers[message.Alert.Id][message.Subscription.Id]) : message)];
    }

    private static bool NeedsNumber(OutboundMessage message) => message.Delivery.Sequence is null && message.Rendering.IsNumbered;

    private static OutboundMessage With(OutboundMessage message, long number) => message with { Delivery = message.Delivery with { Sequence = number } };

    /// <summary>Some platforms name their posts in their answers, and the ledger keeps how each answer began.</summary>
    private async Task<IReadOnlyList<OutboundMessage>> WithReplies(IReadOnlyList<OutboundMessage> messages, CancellationToken cancellationToken)
    {
        if (!messages.Any(MayReply))
            return messages;

        var joined = new List<OutboundMessage>(messages.Count);
        foreach (var message in messages)
            joined.Add(MayReply(message) ? message with { InReplyTo = await AnswerBefore(message, cancellationToken) } : message);

        return joined;
    }

    private static bool MayReply(OutboundMessage message) =>
        message.Rendering.IsReply && message.Alert.References.Count > 0 && message.GroupedDeliveries.Count == 0;

    private async Task<string?> AnswerBefore(OutboundMessage message, CancellationToken cancellationToken)
    {
        foreach (var earlier in message.Alert.References.Reverse().Take(MaxReferences))
        {
            var attempts = await deliveries.Attempts(earlier, message.Subscription.Id, cancellationToken);
            if (attempts.LastOrDefault(attempt => attempt.Error is null) is { ResponseStart: { } answer })
                return answer;
        }

        return null;
    }
}
