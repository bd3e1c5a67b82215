using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>The result of one observation.</summary>
/// <param name="States">The states that changed.</param>
/// <param name="Remarks">Messages for the operator of the channel.</param>
public sealed record DetectionResult(IReadOnlyList<NoticeState> States, IReadOnlyList<Change> Changes, IReadOnlyList<string> Remarks)
{
    public static readonly DetectionResult Nothing = new([], [], []);

    /// <summary>The number of notices that returned to an earlier version.</summary>
    public int ReturnCount { get; init; }

    /// <summary>The keys of notices that left the window so long ago that nothing about them is remembered.</summary>
    public IReadOnlyList<string> Forgotten { get; init; } = [];

    /// <summary>Whether anything changed, sent or not: the publisher is active.</summary>
    public bool HasActivity { get; init; }
}

/// <summary>A change to send.</summary>
/// <param name="Before">The notice as it was last sent; null if it is new.</param>
/// <param name="State">The notice's state after this change.</param>
/// <param name="Earlier">Ids of the notice's earlier alerts.</param>
public sealed record Change(
    ChangeKind Kind, Notice? Before, Notice After, Evidence Evidence, NoticeState State, IReadOnlyList<string> Earlier, IReadOnlyList<string> Marks)
{
    private const int MaxReferences = 20;

    /// <summary>Makes the change the notice's next revision.</summary>
    public static (NoticeState State, Change? Change) Of(
        ChangeKind kind, Channel channel, Notice? before, Notice after, Evidence evidence, NoticeState state, IReadOnlyList<string> marks)
    {
        var revision = state.Revision + 1;
        var notified = state with
        {
            Revision = revision,
            Alerts = [.. state.Alerts.TakeLast(MaxReferences - 1), AlertId.Of(channel.Id, state.Key, revision)],
        };
        return (notified, new Change(kind, before, after, evidence, notified, state.Alerts, marks));
    }
}
