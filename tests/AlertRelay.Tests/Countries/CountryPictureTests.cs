using System.Net;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Countries;
using AlertRelay.Polling;
using AlertRelay.Tests.Polling;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Countries;

/// <summary>What the picture says after real polls.</summary>
public sealed class CountryPictureTests : IDisposable
{
    private static readonly Area Iraq = new("IQ", "Iraq"), Iran = new("IR", "Iran"), France = new("FR", "France");

    private readonly PollingTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task A_channel_that_was_never_read_says_unknown_of_every_country()
    {
        Assert.All(await All(), picture => Assert.Equal(Knowledge.Unknown, Assert.Single(picture.Authorities).State));
        Assert.All(await All(), picture => Assert.Equal(0, picture.Whole.Governments));
    }

    [Fact]
    public async Task A_level_is_known_with_its_words_and_what_proves_it()
    {
        await _trial.Poll(("Iraq", 3), ("Iran", 4));
        var read = _trial.Time.GetUtcNow();
        var report = await _trial.Poll(("Iraq", 4), ("Iran", 4));

        var iraq = await Of(Iraq);
        Assert.Equal((Knowledge.Known, "Do not travel", Severity.Extreme, 4), (iraq.State, iraq.Whole!.Label, iraq.Whole.Severity, iraq.Whole.Step));
        Assert.Equal((read + TimeSpan.FromMinutes(15), read + TimeSpan.FromMinutes(15)), (iraq.Since, iraq.LastReadAt));
        var alert = Assert.Single(report.Alerts);
        Assert.Equal((alert.Id, alert.Evidence), (iraq.Alert, iraq.Evidence));
        var iran = await Of(Iran);
        Assert.Equal((Knowledge.Known, read, null), (iran.State, iran.Since, iran.Alert));
        Assert.NotNull(iran.Evidence);
    }

    [Fact]
    public async Task A_lowered_level_is_held_with_the_old_one_until_it_is_confirmed()
    {
        await _trial.Poll(("Iraq", 4), ("Iran", 4), ("France", 1));
        await _trial.Poll(("Iraq", 3), ("Iran", 4), ("France", 1));

        var held = await Of(Iraq);
        Assert.Equal((Knowledge.Held, "4", "3"), (held.State, held.Whole?.Native, held.Held?.Level?.Native));
        Assert.StartsWith("A change waits for confirmation: ", held.StateReason, StringComparison.Ordinal);

        await _trial.Poll();
        await _trial.Poll();
        var confirmed = await Of(Iraq);
        Assert.Equal((Knowledge.Known, "3", null), (confirmed.State, confirmed.Whole?.Native, confirmed.Held));
    }

    [Fact]
    public async Task A_level_that_cannot_be_read_is_unknown_and_not_counted()
    {
        var options = JsonDocument.Parse("""{ "countryFrom": "title", "levelPattern": "Level ([1-9])" }""").RootElement;
        _trial.Channel = _trial.Channel with { Options = options };
        await _trial.Poll(("Iraq", 4), ("Iran", 4));
        _trial.Publisher.Body = _trial.Publisher.Body.Replace("Iraq - Level 4", "Iraq - Level 9", StringComparison.Ordinal)
            .Replace("Level 4 for Iraq", "Level 9 for Iraq", StringComparison.Ordinal);
        for (var poll = 0; poll < 4; poll++)
            await _trial.Poll();

        var picture = await Pictures().Of(Iraq, null, Cancellation);
        var level = Assert.Single(picture.Authorities);
        Assert.Equal((Knowledge.Unknown, null), (level.State, level.Whole));
        Assert.Equal("The authority states a level that could not be read. The last that could was Extreme (Do not travel).", level.StateReason);
        Assert.Equal(0, picture.Whole.Governments);
    }

    [Fact]
    public async Task What_no_notice_of_a_complete_list_is_about_is_not_covered()
    {
        _trial.Channel = _trial.Channel with { Membership = Membership.Complete };
        await _trial.Poll(("Iraq", 3));

        var france = await Of(France);
        Assert.Equal((Knowledge.NotCovered, null, null), (france.State, france.Whole, france.Part));
    }

    [Fact]
    public async Task What_none_of_the_latest_notices_is_about_is_unknown()
    {
        _trial.Channel = _trial.Channel with { Membership = Membership.Window };
        await _trial.Poll(("Iraq", 3));

        var france = await Of(France);
        Assert.Equal(
            (Knowledge.Unknown, "The relay sees only the authority's latest notices, and none of them is about this country."),
            (france.State, france.StateReason));
        Assert.Equal(Knowledge.Known, (await Of(Iraq)).State);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("neverWell", false)]
    [InlineData("entry", false)]
    [InlineData("page", false)]
    [InlineData("place", false)]
    [InlineData("newList", false)]
    public async Task Silence_counts_only_where_all_lists_and_entries_were_read(string missing, bool counts)
    {
        _trial.Channel = _trial.Channel with { Membership = Membership.Complete };
        await _trial.Poll(("Iraq", 3));
        var state = await _trial.State();
        Assert.True(await _trial.Store.Commit(
            new PollCommit(state with
            {
                Version = state.Version + 1,
                LastGoodPollAt = missing == "neverWell" ? null : state.LastGoodPollAt,
                EntriesUnreadable = missing == "entry" ? 1 : 0,
                PagesUnread = missing == "page" ? 1 : 0,
                PlacesUnreadable = missing == "place" ? 1 : 0,
            }),
            Cancellation));
        if (missing == "newList")
            _trial.Channel = _trial.Channel with { Urls = [.. _trial.Channel.Urls, new Uri("https://www.example.org/second")] };

        Assert.Equal(counts ? Knowledge.NotCovered : Knowledge.Unknown, (await Of(France)).State);
        Assert.Equal(Knowledge.Known, (await Of(Iraq)).State);
    }

    [Fact]
    public async Task Before_all_lists_were_read_silence_says_nothing()
    {
        _trial.Channel = _trial.Channel with { Membership = Membership.Complete, Urls = [.. _trial.Channel.Urls, new Uri("https://www.example.org/second")] };
        await _trial.Poll(("Iraq", 3));
        var state = await _trial.State();
        var first = _trial.Time.GetUtcNow();
        var documents = new Dictionary<string, DocumentState>(state.Documents)
        {
            ["https://www.example.org/second"] = new(default!, BaselineAt: first.AddHours(1)),
        };
        _trial.Time.Advance(TimeSpan.FromHours(1));
        Assert.True(await _trial.Store.Commit(
            new PollCommit(state with { Version = state.Version + 1, Documents = documents, LastGoodPollAt = _trial.Time.GetUtcNow() }), Cancellation));

        Assert.Equal(Knowledge.Unknown, (await Of(France, first)).State);
        Assert.Equal(Knowledge.NotCovered, (await Of(France)).State);
    }

    [Theory]
    [InlineData(0, Knowledge.Known)]
    [InlineData(1, Knowledge.Stale)]
    public async Task After_three_intervals_without_a_good_read_a_level_is_stale(int ticks, Knowledge state)
    {
        await _trial.Poll(("Iraq", 3));
        _trial.Publisher.Status = HttpStatusCode.InternalServerError;
        await _trial.Poll();
        _trial.Time.SetUtcNow((await _trial.State()).LastGoodPollAt!.Value + (3 * _trial.Channel.Interval) + TimeSpan.FromTicks(ticks));

        var picture = await Pictures().Of(Iraq, null, Cancellation);
        Assert.Equal((state, "3"), (picture.Authorities[0].State, picture.Authorities[0].Whole?.Native));
        Assert.Equal(state == Knowledge.Known ? 1 : 0, picture.Whole.Governments);
    }

    [Fact]
    public async Task A_past_time_shows_what_was_known_then_and_where_nobody_read()
    {
        await _trial.Poll(("Iraq", 3));
        var first = _trial.Time.GetUtcNow();
        await _trial.Poll(("Iraq", 4));
        var raised = _trial.Time.GetUtcNow();
        _trial.Time.Advance(TimeSpan.FromHours(5));
        await _trial.Poll();
        var readAgain = _trial.Time.GetUtcNow();

        Assert.Equal((Knowledge.Unknown, null), Shown(await Of(Iraq, first.AddTicks(-1))));
        Assert.Equal((Knowledge.Known, "3"), Shown(await Of(Iraq, first)));
        Assert.Equal((Knowledge.Known, "3"), Shown(await Of(Iraq, raised.AddTicks(-1))));
        Assert.Equal((Knowledge.Known, "4"), Shown(await Of(Iraq, raised)));
        Assert.Equal((Knowledge.Known, "4"), Shown(await Of(Iraq, raised + (3 * _trial.Channel.Interval))));
        Assert.Equal((Knowledge.Stale, "4"), Shown(await Of(Iraq, raised + (3 * _trial.Channel.Interval) + TimeSpan.FromTicks(1))));
        Assert.Equal((Knowledge.Stale, "4"), Shown(await Of(Iraq, readAgain.AddTicks(-1))));
        Assert.Equal((Knowledge.Known, "4"), Shown(await Of(Iraq, readAgain)));
    }

    [Fact]
    public async Task A_withdrawn_notice_is_held_and_then_not_covered_and_its_past_stays()
    {
        await _trial.Poll(
            ("Iraq", 3), ("Iran", 4), ("France", 1), ("Spain", 1), ("Italy", 1), ("Norway", 1), ("Malta", 1), ("Peru", 1), ("Chile", 1), ("Cuba", 1));
        var known = _trial.Time.GetUtcNow();
        _trial.Channel = _trial.Channel with { Membership = Membership.Complete };
        await _trial.Poll(("Iran", 4), ("France", 1), ("Spain", 1), ("Italy", 1), ("Norway", 1), ("Malta", 1), ("Peru", 1), ("Chile", 1), ("Cuba", 1));
        Assert.Equal((Knowledge.Held, "3"), Shown(await Of(Iraq)));

        for (var poll = 0; poll < 8; poll++)
            await _trial.Poll();
        Assert.Equal((Knowledge.NotCovered, null), Shown(await Of(Iraq)));
        Assert.Equal((Knowledge.Known, "3"), Shown(await Of(Iraq, known)));
        var (picture, history) = await Pictures().WithHistory(Iraq, null, Cancellation);
        Assert.Equal((Knowledge.NotCovered, null), Shown(picture.Authorities[0]));
        var step = Assert.Single(history);
        Assert.Equal(("3", null), (step.From?.Native, step.To?.Native));
    }

    [Theory]
    [InlineData("avoid_all_but_essential_travel_to_whole_country,avoid_all_travel_to_parts", "uk-fcdo-travel", "Severe", "Severe")]
    [InlineData("avoid_all_travel_to_parts,avoid_all_but_essential_travel_to_parts", "uk-fcdo-travel", null, "Severe")]
    [InlineData("none", "uk-fcdo-travel", "Minor", null)]
    [InlineData("rouge+jaune", "fr-diplomatie-travel", "Moderate", "Severe")]
    public void Whole_and_part_are_kept_apart(string native, string channelId, string? whole, string? part)
    {
        var channel = ChannelCatalog.Load(null).Find(channelId)!;
        var level = channel.LevelOf(native) is { IsKnown: true } single ? single : new Level(native, native, Severity.Severe, Scope.Whole, 1);

        var stated = StatedLevels.Of(channel, level);

        Assert.Equal((whole, part), (stated.Whole?.Severity.ToString(), stated.Part?.Severity.ToString()));
    }

    [Theory]
    [InlineData("yesterday", "write a time as in 2026-01-31 or 2026-01-31T09:00:00Z.")]
    [InlineData("2999-01-01", "write a time that has passed.")]
    [InlineData("2019-01-01", "no levels are stored for that time; the earliest is ")]
    public async Task A_time_of_which_nothing_is_kept_is_refused_with_what_to_write(string at, string problem)
    {
        await _trial.Poll(("Iraq", 3));

        Assert.StartsWith(problem, (await Pictures().ReadTime(at, Cancellation)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_date_alone_is_the_end_of_that_day_or_now()
    {
        await _trial.Poll(("Iraq", 3));
        var now = _trial.Time.GetUtcNow();
        _trial.Time.Advance(TimeSpan.FromDays(2));

        var (time, problem) = await Pictures().ReadTime(now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Cancellation);
        Assert.Equal((new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero).AddTicks(-1), null), (time, problem));
        var today = _trial.Time.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(_trial.Time.GetUtcNow(), (await Pictures().ReadTime(today, Cancellation)).Time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CountryPictures Pictures() => new(new ChannelCatalog([_trial.Channel]), _trial.Store, Options.Create(new PollingOptions()), _trial.Time);

    private async Task<AuthorityLevel> Of(Area country, DateTimeOffset? at = null) =>
        Assert.Single((await Pictures().Of(country, at, Cancellation)).Authorities);

    private async Task<IReadOnlyList<CountryPicture>> All() => await Pictures().All(null, Cancellation);

    private static (Knowledge State, string? Native) Shown(AuthorityLevel level) => (level.State, level.Whole?.Native);
}
