using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>The published program on a folder with subscriptions; alerts are published into the same folder from here, and found by its loop.</summary>
internal sealed class RelayContestant : IContestant
{
    // What it does for itself when it starts takes two to four seconds of that.
    private static readonly TimeSpan UntilItRests = TimeSpan.FromSeconds(5);

    private readonly RelayParts _parts;

    private RelayContestant(RelayParts parts, Child program) => (_parts, Program) = (parts, program);

    public Child Program { get; }

    public static async Task<RelayContestant> Start(IReadOnlyList<Uri> targets, int ofOther = 0)
    {
        var parts = new RelayParts();
        await Some.Subscribe(parts.Get<ISubscriptionStore>(), targets, ofOther);
        var port = Published.FreePort();
        var program = Child.Start(await Published.Server(), ["serve", "--port", $"{port}"], [.. parts.Environment, ("Polling__StartSpread", "01:00:00")]);
        program.Ignore();
        await Published.Answers(port);
        await Task.Delay(UntilItRests);
        return new RelayContestant(parts, program);
    }

    public async Task<TimeSpan?> Send(int round)
    {
        await _parts.Get<AlertPublisher>().Publish(Some.Alert(round), CancellationToken.None);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        await _parts.DisposeAsync();
    }
}
