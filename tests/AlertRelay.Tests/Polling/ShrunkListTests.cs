using AlertRelay.Channels;
using AlertRelay.Polling;

namespace AlertRelay.Tests.Polling;

/// <summary>A complete list that comes back shorter may be cut off: what it lacks must not pass as withdrawn.</summary>
public sealed class ShrunkListTests : IDisposable
{
    private static readonly TimeSpan BetweenPolls = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan BelievedAfter = TimeSpan.FromDays(3);

    private readonly PollingTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Theory]
    [InlineData(16, PollOutcome.Read)]
    [InlineData(15, PollOutcome.Failed)]
    [InlineData(1, PollOutcome.Failed)]
    public async Task A_complete_list_may_lose_a_fifth_of_its_entries_and_is_doubted_when_it_loses_more(int left, PollOutcome expected)
    {
        await _trial.Poll(List(20));

        Assert.Equal(expected, (await _trial.Poll(List(left))).Outcome);
    }

    [Fact]
    public async Task What_a_list_that_was_cut_off_lacks_is_never_withdrawn()
    {
        await _trial.Poll(List(20));
        for (var poll = 0; poll < 10; poll++)
            Assert.Empty((await _trial.Poll(List(15))).Alerts);

        Assert.Empty((await _trial.Poll(List(20))).Alerts);
    }

    [Theory]
    [InlineData(-1, PollOutcome.Failed)]
    [InlineData(0, PollOutcome.Read)]
    public async Task A_short_list_is_believed_when_the_long_one_was_last_seen_three_days_ago(int seconds, PollOutcome expected)
    {
        await _trial.Poll(List(20));
        await _trial.Poll(List(15));

        _trial.Time.Advance(BelievedAfter - 2 * BetweenPolls + TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, (await _trial.Poll(List(15))).Outcome);
    }

    [Theory]
    [InlineData(Membership.Window, false)]
    [InlineData(Membership.Complete, true)]
    public async Task Lists_that_are_meant_to_change_in_length_may_shrink(Membership membership, bool mayBeEmpty)
    {
        _trial.Channel = _trial.Channel with { Membership = membership, MayBeEmpty = mayBeEmpty };
        await _trial.Poll(List(20));

        Assert.Equal(PollOutcome.Read, (await _trial.Poll(List(1))).Outcome);
    }

    private static (string Country, int Level)[] List(int count) => [.. Countries.Take(count).Select(country => (country, 2))];

    private static readonly string[] Countries =
    [
        "Iran", "Iraq", "France", "Japan", "Chad", "Fiji", "Cuba", "Peru", "Oman", "Laos",
        "Chile", "Ghana", "India", "Italy", "Kenya", "Libya", "Malta", "Nepal", "Qatar", "Spain",
    ];
}
