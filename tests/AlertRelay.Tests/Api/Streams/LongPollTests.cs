using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Api.Streams;
using static AlertRelay.Tests.Api.Streams.StreamTrial;

namespace AlertRelay.Tests.Api.Streams;

public sealed class LongPollTests : IAsyncLifetime
{
    private StreamTrial _trial = null!;

    public async ValueTask InitializeAsync()
    {
        _trial = await StreamTrial.Start(api => (api.StreamsPerTenant, api.RequestsPerMinute) = (100, 100_000));
        await _trial.AppendMany(3);
    }

    public ValueTask DisposeAsync() => _trial.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("&wait=0")]
    [InlineData("&wait=50")]
    public async Task What_is_there_is_answered_at_once(string wait)
    {
        var first = await _trial.Poll("order=oldest&limit=1");

        var rest = await _trial.Poll($"after={first.Json["cursor"]}{wait}");

        Assert.Equal(("0", "1 2"), (Ids(first), Ids(rest)));
        Assert.Equal("", Ids(await _trial.Poll($"after={rest.Json["cursor"]}")));
    }

    [Fact]
    public async Task A_request_that_waits_is_answered_as_soon_as_this_process_publishes()
    {
        var end = await _trial.End();
        var poll = await _trial.BeginPoll($"after={end}&wait=50");

        await _trial.Publish(Some.Alert("new"));

        // The clock stands still.
        var answer = await poll;
        Assert.Equal("new", Ids(answer));
        Assert.Equal("", Ids(await _trial.Poll($"after={answer.Json["cursor"]}")));
    }

    [Fact]
    public async Task Whoever_begins_now_gets_the_next_alert_only()
    {
        var poll = await _trial.BeginPoll("after=now&wait=50");
        await _trial.Publish(Some.Alert("new"));

        Assert.Equal("new", Ids(await poll));
    }

    [Fact]
    public async Task What_another_process_published_is_found_by_the_next_look()
    {
        var poll = await _trial.BeginPoll("after=now&wait=50");
        await _trial.Append(Some.Alert("new"));
        Assert.False(poll.IsCompleted);

        await Advance(AlertFollower.LookInterval, until: () => poll.IsCompleted);

        Assert.Equal("new", Ids(await poll));
    }

    [Fact]
    public async Task When_the_wait_is_over_the_answer_is_empty_and_its_cursor_goes_on()
    {
        var end = await _trial.End();
        var poll = await _trial.BeginPoll($"after={end}&wait=50");

        await Advance(TimeSpan.FromSeconds(50), until: () => poll.IsCompleted);

        var answer = await poll;
        Assert.Equal((HttpStatusCode.OK, "", end), (answer.Status, Ids(answer), answer.Json["cursor"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_filter_holds_for_what_comes_too()
    {
        var poll = await _trial.BeginPoll("after=now&wait=50&country=IQ&minimumSeverity=severe");
        await _trial.Publish(Some.Alert("other", country: "IR"));
        await _trial.Publish(Some.Alert("minor", country: "IQ", severity: Severity.Minor));
        await _trial.Publish(Some.Alert("wanted", country: "IQ"));

        Assert.Equal("wanted", Ids(await poll));
    }

    [Fact]
    public async Task However_many_wait_the_store_is_looked_at_once_for_all_of_them()
    {
        const int Waiters = 60, Looks = 5;
        var first = await _trial.BeginPoll("after=now&wait=50");
        var end = await _trial.End();
        var before = _trial.Reads;
        var polls = Enumerable.Range(0, Waiters).Select(_ => _trial.Poll($"after={end}&wait=50")).Append(first).ToList();
        for (var look = 1; look <= Looks; look++)
        {
            var reads = _trial.Reads;
            await Advance(AlertFollower.LookInterval, until: () => _trial.Reads > reads);
        }

        await _trial.Publish(Some.Alert("new"));

        Assert.All(await Task.WhenAll(polls), answer => Assert.Equal("new", Ids(answer)));
        // They may have asked while the clock went on.
        Assert.InRange(_trial.Reads - before, Looks + 1, Looks + 5);
    }

    [Fact]
    public async Task A_reader_far_behind_reads_the_history_page_by_page()
    {
        await _trial.AppendMany(120, from: 3);
        var ids = new List<string>();
        var cursor = (await _trial.Poll("order=oldest&limit=1")).Json["cursor"]!.GetValue<string>();
        while (ids.Count < 122)
        {
            var answer = await _trial.Poll($"after={cursor}&wait=50&limit=50");
            ids.AddRange(Ids(answer).Split(' '));
            cursor = answer.Json["cursor"]!.GetValue<string>();
        }

        Assert.Equal(Enumerable.Range(1, 122).Select(number => $"{number}"), ids);
    }

    [Fact]
    public async Task What_is_remembered_is_bounded_and_who_is_further_behind_loses_nothing()
    {
        const int More = AlertFollower.MaxAlerts + 50;
        var start = await _trial.End();
        var poll = await _trial.BeginPoll("after=now&wait=50&country=ZW");
        for (var number = 0; number < More; number++)
            await _trial.Publish(Some.Alert($"n{number}"));

        var (ids, cursor) = (new List<string>(), start);
        while (ids.Count < More)
        {
            var answer = await _trial.Poll($"after={cursor}&wait=1&limit=200");
            ids.AddRange(Ids(answer).Split(' '));
            cursor = answer.Json["cursor"]!.GetValue<string>();
        }

        Assert.Equal(Enumerable.Range(0, More).Select(number => $"n{number}"), ids);
        await _trial.Publish(Some.Alert("wanted", country: "ZW"));
        Assert.Equal("wanted", Ids(await poll));
    }

    [Theory]
    [InlineData("wait=10", "wait", "needs 'after'")]
    [InlineData("after=now&wait=51", "wait", "from 0 to 50")]
    [InlineData("after=now&wait=-1", "wait", "from 0 to 50")]
    [InlineData("after=now&wait=1.5", "wait", "from 0 to 50")]
    [InlineData("after=whatever", "after", "no cursor of this relay's alerts")]
    // "f.4": there are three.
    [InlineData("after=Zi40", "after", "no cursor of this relay's alerts")]
    // "n.1.1": of the other order.
    [InlineData("after=bi4xLjE", "after", "no cursor of this relay's alerts")]
    [InlineData("after=Zi4x&cursor=Zi4x", "cursor", "only one of them")]
    [InlineData("after=Zi4x&order=newest", "order", "leave it out")]
    public async Task What_cannot_be_followed_is_answered_with_what_to_write(string query, string field, string words) =>
        Assert.Contains(words, (await _trial.Poll(query)).Error(field), StringComparison.Ordinal);

    [Fact]
    public async Task The_last_cursor_of_this_relay_is_valid() => Assert.Equal("", Ids(await _trial.Poll("after=Zi4z")));

    // The request may not have begun its wait yet.
    private Task Advance(TimeSpan time, Func<bool> until)
    {
        _trial.Api.Time.Advance(time - TimeSpan.FromMilliseconds(1));
        var step = TimeSpan.FromMilliseconds(1);
        return Eventually.Is(
            () =>
            {
                if (until())
                    return true;

                _trial.Api.Time.Advance(step);
                // Where the wait began after the clock had moved.
                step = TimeSpan.FromMilliseconds(100);
                return false;
            },
            "it is done");
    }
}
