using System.Buffers.Binary;
using System.Diagnostics;
using OpenTelemetry;

namespace AlertRelay.Observability;

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
