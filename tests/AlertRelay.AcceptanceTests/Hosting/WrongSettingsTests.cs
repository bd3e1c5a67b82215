using System.Net;
using System.Text;
using AlertRelay.AcceptanceTests.Hosting.Host;
using AlertRelay.Tests.Storage.Azure;
using Azure.Storage.Queues;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>What an operator of a function app gets wrong: the app stays up, each call fails, the log says what to write, and nothing is lost.</summary>
public sealed class WrongSettingsTests(WrongSettingsTests.Account account) : IClassFixture<WrongSettingsTests.Account>
{
    private const string Batch = """{"fanOut":{"version":1,"alert":"alr_unknown"}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "Storage__Prefix", "other", "Storage__Prefix must be \"alertrelay\"" },
        { "Storage__Kind", "sqlite", "remove the setting Storage__Kind, or set it to \"azure\"" },
        { "Delivery__Timeuot", "00:00:10", "There is no setting Delivery:Timeuot; did you mean Delivery:Timeout?" },
        { "Delivery__Timeout", "soon", "Delivery:Timeout" },
        { "Delivery__Timeout", "01:00:00", "Delivery:Timeout must be between" },
        { "Delivery__PageTime", "00:03:15.0000001", "lower Delivery__PageTime or Delivery__Timeout by 00:00:00.0000001" },
        { "Api__StreamTime", "00:03:40.0000001", "Under the Functions host a stream may take 3m40s" },
        { "Channels__uk-fcdo-travle__Enabled", "false", "did you mean Channels:uk-fcdo-travel?" },
        { "Channels__Directory", "/nowhere/at/all", "/nowhere/at/all" },
        { "Storage__ConnectionString", "rubbish", "Storage:ConnectionString cannot be read" },
        { "OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere", "OTEL_EXPORTER_OTLP_ENDPOINT must be an address" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_setting_that_is_wrong_fails_every_call_with_the_sentence_that_says_what_to_write(string name, string value, string sentence)
    {
        await using var host = await FunctionsTestHost.Start(new TestHostOptions(await account.Storage.ConnectionString, [.. Trial.Off(), (name, value)]));

        await AssertFails(host, sentence);
        using var answer = await host.Client.GetAsync("/api/v1/alerts", Cancellation);
        using var large = await host.Client.PostAsync("/api/v1/subscriptions", new ByteArrayContent(new byte[1_000_000]), Cancellation);

        Assert.All([answer, large], AssertUnavailable);
        Assert.Equal((1, false), (host.Starts, (await host.Worker).HasExited));
    }

    [Theory]
    [InlineData("wrong key")]
    [InlineData("read only")]
    public async Task An_account_that_refuses_the_app_fails_every_call_and_leaves_the_messages_where_they_are(string limits)
    {
        await using var storage = new Emulator();
        var connection = await storage.ConnectionString;
        var queue = new QueueClient(connection, "alertrelay-fanout");
        await queue.CreateAsync(cancellationToken: Cancellation);
        await queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(Batch)), Cancellation);
        var limited = limits == "read only" ? LimitedAccount.ReadOnly(connection) : LimitedAccount.WrongKey(connection);
        var options = new TestHostOptions(connection, [.. Trial.Off(), ("Storage__ConnectionString", limited)]) { RedeliverAfter = TimeSpan.Zero };
        await using var host = await FunctionsTestHost.Start(options);

        await AssertFails(host, "The storage account devstoreaccount1");
        await host.Listen();
        var poison = new QueueClient(connection, "alertrelay-fanout-poison");
        await Eventually.Is(
            async () => await poison.ExistsAsync() && (await poison.PeekMessagesAsync()).Value.Length == 1,
            "the message is set aside after ten tries");
        using var answer = await host.Client.GetAsync("/alerts", Cancellation);

        AssertUnavailable(answer);
        Assert.Equal((1, false), (host.Starts, (await host.Worker).HasExited));
    }

    [Fact]
    public async Task An_account_that_does_not_answer_fails_every_call()
    {
        await using var host = await FunctionsTestHost.Start(new TestHostOptions(LimitedAccount.Silent, [.. Trial.Off()]));

        var request = host.Client.GetAsync("/alerts", Cancellation);
        await AssertFails(host, "The storage account did not answer within 8 seconds");
        using var answer = await request;

        AssertUnavailable(answer);
        Assert.Equal((1, false), (host.Starts, (await host.Worker).HasExited));
    }

    [Fact]
    public async Task Settings_of_the_custom_handler_are_warned_of_once_and_change_nothing()
    {
        const string Path = "AzureFunctionsJobHost__customHandler__description__defaultExecutablePath";
        (string, string)[] settings =
            [.. Trial.Off(), ("Security__EncryptionKey", HostedTrial.SealingKey), ("FUNCTIONS_WORKER_RUNTIME", "custom"), (Path, "AlertRelay")];
        await using var host = await FunctionsTestHost.Start(new TestHostOptions(await account.Storage.ConnectionString, settings));

        Assert.Null((await host.CallTimer("Maintenance")).Failure);
        Assert.Null((await host.CallTimer("Maintenance")).Failure);
        using var answer = await host.Client.GetAsync("/health/live", Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await host.Log.Says("The setting FUNCTIONS_WORKER_RUNTIME=custom belonged to the custom handler");
        await host.Log.Says($"The setting {Path} belonged to the custom handler");
        Assert.Equal(2, host.Log.Count("belonged to the custom handler"));
    }

    private static async Task AssertFails(FunctionsTestHost host, string sentence)
    {
        var message = Encoding.UTF8.GetBytes(Batch);
        CallResult[] results = await Task.WhenAll(
            host.CallTimer("PollChannels"), host.CallTimer("Maintenance"), host.CallQueue("FanOut", message), host.CallQueue("Retry", "[]"u8.ToArray()));

        foreach (var result in results)
        {
            Assert.Contains(sentence, result.Failure ?? "The call succeeded.", StringComparison.Ordinal);
            await host.Log.Says(result.InvocationId, sentence);
        }
    }

    private static void AssertUnavailable(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, answer.ToString());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    public sealed class Account : IAsyncDisposable
    {
        public Emulator Storage { get; } = new();

        public ValueTask DisposeAsync() => Storage.DisposeAsync();
    }
}
