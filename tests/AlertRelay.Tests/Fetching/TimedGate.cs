using AlertRelay.Fetching;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Fetching;

/// <summary>A gate whose pauses move its clock and are written down.</summary>
internal sealed class TimedGate
{
    public TimedGate() => Gate = new HostThrottles(Options, Time, () => Chance, Wait);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public FetchingOptions Options { get; } = new();

    public HostThrottles Gate { get; }

    public List<TimeSpan> Waits { get; } = [];

    public double Chance { get; set; }

    public Action WhilePaused { get; set; } = () => { };

    public async Task Visit(string host) => (await Gate.Enter(host, TestContext.Current.CancellationToken)).Dispose();

    private Task Wait(TimeSpan wait, CancellationToken cancellationToken)
    {
        Waits.Add(wait);
        Time.Advance(wait);
        WhilePaused();
        return Task.CompletedTask;
    }
}
