using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using CsCheck;

namespace AlertRelay.Tests.Detection.Properties;

/// <summary>
/// What the detector keeps on random true histories of a complete list that is shown with random faults. Assumed throughout: the first poll is good; a
/// row of bad polls is
/// shorter than the channel's time for confirming a drop (a publisher who tells one lie for longer cannot be told from one who means it); the relay's
/// clock is not set within
/// such a row.
/// </summary>
public sealed class TruthProperties
{
    /// <summary>What is issued, for the first time or again, is told as it is shown: there is nothing to compare it with.</summary>
    [Fact]
    public void No_alert_says_a_lower_level_than_was_true_since_the_last_good_poll() =>
        Check(Step.History(), steps => new Play(steps).Polls.Select(poll =>
            (poll, poll.Changes.FirstOrDefault(change => IsFalseAllClear(change, poll)) is { } change
            ? $"{change.Kind} {change.After.Key} to {change.After.Level.Native}"
            : null)));

    /// <summary>No true rise is lost, or told later than at the next good poll.</summary>
    [Fact]
    public void After_a_good_poll_nobody_knows_a_lower_level_than_the_true_one() =>
        Check(Step.History(), steps => new Play(steps.Select(step => step.WithoutDoubleFaults())).Polls.Select(
            poll => (poll, poll.IsGood ? TooLow(poll) : null)));

    [Fact]
    public void The_order_of_the_items_never_matters() =>
        Check(Step.History(), steps =>
        {
            var (one, other) = (new Play(steps), new Play(steps, step => step with { Order = step.Order + 1 }));
            return one.Polls.Zip(other.Polls, (poll, same) => (poll, Told(poll.Changes) == Told(same.Changes) ? null : $"otherwise {same}"))
                .Append((one.Polls[^1], one.States == other.States ? null : "other states"));
        });

    [Fact]
    public void A_look_that_is_judged_twice_tells_nothing_the_second_time() =>
        Check(Step.History(), steps => new Play(steps, twice: true).Polls.Select(poll => (poll, poll.Again.Count > 0 ? $"again {Told(poll.Again)}" : null)));

    /// <summary>Under its own dates. A notice that was withdrawn and comes back is issued anew, whatever its date: here nothing is withdrawn.</summary>
    [Fact]
    public void A_replica_that_shows_all_of_the_past_again_tells_nothing() =>
        Check(Step.History(), steps =>
        {
            var play = new Play(steps.Select(step => step with
            {
                Edits = [.. step.Edits.Where(edit => edit.To >= 0)],
                Lies = [.. step.Lies.Where(lie => !Step.WrongDates.Contains(lie.Kind))],
                Clock = 0,
            }));
            var past = play.Polls.ToList();
            play.Rest(polls: 120);
            return [.. past.Select(poll => (poll, (string?)null)), (past[^1], play.ShowAgain(past) is { Count: > 0 } told ? $"again {Told(told)}" : null)];
        });

    private static bool IsFalseAllClear(Change change, Polled poll)
    {
        var truths = poll.Truths.Select(truth => truth.GetValueOrDefault(change.After.Key)).OfType<Notice>().ToList();
        return change.Kind != ChangeKind.Issued
            && truths.Count == poll.Truths.Count
            && (change.Kind == ChangeKind.Withdrawn || (change.After.Level.IsKnown && truths.All(truth => change.After.Level.CompareTo(truth.Level) < 0)));
    }

    private static string? TooLow(Polled poll) =>
        poll.Known.FirstOrDefault(pair => pair.Known is null || pair.Known.Level.CompareTo(pair.True.Level) < 0) is { True: { } notice } pair
            ? $"{notice.Key} is truly {notice.Level.Native}, known as {pair.Known?.Level.Native ?? "nothing"}"
            : null;

    private static string Told(IEnumerable<Change> changes) =>
        string.Join(
            ", ",
            changes.Select(change => $"{change.Kind} {change.After.Key} {change.After.Level.Native} {change.State.Revision}").Order(StringComparer.Ordinal));

    /// <param name="judge">Each poll with what is wrong about it.</param>
    private static void Check(Gen<Step[]> histories, Func<Step[], IEnumerable<(Polled Poll, string? Fault)>> judge) =>
        histories.Sample(
            steps =>
            {
                var judged = judge(steps).ToList();
                var first = judged.FindIndex(pair => pair.Fault is not null);
                Assert.True(first < 0, first < 0 ? "" : $"{judged[first].Fault}\n{string.Join('\n', judged.Take(first + 1).Select(pair => pair.Poll))}");
            },
            // A history is dear: half of the usual number, and more with CsCheck_Iter.
            iter: CsCheck.Check.Iter / 2,
            threads: 1);
}
