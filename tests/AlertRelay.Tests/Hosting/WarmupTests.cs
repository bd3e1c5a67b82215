using System.Collections.Concurrent;
using System.Diagnostics;
using AlertRelay.Hosting;
using AlertRelay.Observability;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Observability;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AlertRelay.Tests.Hosting;

public sealed class WarmupTests
{
    private readonly ConcurrentQueue<string> _logged = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_rehearsed_arrives_and_is_neither_counted_nor_traced()
    {
        using var measured = new SeenMeasurements();
        using var exported = new Exported();
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(Traces.SourceName).AddProcessor(exported).Build();
        var logger = new CollectingLogger<WarmupTests>(_logged);

        await Warmup.Run(TimeProvider.System, logger, Cancellation);

        Assert.Empty(_logged);
        Assert.Empty(measured.Of(Warmup.Channel));
        Assert.DoesNotContain(exported.Spans, span => Equals(span.GetTagItem(Tags.Channel), Warmup.Channel));
    }

    [Fact]
    public async Task A_rehearsal_ends_without_a_word_when_the_relay_stops()
    {
        var logger = new CollectingLogger<WarmupTests>(_logged);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Warmup.Run(TimeProvider.System, logger, stopped.Token);

        Assert.Empty(_logged);
    }

    [Fact]
    public async Task A_rehearsal_that_has_no_time_is_a_warning_and_no_fault()
    {
        await Warmup.Run(new Impatient(), new CollectingLogger<WarmupTests>(_logged), Cancellation);

        Assert.Contains("The warm-up failed", Assert.Single(_logged), StringComparison.Ordinal);
    }

    /// <summary>Every timer is over as soon as it is set.</summary>
    private sealed class Impatient : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class Exported : BaseProcessor<Activity>
    {
        private readonly ConcurrentQueue<Activity> _spans = new();

        public IEnumerable<Activity> Spans => _spans;

        public override void OnEnd(Activity data) => _spans.Enqueue(data);
    }
}
