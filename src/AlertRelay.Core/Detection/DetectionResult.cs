using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>What a look comes to.</summary>
/// <param name="States">The states that differ from before.</param>
/// <param name="Remarks">What an operator should know of the channel, in plain words.</param>
public sealed record DetectionResult(IReadOnlyList<NoticeState> States, IReadOnlyList<Change> Changes, IReadOnlyList<string> Remarks)
{
    public static readonly DetectionResult Nothing = new([], [], []);

    /// <summary>Notices that showed again what they had shown before.</summary>
    public int ReturnCount { get; init; }

    /// <summary>Notices whose level was known and cannot be read any more.</summary>
    public int LevelsLost { get; init; }

    /// <summary>Something new was to be seen, news or not: the publisher is alive.</summary>
    public bool HasActivity { get; init; }
}

/// <summary>A change to tell.</summary>
/// <param name="Before">The notice as last told; null when it is new.</param>
/// <param name="State">The notice's state once this is told.</param>
/// <param name="Earlier">Ids of the alerts that told of the notice before.</param>
public sealed record Change(
    ChangeKind Kind, Notice? Before, Notice After, Evidence Evidence, NoticeState State, IReadOnlyList<string> Earlier, IReadOnlyList<string> Marks)
{
    private const int MostReferences = 20;

    /// <summary>Makes the change the notice's next revision.</summary>
    public static (NoticeState State, Change? Change) Of(
        ChangeKind kind, Channel channel, Notice? before, Notice after, Evidence evidence, NoticeState state, IReadOnlyList<string> marks)
    {
        var revision = state.Revision + 1;
        var told = state with
        {
            Revision = revision,
            Alerts = [.. state.Alerts.TakeLast(MostReferences - 1), AlertWriter.IdOf(channel.Id, state.Key, revision)],
        };
        return (told, new Change(kind, before, after, evidence, told, state.Alerts, marks));
    }
}
