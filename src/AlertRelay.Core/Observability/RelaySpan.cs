using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace AlertRelay.Observability;

/// <summary>
/// One step of a trace, which ends when it is disposed. It costs nothing without listeners. The steps of a poll are exported after the poll itself,
/// because only then it is known whether the poll found a change and its trace is kept.
/// </summary>
internal sealed class RelaySpan : IDisposable
{
    private const string PendingStepsProperty = "held";

    private static readonly RelaySpan Unseen = new(null, null);

    private readonly Activity? _activity;
    private readonly Activity? _outer;
    private readonly long _began = Stopwatch.GetTimestamp();

    private RelaySpan(Activity? activity, Activity? outer) => (_activity, _outer) = (activity, outer);

    /// <param name="outer">The current activity before and after this one.</param>
    internal static RelaySpan Of(Activity? activity, Activity? outer) => activity is null ? Unseen : new RelaySpan(activity, outer);

    /// <summary>Its steps end after it.</summary>
    internal static RelaySpan Holding(Activity? activity, Activity? outer)
    {
        activity?.SetCustomProperty(PendingStepsProperty, new ConcurrentQueue<Activity>());
        if (activity is null)
            Activity.Current = outer;
        return Of(activity, outer);
    }

    public RelaySpan Tag(string name, object? value)
    {
        if (_activity is { IsAllDataRequested: true })
            _activity.SetTag(name, value);
        return this;
    }

    /// <param name="word">One of a few values without secrets, for the tag "error.type".</param>
    public void Failed(string word) => _activity?.SetTag(Tags.Error, word).SetStatus(ActivityStatusCode.Error);

    public void Dispose()
    {
        if (_activity is null)
            return;

        if (HolderOf(_activity) is { } holder)
            holder.Enqueue(_activity.SetEndTime(_activity.StartTimeUtc + Stopwatch.GetElapsedTime(_began)));
        else
            End(_activity);

        Activity.Current = _outer;
    }

    private static void End(Activity activity)
    {
        activity.Stop();
        foreach (var step in PendingSteps(activity) ?? [])
            step.Stop();
    }

    private static ConcurrentQueue<Activity>? HolderOf(Activity activity)
    {
        for (var above = activity.Parent; above is not null; above = above.Parent)
        {
            if (PendingSteps(above) is { } steps)
                return steps;
        }

        return null;
    }

    private static ConcurrentQueue<Activity>? PendingSteps(Activity activity) => activity.GetCustomProperty(PendingStepsProperty) as ConcurrentQueue<Activity>;
}

/// <summary>Exports only a share of the polls that found nothing new, with their steps; <see cref="RelaySpan"/> ends those after the poll.</summary>
/// <param name="share">To be kept, from 0 to 1.</param>
internal sealed class UnchangedPolls(double share) : BaseProcessor<Activity>
{
    // As PollOutcome writes it.
    private const string Unchanged = "unchanged";

    public override void OnEnd(Activity data)
    {
        if (IsWithinDropped(data) || (data.OperationName == Traces.Poll && data.GetTagItem(Tags.Outcome) is Unchanged && !IsDrawn(data.TraceId)))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    private static bool IsWithinDropped(Activity step)
    {
        for (var above = step.Parent; above is not null; above = above.Parent)
        {
            if (above is { OperationName: Traces.Poll, Recorded: false })
                return true;
        }

        return false;
    }

    // The last 7 bytes of a trace id are random (https://www.w3.org/TR/trace-context-2/#randomness-of-trace-id).
    private bool IsDrawn(ActivityTraceId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.CopyTo(bytes);
        return (BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & 0x00FF_FFFF_FFFF_FFFF) < share * (1UL << 56);
    }
}
