using System.Diagnostics;
using System.Globalization;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Hosting;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>
/// The relay's own parts and loop in a process of its own, timed from within: from the publication of an alert until its last delivery is
/// recorded.
/// </summary>
internal static class RelayInside
{
    public const string Role = "relay";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>For each line that gives an alert's number; answers with the milliseconds it took.</summary>
    public static async Task<int> Run(IReadOnlyList<string> targets)
    {
        await using var parts = new RelayParts();
        await Some.Subscribe(parts.Get<ISubscriptionStore>(), [.. targets.Select(target => new Uri(target))]);
        var ids = Enumerable.Range(0, targets.Count).Select(Some.SubscriptionId).ToList();
        using var loop = new FanOutLoop(
            parts.Get<IWorkQueue>(), parts.Get<FanOutDispatcher>(), parts.Get<WorkSignal>(), parts.Get<IOptions<DeliveryOptions>>(),
            TimeProvider.System, NullLogger<FanOutLoop>.Instance);
        await loop.StartedAsync(CancellationToken.None);
        while (await Console.In.ReadLineAsync() is { } number)
        {
            var alert = Some.Alert(int.Parse(number, CultureInfo.InvariantCulture));
            var watch = Stopwatch.StartNew();
            await parts.Get<AlertPublisher>().Publish(alert, CancellationToken.None);
            while ((await parts.Get<IDeliveryStore>().OfAlert(alert.Id, ids, CancellationToken.None)).Count < ids.Count)
            {
                if (watch.Elapsed > Patience)
                    throw new TimeoutException("Not every delivery is recorded.");

                await Task.Delay(5);
            }

            Console.WriteLine(watch.Elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }
}
