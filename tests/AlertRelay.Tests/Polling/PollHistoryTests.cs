using AlertRelay.Polling;
using AlertRelay.Tests.Storage;
using CsCheck;

namespace AlertRelay.Tests.Polling;

public sealed class PollHistoryTests : IDisposable
{
    private readonly PollingTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task Each_poll_is_remembered_with_what_came_of_it()
    {
        await _trial.Poll(("Iran", 3), ("Iraq", 2));
        await _trial.Poll();
        _trial.Publisher.Status = System.Net.HttpStatusCode.ServiceUnavailable;
        await _trial.Poll();
        _trial.Publisher.Status = System.Net.HttpStatusCode.OK;
        await _trial.Poll(("Iran", 1), ("Iraq", 2));

        var state = await _trial.State();
        var polls = PollHistory.Read(state.Polls);
        Assert.Equal([PollMark.Read, PollMark.Unchanged, PollMark.Failed, PollMark.Held], polls.Select(poll => poll.Outcome));
        Assert.Equal(_trial.Time.GetUtcNow(), polls[^1].At);
        Assert.Equal([900, 900, 900], polls.Zip(polls.Skip(1), (one, next) => (next.At - one.At).TotalSeconds));
        Assert.Equal(1, state.HeldChanges);
    }

    [Fact]
    public void Of_many_polls_the_last_sixty_are_kept_in_a_few_hundred_characters()
    {
        string? history = null;
        for (var i = 0; i < 1_000; i++)
            history = PollHistory.With(history, Samples.Noon.AddMinutes(15 * i), i % 7 == 0 ? PollMark.Read : PollMark.Unchanged);

        var polls = PollHistory.Read(history);
        Assert.Equal((60, Samples.Noon.AddMinutes(15 * 999)), (polls.Count, polls[^1].At));
        Assert.True(history!.Length < 300, history);
    }

    [Fact]
    public void Any_history_comes_back_as_it_was_even_after_a_clock_that_went_back() => Gen.Select(Gen.Long[0, 4_000_000_000], Gen.Enum<PollMark>())
        .Array[0, 60].Sample(polls =>
        {
            var records = polls.Select(poll => new PollRecord(DateTimeOffset.FromUnixTimeSeconds(poll.Item1), poll.Item2)).ToList();
            var history = records.Aggregate((string?)null, (text, poll) => PollHistory.With(text, poll.At, poll.Outcome));
            Assert.Equal(records, PollHistory.Read(history));
        });

    [Theory]
    [InlineData(null), InlineData(""), InlineData("nonsense"), InlineData("x12"), InlineData("u-5")]
    public void What_is_no_history_is_none(string? text) => Assert.Empty(PollHistory.Read(text));
}
