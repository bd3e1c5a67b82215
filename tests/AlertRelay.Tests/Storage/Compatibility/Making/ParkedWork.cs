using System.Text;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using Azure.Storage.Queues;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>Work that was set aside after it was taken too often.</summary>
internal static class ParkedWork
{
    private const int MostTakes = 20;

    private static readonly FanOutBatch Page = new("alr_raised", "sub_00000000000000000000000002", SomeAlerts.Trace, Scenario.Begin.AddMinutes(-30));

    public static async Task Leave(UpgradedRelay relay, StorageOptions storage)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        if (storage.Kind == StorageOptions.Azure)
        {
            // The clock of the emulator cannot be moved: the message is put where the Functions host puts it.
            var poison = new QueueClient(storage.ConnectionString, $"{storage.Prefix}-fanout-poison");
            await poison.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(FanOutMessage.Write(Page))), cancellationToken);
            return;
        }

        var queue = relay.Get<IWorkQueue>();
        await queue.Enqueue(Page, cancellationToken);
        for (var taken = 0; taken <= MostTakes; taken++)
        {
            await queue.Take(1, TimeSpan.FromSeconds(1), cancellationToken);
            relay.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
