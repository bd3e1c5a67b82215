using System.Globalization;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>A program of its own that posts one message to every receiver, on a word from here.</summary>
public interface IContestant : IAsyncDisposable
{
    Child Program { get; }

    /// <param name="round">Counts from 1.</param>
    /// <returns>How long it took by its own clock, when all is done; null, at once, from one that does not say.</returns>
    Task<TimeSpan?> Send(int round);
}

/// <summary>The loop that only signs and posts.</summary>
internal sealed class BareContestant(IReadOnlyList<Uri> targets, int concurrency) : IContestant
{
    public Child Program { get; } = Child.InRole([BareLoop.Role, .. targets.Select(target => $"{target}")]);

    public async Task<TimeSpan?> Send(int round) => TimeSpan.FromMilliseconds(double.Parse(await Program.Ask($"{concurrency}"), CultureInfo.InvariantCulture));

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}

/// <summary>The relay's parts, compiled as they run.</summary>
internal sealed class InsideContestant(IReadOnlyList<Uri> targets) : IContestant
{
    public Child Program { get; } = Child.InRole([RelayInside.Role, .. targets.Select(target => $"{target}")]);

    public async Task<TimeSpan?> Send(int round) => TimeSpan.FromMilliseconds(double.Parse(await Program.Ask($"{round}"), CultureInfo.InvariantCulture));

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}
