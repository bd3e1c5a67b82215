using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Countries;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Polling;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Countries;

/// <summary>Notices that were known before the relay stored levels.</summary>
public sealed class LevelBackfillTests : IDisposable
{
    private static readonly Area Iraq = new("IQ", "Iraq"), Iran = new("IR", "Iran");

    private readonly PollingTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task What_was_stored_before_levels_were_is_filled_in_by_the_next_poll_even_if_it_fails()
    {
        await _trial.Poll(("Iraq", 3), ("Iran", 4));
        await _trial.Poll(("Iraq", 4), ("Iran", 4));
        var raised = _trial.Time.GetUtcNow();
        await ForgetLevels();
        Assert.Null((await Of(Iraq)).Whole);

        _trial.Publisher.Status = HttpStatusCode.InternalServerError;
        await _trial.Poll();

        Assert.Equal((Knowledge.Known, "4"), Shown(await Of(Iraq)));
        Assert.Equal((Knowledge.Known, "3"), Shown(await Of(Iraq, raised.AddTicks(-1))));
        Assert.Equal((Knowledge.Known, "4"), Shown(await Of(Iran, raised.AddTicks(-1))));
    }

    [Fact]
    public async Task A_version_that_cannot_be_read_is_logged_and_stops_no_poll()
    {
        await _trial.Poll(("Iraq", 2), ("Iran", 1));
        await _trial.Poll(("Iraq", 3), ("Iran", 2));
        var unreadable = _trial.Time.GetUtcNow();
        await _trial.Poll(("Iraq", 4), ("Iran", 2));
        await ForgetLevels();
        await _trial.Database.Write(
            connection => connection.Execute("UPDATE notice_versions SET version = '{' WHERE until_time = $until", ("$until", unreadable.UtcTicks)),
            Cancellation);

        await _trial.Poll();

        Assert.Equal((Knowledge.Known, "4"), Shown(await Of(Iraq)));
        Assert.Equal((Knowledge.Known, "3"), Shown(await Of(Iraq, unreadable)));
        Assert.Null((await Of(Iraq, unreadable.AddTicks(-1))).Whole);
        Assert.Equal((LevelPeriods.Version, null), ((await _trial.State()).LevelsVersion, (await _trial.State()).LevelProgress));
        Assert.Equal(2, _trial.Logged.Count(line => line.Contains("The past levels of xx-test-travel", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_long_history_is_filled_in_by_several_polls_which_go_on_where_the_last_one_stopped()
    {
        await _trial.Poll(("Iraq", 3), ("Iran", 3));
        var first = _trial.Time.GetUtcNow();
        await ForgetLevels();
        await AddVersions(LevelBackfill.VersionsPerPoll + 1);

        await _trial.Poll();
        var keys = (await _trial.Store.Notices(_trial.Channel.Id, Cancellation)).Keys.Order(StringComparer.Ordinal).ToList();
        var progress = (await _trial.State()).LevelProgress;
        Assert.Equal((0, LevelPeriods.Version, keys[0]), ((await _trial.State()).LevelsVersion, progress!.Version, progress.Key));
        Assert.Equal(1, await CountriesWithPast());
        Assert.Equal((Knowledge.Known, "3"), Shown(await Of(Iraq)));
        Assert.Equal((Knowledge.Known, "3"), Shown(await Of(Iran)));

        await _trial.Poll();
        Assert.Equal((LevelPeriods.Version, null), ((await _trial.State()).LevelsVersion, (await _trial.State()).LevelProgress));
        Assert.Equal(2, await CountriesWithPast());

        async Task<int> CountriesWithPast() => (await _trial.Store.PastLevels(_trial.Channel.Id, null, first.AddDays(-1), Cancellation))
            .Select(period => period.Country).Distinct().Count();
    }

    [Fact]
    public async Task What_ends_before_its_turn_has_come_stays_as_it_was_stored()
    {
        (string Country, int Level)[] levels = [("Iraq", 3), ("Iran", 3), ("Yemen", 3)];
        await _trial.Poll(levels);
        var first = _trial.Time.GetUtcNow();
        await ForgetLevels();
        await AddVersions(LevelBackfill.VersionsPerPoll + 1);
        await _trial.Poll();
        var last = (await _trial.Store.Notices(_trial.Channel.Id, Cancellation)).Values.OrderBy(notice => notice.Key, StringComparer.Ordinal).Last();

        await _trial.Poll([.. levels.Select(level => last.LastNotified!.Title.Contains(level.Country, StringComparison.Ordinal) ? (level.Country, 4) : level)]);
        var ended = Assert.Single(await Past(last.Key));
        await _trial.Poll();

        Assert.Equal(LevelPeriods.Version, (await _trial.State()).LevelsVersion);
        var past = (await Past(last.Key)).OrderByDescending(period => period.Until).ToList();
        Assert.Equal((ended.From, ended.Until), (past[0].From, past[0].Until));
        Assert.Equal(ended.From, past[1].Until);
        Assert.Equal(2, past.Count);

        async Task<List<LevelPeriod>> Past(string key) =>
            [.. (await _trial.Store.PastLevels(_trial.Channel.Id, null, first.AddDays(-1), Cancellation)).Where(period => period.Key == key)];
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CountryPictures Pictures() => new(new ChannelCatalog([_trial.Channel]), _trial.Store, Options.Create(new PollingOptions()), _trial.Time);

    private async Task<AuthorityLevel> Of(Area country, DateTimeOffset? at = null) =>
        Assert.Single((await Pictures().Of(country, at, Cancellation)).Authorities);

    private static (Knowledge State, string? Native) Shown(AuthorityLevel level) => (level.State, level.Whole?.Native);

    private async Task ForgetLevels()
    {
        await _trial.Database.Write(connection => connection.Execute("DELETE FROM levels"), Cancellation);
        var state = await _trial.State();
        await _trial.Store.Commit(new PollCommit(state with { LevelsVersion = 0, Version = state.Version + 1 }), Cancellation);
    }

    // Of each notice, a minute each.
    private async Task AddVersions(int count)
    {
        var state = await _trial.State();
        var versions = (await _trial.Store.Notices(_trial.Channel.Id, Cancellation)).Values.SelectMany(notice => Enumerable.Range(1, count).Select(
            number => new NoticeVersion(notice.LastNotified!, Before(notice, number), Before(notice, number - 1))));
        Assert.True(await _trial.Store.Commit(new PollCommit(state with { Version = state.Version + 1 }) { Past = [.. versions] }, Cancellation));

        static DateTimeOffset Before(NoticeState notice, int minutes) => notice.LastNotifiedAt!.Value.AddMinutes(-minutes);
    }
}
