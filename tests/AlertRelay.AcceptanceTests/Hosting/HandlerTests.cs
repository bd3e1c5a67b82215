using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>The program under the rules of the Functions host, call by call.</summary>
public sealed class HandlerTests(HandlerTests.Running running) : IClassFixture<HandlerTests.Running>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HostedRelay Relay => running.Trial.Relay;

    public static TheoryData<string, string, bool> Calls => new()
    {
        { "PollChannels", FunctionsHost.TimerBody(), true },
        { "PollChannels", FunctionsHost.TimerBody(isPastDue: true), true },
        { "Sweep", FunctionsHost.TimerBody(), true },
        { "Sweep", """{"Data":{},"Metadata":{}}""", true },
        { "Deliver", FunctionsHost.QueueBody("[]"), true },
        { "Deliver", FunctionsHost.QueueBody("anything"), true },
        { "FanOut", FunctionsHost.QueueBody("""{"fanOut":{"version":1,"alert":"alr_unknown"}}"""), true },
        { "FanOut", """{"Data":{"message":"{\"fanOut\":{\"version\":1,\"alert\":\"alr_once_encoded\"}}"}}""", true },
        { "FanOut", """{"Data":{"message":{"fanOut":{"version":1,"alert":"alr_not_encoded"}}}}""", true },
        { "FanOut", """{"Data":{"message":"\"{\\\"fanOut\\\":{\\\"version\\\":1,\\\"alert\\\":\\\"alr_1\\\"}}\""},"Metadata":{"DequeueCount":"\"x\"","Id":"7","fanOut":"evil"}}""", true },
        { "FanOut", FunctionsHost.QueueBody("""{"fanOut":{"version":99,"alert":"alr_of_a_later_version"}}"""), false },
        { "FanOut", FunctionsHost.QueueBody("hello"), false },
        { "FanOut", FunctionsHost.QueueBody("[1,2,3]"), false },
        { "FanOut", FunctionsHost.QueueBody("""{"id":7,"DequeueCount":"x"}"""), false },
        { "FanOut", FunctionsHost.QueueBody("ünïcode ☃ \u0000"), false },
        { "FanOut", """{"Data":{"message":"AP+A/kE="}}""", false },
        { "FanOut", """{"Data":{"other":"x"}}""", false },
        { "FanOut", """{"Data":[]}""", false },
        { "FanOut", "[]", false },
        { "FanOut", "null", false },
        { "FanOut", "{", false },
        { "FanOut", "", false },
        { "Sweep", "not json", false },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task A_call_is_answered_with_a_JSON_object_and_its_status_says_whether_it_is_done(string function, string body, bool succeeds)
    {
        var answer = await Relay.Call(function, body);

        Assert.False(answer.Hangs);
        Assert.Equal(succeeds, answer.Succeeds);
        Assert.Equal(!succeeds, (int)answer.Status >= 400);
    }

    [Fact]
    public async Task A_call_above_a_megabyte_is_refused_and_the_next_one_works()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Relay.Call("FanOut", FunctionsHost.QueueBody(new string('x', 2_000_000)))).Status);
        Assert.True((await Relay.Call("Sweep", FunctionsHost.TimerBody())).Succeeds);
    }

    [Theory]
    [InlineData("Host", "relay.example.org")]
    [InlineData("X-Forwarded-Host", "relay.example.org")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    public async Task A_stranger_cannot_call_a_function_through_the_public_address(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/Sweep") { Content = new StringContent(FunctionsHost.TimerBody()) };
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await Relay.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("Host", "relay.example.org")]
    [InlineData("X-Forwarded-Host", "relay.example.org")]
    public async Task Requests_to_the_API_are_answered_as_they_are_forwarded_or_proxied(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/channels?x=1");
        request.Headers.TryAddWithoutValidation(header, value);
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        using var answer = await Relay.Client.SendAsync(request, Cancellation);
        using var missing = await Relay.Client.GetAsync("/api/v1/alerts/alr_none", Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(0, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("channels").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("application/problem+json", missing.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_pages_for_people_are_where_messages_link_to()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/alerts");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "relay.example.org");
        using var page = await Relay.Client.SendAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_same_call_many_times_at_once_does_its_work_once()
    {
        await Relay.Call("PollChannels", FunctionsHost.TimerBody());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Relay.Call("PollChannels", FunctionsHost.TimerBody())));

        Assert.All(answers, answer => Assert.True(answer.Succeeds));
        var polls = running.Trial.Publisher.Times.Order().ToList();
        Assert.All(polls.Zip(polls.Skip(1)), pair => Assert.True(pair.Second - pair.First > TimeSpan.FromSeconds(0.9), $"polled at {pair.First:O} and {pair.Second:O}"));
    }

    [Fact]
    public void The_first_admin_key_is_not_printed_where_logs_are_kept() =>
        Assert.DoesNotContain(Relay.Output, line => line.Contains("ark_", StringComparison.Ordinal));

    [Fact]
    public async Task Settings_that_cannot_be_are_told_of_and_the_exit_code_lets_the_host_start_it_again()
    {
        (string, string)[] host = [("FUNCTIONS_CUSTOMHANDLER_PORT", "1"), ("AzureWebJobsStorage", await running.Trial.Connection)];
        var folder = Directory.CreateTempSubdirectory("alertrelay-test-").FullName;
        var prefix = await RelayProgram.Run(folder, [.. host, ("Storage__Prefix", "other")]);
        var sqlite = await RelayProgram.Run(folder, [.. host, ("Storage__Kind", "sqlite")]);
        var nothing = await RelayProgram.Run(folder, [("FUNCTIONS_CUSTOMHANDLER_PORT", "1")]);
        Directory.Delete(folder);

        Assert.All([prefix, sqlite, nothing], run => Assert.Equal(2, run.ExitCode));
        Assert.Contains("Storage:Prefix is \"alertrelay\"", prefix.Errors, StringComparison.Ordinal);
        Assert.Contains("Storage:Kind", sqlite.Errors, StringComparison.Ordinal);
        Assert.Contains("Storage:AccountName", nothing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_storage_account_that_does_not_answer_the_program_still_listens_and_its_calls_fail()
    {
        const string Nobody = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=AAAA;"
            + "QueueEndpoint=http://127.0.0.1:1/devstoreaccount1;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;BlobEndpoint=http://127.0.0.1:1/devstoreaccount1;";
        await using var relay = await HostedRelay.Start(Nobody, Trial.Off());

        Assert.Contains(relay.Output, line => line.Contains("can do nothing yet", StringComparison.Ordinal));
        Assert.False(relay.HasEnded);
    }

    public sealed class Running : IAsyncLifetime
    {
        public HostedTrial Trial { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Trial = await HostedTrial.Start([("Iran", 3), ("France", 1)]);

        public ValueTask DisposeAsync() => Trial.DisposeAsync();
    }
}
