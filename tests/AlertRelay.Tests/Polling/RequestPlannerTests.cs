using AlertRelay.Channels;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Tests.Channels.Parsers;

namespace AlertRelay.Tests.Polling;

/// <summary>X is paid by the post, so what is asked of it is money.</summary>
public sealed class RequestPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 21, 30, 0, TimeSpan.Zero);
    private static readonly Uri Lookup = new("https://api.x.com/2/users/by/username/agency");
    private static readonly ChannelCredentials Granted = new(new BearerToken("top-secret"), PostsPerDay: 200);

    [Theory]
    [InlineData(0, 199, true)]
    [InlineData(0, 200, false)]
    [InlineData(0, 201, false)]
    [InlineData(-1, 200, true)]
    public void X_is_asked_until_the_posts_of_a_UTC_day_are_read(int day, int read, bool asked)
    {
        var known = new TimelineState("77", Day: new DateOnly(2026, 3, 2).AddDays(day), Read: read);

        var question = Ask(PostsParserTests.OfX, known, Granted);

        if (asked)
            Assert.IsType<PlannedRequest.Get>(question);
        else
            Assert.Equal(TimeSpan.FromHours(2.5), Assert.IsType<PlannedRequest.Nothing>(question).Wait);
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(13)]
    public void The_day_is_the_UTC_day_whatever_the_zone_of_the_clock(int zone)
    {
        var here = Now.ToOffset(TimeSpan.FromHours(zone));

        var question = RequestPlanner.Next(PostsParserTests.OfX, Lookup, TimelineState.Unknown.After(null, 200, here), Granted, here);

        Assert.Equal(TimeSpan.FromHours(2.5), Assert.IsType<PlannedRequest.Nothing>(question).Wait);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("1346889436626259968", true)]
    public void X_is_asked_for_what_is_newer_than_the_newest_post_seen(string? newest, bool narrowed)
    {
        var get = Assert.IsType<PlannedRequest.Get>(Ask(PostsParserTests.OfX, new TimelineState("77", newest), Granted));

        Assert.Equal("/2/users/77/tweets", get.Url.AbsolutePath);
        Assert.Equal(narrowed, get.Url.Query.EndsWith($"&since_id={newest}", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_token_X_is_not_asked_and_no_waiting_helps() =>
        Assert.Null(Assert.IsType<PlannedRequest.Nothing>(Ask(PostsParserTests.OfX, new TimelineState("77"), new ChannelCredentials())).Wait);

    // An edit of an older post would be hidden by since_id, and Mastodon costs nothing.
    [Fact]
    public void Mastodon_is_asked_for_the_whole_page_without_a_token_however_many_were_read()
    {
        var known = new TimelineState("77", "109999999999999999", new DateOnly(2026, 3, 2), Read: 5000);

        var get = Assert.IsType<PlannedRequest.Get>(Ask(PostsParserTests.OfMastodon, known, new ChannelCredentials()));

        Assert.Equal("/api/v1/accounts/77/statuses", get.Url.AbsolutePath);
        Assert.DoesNotContain("since_id", get.Url.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_a_poll_the_second_question_names_the_newest_post_and_the_day_ends_when_its_posts_are_read()
    {
        using var trial = new PollingTrial(PostsParserTests.OfX with { Urls = [Lookup] });
        trial.Access = Granted with { PostsPerDay = 3 };
        trial.Publisher.Shown = url => url == Lookup ? """{"data":{"id":"77"}}""" : Posts("1001", "1002");
        await trial.Poll();
        trial.Publisher.Shown = _ => Posts("1003");
        await trial.Poll();
        var refused = await trial.Poll();

        Assert.Equal(
            ["/2/users/by/username/agency", "/2/users/77/tweets", "/2/users/77/tweets"],
            trial.Publisher.Asked.Select(asked => asked.Url.AbsolutePath));
        Assert.EndsWith("&since_id=1002", trial.Publisher.Asked.Last().Url.Query, StringComparison.Ordinal);
        Assert.All(trial.Publisher.Asked, asked => Assert.Equal("Bearer top-secret", asked.Authorization));
        Assert.Contains("PostsPerDay", refused.Error, StringComparison.Ordinal);
    }

    private static PlannedRequest Ask(Channel channel, TimelineState known, ChannelCredentials access) =>
        RequestPlanner.Next(channel, Lookup, known, access, Now);

    private static string Posts(params string[] ids) =>
        $$"""{"meta":{"result_count":{{ids.Length}}},"data":[{{string.Join(',', ids.Select(id => $$"""{"id":"{{id}}","text":"Post {{id}}."}"""))}}]}""";
}
