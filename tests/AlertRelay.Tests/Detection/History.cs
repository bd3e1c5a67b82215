using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

/// <summary>A channel over time: each look is judged against what the looks before left behind.</summary>
public sealed class History(Channel channel)
{
    private readonly Dictionary<string, NoticeState> _states = [];
    private bool _begun;

    /// <summary>Another one: as an update of the relay reads it.</summary>
    public Channel Channel { get; set; } = channel;

    public DateTimeOffset Now { get; private set; } = Some.Morning;

    public IReadOnlyDictionary<string, NoticeState> States => _states;

    /// <summary>Of the latest look.</summary>
    public IReadOnlyList<string> Remarks { get; private set; } = [];

    public History After(TimeSpan wait)
    {
        Now += wait;
        return this;
    }

    /// <summary>The changes that a look at these notices tells; the first look is the baseline.</summary>
    public IReadOnlyList<Change> Shows(params Notice[] notices)
    {
        var listed = notices.Select(notice => notice.Key).ToHashSet();
        var findings = ChangeDetector.Detect(
            Channel, _states, new ChannelObservation(Now, [.. notices.Select(notice => new ObservedNotice(notice, Some.Evidence(Now), !_begun))], listed));
        _begun = true;
        foreach (var state in findings.States)
            _states[state.Key] = state;
        Now += TimeSpan.FromMinutes(15);
        Remarks = findings.Remarks;
        return findings.Changes;
    }

    /// <summary>The same look several times.</summary>
    public IReadOnlyList<Change> Keeps(int looks, params Notice[] notices) => [.. Enumerable.Range(0, looks).SelectMany(_ => Shows(notices))];

    public string Reason(string key = "IR") => _states[key].Reason;
}
