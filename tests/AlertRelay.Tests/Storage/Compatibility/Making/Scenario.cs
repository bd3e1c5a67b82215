using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Subscriptions;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>An evening of a relay: what it polled, sent, held back and was asked, and what it had not finished when it was stopped.</summary>
internal sealed class Scenario(UpgradedRelay relay)
{
    public static readonly DateTimeOffset Begin = new(2026, 3, 2, 20, 0, 0, TimeSpan.Zero);

    /// <summary>In the middle of the night of Berlin.</summary>
    public static readonly DateTimeOffset End = Begin.AddHours(3);

    private const string OldWords = "Take care in the mountains.", NewWords = "Take care in the mountains. Roads in the south are closed.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <returns>What the stores do not tell.</returns>
    public static async Task<JsonObject> Play(StorageOptions storage, StoredVersion version, string keyFolder)
    {
        var keyFile = version.CopyKey(keyFolder);
        await File.WriteAllTextAsync(keyFile, Files.Keys(Files.OlderKey), Cancellation);
        await using (var before = await Start(storage, version, keyFile))
            await new Scenario(before).UnderTheOlderKey();

        version.CopyKey(keyFolder);
        await using var relay = await Start(storage, version, keyFile);
        return await new Scenario(relay).Evening(storage);
    }

    private static Task<UpgradedRelay> Start(StorageOptions storage, StoredVersion version, string keyFile) =>
        UpgradedRelay.Start(storage, storage.Kind == StorageOptions.Azure ? keyFile : null, version.Channels, Begin.AddMinutes(-5));

    private async Task UnderTheOlderKey()
    {
        await relay.Get<ISubscriptionStore>().Add(SomeSubscriptions.UnderTheOlderKey, Cancellation);
        foreach (var entry in SomeRecords.Audit(100))
            await relay.Get<IAuditStore>().Add(entry, Cancellation);
    }

    private async Task<JsonObject> Evening(StorageOptions storage)
    {
        await ParkedWork.Leave(relay, storage);
        await Records();
        var given = new Given(relay);
        await given.Make();
        await Polls(given);
        relay.Time.SetUtcNow(End);
        await relay.Get<IPollLease>().TryTake("xx-news", TimeSpan.FromMinutes(10), Cancellation);
        return await given.Write();
    }

    private async Task Records()
    {
        foreach (var key in SomeRecords.Keys)
            await relay.Get<IApiKeyStore>().Add(key, Cancellation);
        await relay.Get<IApiKeyStore>().Replace(SomeRecords.Replaced, SomeRecords.Successor, Cancellation);
        await relay.Get<IApiKeyStore>().NoteUse(SomeRecords.Successor.Id, Begin.AddMinutes(-5), Cancellation);
        await relay.Get<RelaySigner>().Ring(Cancellation);
        await relay.Get<RelaySigner>().Rotate(Cancellation);
        foreach (var subscription in SomeSubscriptions.All)
            await relay.Get<ISubscriptionStore>().Add(subscription, Cancellation);
        foreach (var alert in SomeAlerts.All)
            await relay.Get<IAlertStore>().Append(alert, Cancellation);
        foreach (var entry in SomeRecords.Audit(200))
            await relay.Get<IAuditStore>().Add(entry, Cancellation);
        foreach (var document in SomeRecords.Evidence)
            await relay.Get<IEvidenceStore>().Keep(document, Cancellation);
        foreach (var (delivery, attempt) in SomeRecords.Deliveries)
            await Record(delivery, attempt);

        var channels = relay.Get<IChannelStore>();
        Assert.True(await channels.Commit(SomeChannels.Rich(1), [], [], [], Cancellation));
        Assert.True(await channels.Commit(SomeChannels.Rich(2), SomeChannels.Notices, SomeAlerts.Unpublished, SomeChannels.Past, Cancellation));
    }

    private async Task Record(DeliveryRecord delivery, Attempt? attempt)
    {
        if (attempt is null)
            await relay.Get<IDeliveryStore>().Save(delivery, Cancellation);
        else
            await relay.Get<IDeliveryStore>().Record([(delivery, attempt)], Cancellation);
    }

    private async Task Polls(Given given)
    {
        await Poll(0, Advice(iran: 2, iraq: 4, peru: 2, OldWords, hasIceland: true));
        await Poll(15, Advice(iran: 3, iraq: 4, peru: 2, OldWords, hasIceland: true));
        await SendPages();
        await Poll(150, Advice(iran: 3, iraq: 4, peru: 2, NewWords, hasIceland: true));
        await SendPages();
        // One rises while nobody sends any more, one falls and is held, and one is no longer listed.
        await Poll(175, Advice(iran: 4, iraq: 3, peru: 2, NewWords));

        given.Feed(Advice(iran: 4, iraq: 3, peru: 2, NewWords));
        given.Feed(Advice(iran: 4, iraq: 3, peru: 2, OldWords, ofFrance: "France. Strikes are expected."));
        given.Feed(Advice(iran: 4, iraq: 3, peru: 3, OldWords, ofFrance: "France. Strikes are expected."));
    }

    private static string Advice(int iran, int iraq, int peru, string ofPeru, bool hasIceland = false, string ofFrance = "France.")
    {
        (string, int, string)[] items =
            [("Iran", iran, "Iran."), ("Iraq", iraq, "Iraq."), ("France", 1, ofFrance), ("Chad", 3, "Chad."), ("Peru", peru, ofPeru)];
        return FakeNetwork.Advice(hasIceland ? [.. items, ("Iceland", 1, "Iceland.")] : items);
    }

    /// <param name="minutes">After the beginning.</param>
    private async Task Poll(int minutes, string feed)
    {
        relay.Time.SetUtcNow(Begin.AddMinutes(minutes));
        relay.Network.Feed = feed;
        var report = await relay.Get<ChannelPoller>().Poll(relay.Get<ChannelCatalog>().Find("xx-travel")!, Cancellation);
        Assert.Equal((PollOutcome.Read, null), (report.Outcome, report.Error));
    }

    private async Task SendPages()
    {
        while (await relay.Get<IWorkQueue>().Take(10, TimeSpan.FromMinutes(1), Cancellation) is { Count: > 0 } pages)
        {
            foreach (var item in pages)
            {
                await relay.Get<FanOutDispatcher>().SendBatch(item.Batch, Cancellation);
                await relay.Get<IWorkQueue>().Complete(item, Cancellation);
            }
        }
    }
}
