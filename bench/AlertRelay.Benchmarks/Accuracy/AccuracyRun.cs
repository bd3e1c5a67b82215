using AlertRelay.Channels;
using AlertRelay.Commands.Replay;
using AlertRelay.Polling;

namespace AlertRelay.Benchmarks.Accuracy;

/// <summary>Plays tapes through the relay and through a reader without rules, and adds up what each of them sent.</summary>
public sealed class AccuracyRun
{
    /// <summary>By channel.</summary>
    public SortedDictionary<string, Tally> Relay { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Tally> Naive { get; } = new(StringComparer.Ordinal);

    public int Tapes { get; private set; }

    public static Tally Sum(SortedDictionary<string, Tally> tallies) => tallies.Values.Aggregate(Tally.Nothing, (sum, tally) => sum.And(tally));

    public async Task Play(Tape tape)
    {
        var expected = ExpectedAlert.Load(tape);
        await using var parts = new RelayParts();
        using var run = new TapeRun(tape, parts.Get<ChannelCatalog>(), parts.Get<IChannelStore>(), parts.Get<IEvidenceStore>(), parts.Get<Outbox>());
        var told = await run.Play(CancellationToken.None)
            .SelectMany(played => played.Report.Alerts.Select(alert => new ReplayedAlert(played.Poll, alert)))
            .ToListAsync();
        foreach (var channel in run.Channels)
        {
            Add(Relay, channel, expected, told, tape);
            Add(Naive, channel, expected, new NaiveReader(tape, channel).Read(), null);
        }

        Tapes++;
    }

    private static void Add(
        SortedDictionary<string, Tally> tallies, Channel channel, IReadOnlyList<ExpectedAlert> expected, IReadOnlyList<ReplayedAlert> told, Tape? named)
    {
        var lines = expected.Where(line => line.Channel == channel.Id).ToList();
        var check = TapeCheck.Of(lines, [.. told.Where(alert => alert.Alert.Channel == channel.Id)]);
        var row = lines.Any(line => line.Name is not null) ? $"{channel.Id}, levels alone" : channel.Id;
        tallies[row] = tallies.GetValueOrDefault(row, Tally.Nothing).And(Tally.Of(check));
        if (named is not null && !check.Passed)
            Console.WriteLine($"{named.Folder}: {check.MissedAlerts.Count} misses, {check.FalseAlerts.Count} false alerts; replay --check names them");
    }
}
