using System.Collections.Concurrent;
using System.Diagnostics;

namespace AlertRelay.Tests.Observability;

/// <summary>Keeps every span that ends in this process, other tests' too: look by trace.</summary>
internal sealed class SeenSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    /// <param name="source">Null: all sources, the runtime's own among them.</param>
    public SeenSpans(string? source)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = candidate => source is null || candidate.Name == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IEnumerable<Activity> All => _ended;

    public IReadOnlyList<Activity> Of(string traceId) => [.. _ended.Where(span => span.TraceId.ToHexString() == traceId).OrderBy(span => span.StartTimeUtc)];

    public void Dispose() => _listener.Dispose();
}
