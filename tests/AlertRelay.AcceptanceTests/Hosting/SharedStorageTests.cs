using AlertRelay.AcceptanceTests.Hosting.Host;
using AlertRelay.Tests.Storage.Azure;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>Two relays that share one storage account.</summary>
public sealed class SharedStorageTests
{
    private const int Subscribers = 100, Changes = 3, AtOnce = 8;

    [Fact]
    public async Task Two_servers_share_the_work_poll_no_channel_twice_and_double_no_delivery()
    {
        await using var storage = new Emulator();
        await using var publisher = await FakePublisher.Start(Levels(0));
        await using var receiver = await Receiver.Start();
        var folder = Directory.CreateTempSubdirectory("alertrelay-shared-").FullName;
        (string, string)[] settings =
        [
            .. Trial.Off(), ("Channels__Directory", publisher.WriteCatalogue(folder, Trial.Channel)),
            ("Storage__Kind", "azure"), ("Storage__ConnectionString", await storage.ConnectionString),
            ("Delivery__AllowPrivateNetworks", "true"), ("Fetching__HostSpacing", "00:00:00"), ("Polling__StartSpread", "00:00:00"),
            ("Security__EncryptionKey", HostedTrial.SealingKey), ("Delivery__PageSize", "20"),
        ];

        await using (var first = await RelayProgram.Start(folder, null, settings))
        await using (var second = await RelayProgram.Start(folder, first.AdminKey, settings))
        {
            await Subscribe(number => first.Subscribe(receiver.Target($"org{number}")));

            await publisher.Polls(3);
            for (var change = 1; change <= Changes; change++)
            {
                publisher.Publish(Levels(change));
                await Eventually.Is(() => receiver.Deliveries.Count >= change * Subscribers, $"change {change} has reached everybody");
            }

            await publisher.Polls(2);
            foreach (var relay in (RelayProgram[])[first, second])
                await Eventually.Is(() => HasPolled(relay), "both servers have polled the channel");
        }

        Directory.Delete(folder, recursive: true);
        AssertShared(publisher, receiver);
    }

    [Fact]
    public async Task Two_workers_share_the_work_poll_no_channel_twice_and_double_no_delivery()
    {
        await using var receiver = await Receiver.Start();
        await using var trial = await HostedTrial.Start(Levels(0), null, ("Delivery__PageSize", "20"));
        await using var second = await trial.StartHost(new TestHostOptions(await trial.Connection, [.. trial.Settings(), ("Delivery__PageSize", "20")]));
        await Subscribe(number => trial.Subscribe(receiver.Target($"org{number}")));

        await trial.Host.Listen();
        await second.Listen();
        await trial.Publisher.Polls(3);
        for (var change = 1; change <= Changes; change++)
        {
            trial.Publisher.Publish(Levels(change));
            await Eventually.Is(() => receiver.Deliveries.Count >= change * Subscribers, $"change {change} has reached everybody");
        }

        await trial.Publisher.Polls(2);
        AssertShared(trial.Publisher, receiver);
    }

    private static async Task<bool> HasPolled(RelayProgram relay) =>
        (await relay.Api.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Contains("\nalertrelay_polls_total{", StringComparison.Ordinal);

    private static Task Subscribe(Func<int, Task> subscribe) => Parallel.ForAsync(
        0, Subscribers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await subscribe(number));

    private static void AssertShared(FakePublisher publisher, Receiver receiver)
    {
        Assert.Equal(Changes * Subscribers, receiver.Deliveries.Count);
        Assert.Equal(Changes * Subscribers, receiver.Deliveries.Distinct().Count());
        publisher.AssertPolledByTurns(0);
    }

    private static (string, int)[] Levels(int raised)
    {
        string[] countries = ["Iran", "Iraq", "Jordan", "Kuwait", "Lebanon", "Oman", "Qatar", "Syria", "Turkey", "Yemen"];
        return [.. countries.Select((country, index) => (country, index < raised ? 4 : 1))];
    }
}
