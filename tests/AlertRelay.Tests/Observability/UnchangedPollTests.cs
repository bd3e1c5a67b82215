using System.Diagnostics;
using AlertRelay.Observability;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace AlertRelay.Tests.Observability;

public sealed class UnchangedPollTests
{
    [Theory]
    [InlineData("unchanged", 0, "")]
    [InlineData("unchanged", 1, "poll fetch page detect")]
    [InlineData("read", 0, "poll fetch page detect")]
    [InlineData("failed", 0, "poll fetch page detect")]
    [InlineData(null, 0, "poll fetch page detect")]
    public void Of_unchanged_polls_a_share_is_exported_of_others_every_step(string? outcome, double share, string exported)
    {
        var collected = new Collected();
        using var provider = Provider(share, collected);
        var trace = Poll(outcome);

        Assert.Equal(exported, string.Join(' ', collected.Of(trace)));
    }

    [Fact]
    public void The_share_is_kept()
    {
        var collected = new Collected();
        using var provider = Provider(0.25, collected);

        var kept = Enumerable.Range(0, 2000).Count(_ => collected.Of(Poll("unchanged")).Any());

        // Five standard deviations around 500; a poll is kept whole or not at all.
        Assert.InRange(kept, 400, 600);
    }

    [Fact]
    public void A_step_took_the_time_that_it_took_though_it_is_handed_on_later()
    {
        using var seen = new SeenSpans(Traces.SourceName);
        Activity step;
        using (Traces.BeginPoll("xx"))
        {
            using (Traces.Step(Traces.Fetch))
                step = Activity.Current!;
            Assert.Equal(Traces.Poll, Activity.Current!.OperationName);
            Assert.False(step.IsStopped);
        }

        var poll = step.Parent!;
        Assert.True(step.IsStopped && poll.IsStopped);
        Assert.InRange(step.StartTimeUtc + step.Duration, step.StartTimeUtc, poll.StartTimeUtc + poll.Duration);
        Assert.Null(Activity.Current);
    }

    private static TracerProvider Provider(double share, Collected collected) => Sdk.CreateTracerProviderBuilder()
        .AddSource(Traces.SourceName)
        .SetSampler(new AlwaysOnSampler())
        .AddProcessor(new UnchangedPolls(share))
        .AddProcessor(new SimpleActivityExportProcessor(collected))
        .Build();

    private static ActivityTraceId Poll(string? outcome)
    {
        using var poll = Traces.BeginPoll("xx");
        var trace = Activity.Current!.TraceId;
        using (Traces.Step(Traces.Fetch))
            Traces.Step("page").Dispose();
        Traces.Step(Traces.Detect).Dispose();
        if (outcome is not null)
            poll.Tag(Tags.Outcome, outcome);
        return trace;
    }

    private sealed class Collected : BaseExporter<Activity>
    {
        private readonly List<Activity> _exported = [];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            lock (_exported)
            {
                foreach (var span in batch)
                    _exported.Add(span);
            }

            return ExportResult.Success;
        }

        public IEnumerable<string> Of(ActivityTraceId trace)
        {
            lock (_exported)
                return [.. _exported.Where(span => span.TraceId == trace).OrderBy(span => span.StartTimeUtc).Select(span => span.OperationName)];
        }
    }
}
