using System.Net;
using AlertRelay.Channels;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Tests.Polling;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Api;

/// <summary>What an operator may ask of a channel: a poll now, and another address.</summary>
public sealed class ChannelActionTests : IAsyncLifetime
{
    private const string Mirror = "https://mirror.example.org/feed.xml";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start(services => services
        .AddSingleton(new ChannelCatalog([PollingTrial.StateLike(), PollingTrial.StateLike("xx-off") with { Enabled = false }]))
        .AddSingleton(new ChannelCredentialStore(
            new Dictionary<string, ChannelCredentials> { ["xx-test-travel"] = new(new BearerToken("secret")) }, new ChannelCredentials())));

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_poll_is_promised_for_the_end_of_the_minimum_interval()
    {
        await Poll();

        var answer = await _api.Post("/api/v1/channels/xx-test-travel/poll", _api.Admin);

        Assert.Equal(
            (HttpStatusCode.Accepted, _api.Time.GetUtcNow().AddMinutes(5), false),
            (answer.Status, answer.Json["pollAt"]!.GetValue<DateTimeOffset>(), answer.Json["running"]!.GetValue<bool>()));
        Assert.Equal(_api.Time.GetUtcNow().AddMinutes(5), (await State()).NextPollAt);
        Assert.Equal("channel.poll-requested", await LastAction());
    }

    [Fact]
    public async Task A_disabled_channel_is_not_polled_and_the_answer_says_how_to_enable_it()
    {
        var answer = await _api.Post("/api/v1/channels/xx-off/poll", _api.Admin);

        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (answer.Status, answer.Word));
        Assert.Contains("Channels__xx_off__Enabled=true", answer.Json["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task Another_address_is_read_without_a_change()
    {
        await Poll();
        var before = await State();
        _api.Publisher.Shown = url => url.AbsoluteUri == Mirror ? Publisher.Feed(("Iran", 4), ("Iraq", 2)) : null;

        var answer = await Try(Mirror);

        Assert.Equal((HttpStatusCode.OK, true, 2), (answer.Status, answer.Json["read"]!.GetValue<bool>(), answer.Json["entries"]!.GetValue<int>()));
        Assert.Equal("Do not travel (Extreme)", answer.Json["notices"]![0]!["level"]!.GetValue<string>());
        Assert.Equivalent(before, await State());
        Assert.Empty(answer.Json["errors"]!.AsArray());
        Assert.Equal("channel.tried", await LastAction());
    }

    [Fact]
    public async Task The_secret_of_a_channel_is_not_sent_to_another_origin()
    {
        await Try(Mirror);
        await Try(PollingTrial.StateLike().Urls[0].AbsoluteUri + "?other");

        Assert.Equal([null, "Bearer secret"], _api.Publisher.Asked.Select(asked => asked.Authorization));
    }

    [Fact]
    public async Task With_the_secret_of_a_channel_its_publisher_is_asked_once_in_the_minimum_interval()
    {
        var own = PollingTrial.StateLike().Urls[0].AbsoluteUri;
        await Try($"{own}?one");

        var again = await Try($"{own}?two");

        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (again.Status, again.Word));
        Assert.Contains("5 minutes", again.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Try(Mirror)).Status);
        _api.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.OK, (await Try($"{own}?two")).Status);
        Assert.Equal(2, _api.Publisher.Asked.Count(asked => asked.Authorization is not null));
    }

    [Fact]
    public async Task What_cannot_be_read_is_said()
    {
        _api.Publisher.Body = "<html>Nothing here</html>";
        var answer = await Try(Mirror);

        Assert.Equal((HttpStatusCode.OK, false, 0), (answer.Status, answer.Json["read"]!.GetValue<bool>(), answer.Json["entries"]!.GetValue<int>()));
        Assert.Single(answer.Json["errors"]!.AsArray());
    }

    [Theory]
    [InlineData("https://127.0.0.1/feed.xml"), InlineData("https://10.1.2.3/"), InlineData("https://localhost/"), InlineData("https://169.254.169.254/latest")]
    [InlineData("https://metadata.internal/"), InlineData("https://[::1]/"), InlineData("ftp://example.org/"), InlineData("https://user:pass@example.org/")]
    [InlineData("mailto:desk@example.org"), InlineData("feed.xml"), InlineData(""), InlineData("https://example.org:22/")]
    public async Task Addresses_that_no_webhook_may_have_are_refused(string url)
    {
        var answer = await Try(url);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotEqual("", answer.Error("url"));
        Assert.Empty(_api.Publisher.Asked);
    }

    [Fact]
    public async Task A_channel_tells_its_last_polls_and_the_list_tells_them_in_a_letter_each()
    {
        await Poll();
        _api.Time.Advance(TimeSpan.FromMinutes(15));
        await Poll();

        var one = (await _api.Look("/api/v1/channels/xx-test-travel", _api.Acme)).Json;
        Assert.Equal("ru", one["health"]!["polls"]!.GetValue<string>());
        Assert.Equal(["read", "unchanged"], one["pollHistory"]!.AsArray().Select(poll => poll!["outcome"]!.GetValue<string>()));
        var list = (await _api.Look("/api/v1/channels", _api.Acme)).Json["channels"]!.AsArray();
        Assert.Equal(["", "ru"], list.Select(channel => channel!["health"]!["polls"]!.GetValue<string>()).Order());
        Assert.All(list, channel => Assert.Null(channel!["pollHistory"]));
    }

    [Fact]
    public async Task Notices_are_listed_page_by_page()
    {
        _api.Publisher.Shows(("Iran", 4), ("Iraq", 3), ("Israel", 2));
        await Poll(shows: false);

        var first = (await _api.Look("/api/v1/channels/xx-test-travel/notices?limit=2", _api.Acme)).Json;
        var after = first["after"]!.GetValue<string>();
        var second = (await _api.Look($"/api/v1/channels/xx-test-travel/notices?limit=2&after={Uri.EscapeDataString(after)}", _api.Acme)).Json;

        Assert.Equal((2, 1, 3), (first["notices"]!.AsArray().Count, second["notices"]!.AsArray().Count, second["count"]!.GetValue<int>()));
        Assert.Null(second["after"]);
    }

    private async Task Poll(bool shows = true)
    {
        if (shows)
            _api.Publisher.Shows(("Iran", 3));
        await _api.Get<ChannelPoller>().Poll(_api.Get<ChannelCatalog>().Find("xx-test-travel")!, ApiHost.Cancellation);
        _api.Publisher.Asked.Clear();
    }

    private Task<Answer> Try(string url) =>
        _api.Post("/api/v1/channels/xx-test-travel/try", _api.Admin, new System.Text.Json.Nodes.JsonObject { ["url"] = url }.ToJsonString());

    private async Task<ChannelState> State() => (await _api.Get<IChannelStore>().Find("xx-test-travel", ApiHost.Cancellation))!;

    private async Task<string> LastAction() =>
        (await _api.Look("/api/v1/audit?subject=xx-test-travel", _api.Admin)).Json["entries"]!.AsArray()[^1]!["action"]!.GetValue<string>();
}
