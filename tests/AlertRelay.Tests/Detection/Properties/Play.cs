using System.Text.Json;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Storage;

namespace AlertRelay.Tests.Detection.Properties;

/// <summary>
/// The detector on a history: what it tells at each poll, and what was true meanwhile. Its states are stored and read back between the polls.
/// </summary>
internal sealed class Play
{
    /// <summary>Longer than any row of bad polls below lasts: how long a lie has to stay to be taken for a drop.</summary>
    public static readonly TimeSpan ConfirmDropAfter = TimeSpan.FromHours(4);

    private static readonly Channel Channel = Some.Channel(
        new ChannelRules { ConfirmDropAfter = ConfirmDropAfter, ConfirmWithdrawalAfter = TimeSpan.FromHours(12) });

    private readonly World _world = new();
    private readonly Dictionary<string, NoticeState> _stored = [];
    private readonly List<IReadOnlyDictionary<string, Notice>> _truths = [];
    private readonly List<Polled> _polls = [];

    public Play(IEnumerable<Step> steps, Func<Step, Step>? changed = null, bool twice = false)
    {
        Look(new Step([], [], 0, 0, 0), twice);
        foreach (var step in Step.Bounded(steps))
            Look((changed ?? (same => same))(step), twice);
    }

    public IReadOnlyList<Polled> Polls => _polls;

    public string States =>
        string.Join(
            '\n', _stored.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => JsonSerializer.Serialize(pair.Value, DocumentSerializer.Notice)));

    /// <summary>What subscribers know of a country; null when nothing, or that it was withdrawn.</summary>
    public Notice? Known(string key) => _stored.GetValueOrDefault(key) is { LastNotified: { } told, Withdrawn: false } ? told : null;

    /// <summary>Shows earlier polls again, as they were shown, at a later time.</summary>
    public IReadOnlyList<Change> ShowAgain(IReadOnlyList<Polled> polls) =>
        [
            .. polls.Select((poll, number) => (poll.Shown, At: _world.Now.AddMinutes(20 * (number + 1))))
                .Where(poll => poll.Shown is not null)
                .SelectMany(poll => Detect(poll.Shown!, poll.At)),
        ];

    public void Rest(int polls)
    {
        for (var poll = 0; poll < polls; poll++)
            Look(new Step([], [], 120, 0, poll), twice: false);
    }

    private void Look(Step step, bool twice)
    {
        _world.Pass(step, () => _truths.Add(_world.Truth));
        _truths.Add(_world.Truth);
        var shown = _world.Shown(step, Known);
        var at = _world.Now.AddDays(step.Clock);
        var changes = shown is null ? [] : Detect(shown, at);
        var again = twice && shown is not null ? Detect(shown, at) : [];
        _polls.Add(new Polled(step, shown, [.. _truths], changes, again, [.. _world.Truth.Values.Select(notice => (notice, Known(notice.Key)))]));
        if (step.Lies.Count == 0)
            _truths.RemoveRange(0, _truths.Count - 1);
    }

    private IReadOnlyList<Change> Detect(IReadOnlyList<Notice> shown, DateTimeOffset at)
    {
        var sightings = shown.Select(notice => new ObservedNotice(notice, Some.Evidence(at), Baseline: _polls.Count == 0));
        var findings = ChangeDetector.Detect(
            Channel, _stored, new ChannelObservation(at, [.. sightings], shown.Select(notice => notice.Key).ToHashSet(), Some.Evidence(at)));
        foreach (var state in findings.States)
            _stored[state.Key] = ReadBack(state);
        return findings.Changes;
    }

    private static NoticeState ReadBack(NoticeState state) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(state, DocumentSerializer.Notice), DocumentSerializer.Notice)!;
}

/// <param name="Truths">Everything that was true since the last good poll, that poll's truth and the present one included.</param>
/// <param name="Again">What the same look told when it was judged a second time.</param>
/// <param name="Known">Beside each true notice what subscribers now know.</param>
internal sealed record Polled(
    Step Step, IReadOnlyList<Notice>? Shown, IReadOnlyList<IReadOnlyDictionary<string, Notice>> Truths, IReadOnlyList<Change> Changes,
    IReadOnlyList<Change> Again,
    IReadOnlyList<(Notice True, Notice? Known)> Known)
{
    public bool IsGood => Step.Lies.Count == 0;

    public override string ToString() => $"""
        {Step.Minutes} min, clock {Step.Clock}; edits {string.Join(", ", Step.Edits)}; lies {string.Join(", ", Step.Lies)}
          told {string.Join(", ", Changes.Select(change => $"{change.Kind} {change.After.Key} {change.After.Level.Native}: {change.State.Reason}"))}
        """;
}
