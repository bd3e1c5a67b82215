using System.Text;
using System.Text.Json;
using AlertRelay.AcceptanceTests.Hosting.Host;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>The functions, call by call.</summary>
public sealed class FunctionCallTests(HostedApp app) : IClassFixture<HostedApp>
{
    private const string NotUnderstood = "The message is not one that this version of the relay understands";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private static readonly Dictionary<string, byte[]> Unreadable = new()
    {
        ["a word"] = "hello"u8.ToArray(),
        ["a list"] = "[1,2,3]"u8.ToArray(),
        ["a batch of a later version"] = """{"fanOut":{"version":99,"alert":"alr_of_a_later_version"}}"""u8.ToArray(),
        ["a batch without an alert"] = """{"fanOut":{"version":1}}"""u8.ToArray(),
        ["members that the host uses too"] = """{"id":7,"DequeueCount":"x"}"""u8.ToArray(),
        ["characters beyond ASCII"] = Encoding.UTF8.GetBytes("ünïcode ☃ \u0000"),
        ["invalid UTF-8"] = [0x00, 0xFF, 0x80, 0xFE, 0x41],
        ["nothing"] = [],
        ["null"] = "null"u8.ToArray(),
        ["half an object"] = "{"u8.ToArray(),
        ["64 KB"] = Encoding.UTF8.GetBytes(new string('x', 64 * 1024)),
    };

    private static readonly Dictionary<string, string> Readable = new()
    {
        ["FanOut, an alert that is gone"] = """{"fanOut":{"version":1,"alert":"alr_unknown"}}""",
        ["FanOut, members that are not known yet"] = """{"fanOut":{"version":1,"alert":"alr_unknown","later":[1]},"later":true}""",
        ["FanOut, members that overwrite the host's"] = """{"fanOut":{"version":1,"alert":"alr_unknown"},"DequeueCount":"x","Id":7,"PopReceipt":null}""",
        ["Retry, as every version writes it"] = "[]",
        ["Retry, anything else"] = "anything",
    };

    public static TheoryData<string> UnreadableMessages => [.. Unreadable.Keys];

    public static TheoryData<string> ReadableMessages => [.. Readable.Keys];

    private FunctionsTestHost Host => app.Host;

    [Theory]
    [InlineData("PollChannels", false)]
    [InlineData("PollChannels", true)]
    [InlineData("Maintenance", false)]
    [InlineData("Maintenance", true)]
    public async Task A_timer_is_called_and_the_log_says_when_it_is_late(string function, bool isPastDue)
    {
        var result = await Host.CallTimer(function, isPastDue);

        Assert.True(result.Succeeded, result.Failure);
        if (isPastDue)
            await Host.Log.Says(result.InvocationId, $"{function} runs late");
        else
            Assert.DoesNotContain(Host.Log.Of(result.InvocationId), message => message.Contains("runs late", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(ReadableMessages))]
    public async Task A_message_is_understood(string message)
    {
        var result = await Host.CallQueue(message[..message.IndexOf(',', StringComparison.Ordinal)], Encoding.UTF8.GetBytes(Readable[message]));

        Assert.True(result.Succeeded, result.Failure);
    }

    [Theory, MemberData(nameof(UnreadableMessages))]
    public async Task A_message_that_is_not_understood_fails_with_a_sentence_in_the_log(string message)
    {
        var result = await Host.CallQueue("FanOut", Unreadable[message]);

        Assert.StartsWith("Failure", result.Failure, StringComparison.Ordinal);
        await Host.Log.Says(result.InvocationId, NotUnderstood);
    }

    [Fact]
    public async Task The_same_call_many_times_at_once_does_its_work_once()
    {
        var before = app.Trial.Publisher.Times.Count;
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Host.CallTimer("PollChannels")));

        Assert.All(results, result => Assert.True(result.Succeeded, result.Failure));
        app.Trial.Publisher.AssertPolledByTurns(Math.Max(0, before - 1));
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_fails_and_sends_the_rest_under_the_same_id_when_it_comes_again()
    {
        await using var receiver = await Receiver.Start();
        await app.Trial.Subscribe(receiver.Target("cancelled"));
        var batch = await app.NextBatch();
        receiver.Before = () => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);

        var call = Host.BeginQueue("FanOut", batch);
        await Eventually.Is(() => !receiver.Deliveries.IsEmpty, "the batch is being sent");
        await call.Cancel();
        var cancelled = await call.Result.WaitAsync(Soon, TestContext.Current.CancellationToken);
        receiver.Before = () => Task.CompletedTask;
        var again = await Host.CallQueue("FanOut", batch);

        Assert.False(cancelled.Succeeded);
        await Host.Log.Says(call.Id, "FanOut was cancelled");
        Assert.True(again.Succeeded, again.Failure);
        Assert.Equal(2, receiver.Deliveries.Count);
        Assert.Single(receiver.Deliveries.Distinct());
    }

    [Fact]
    public async Task A_poll_that_is_cancelled_ends_at_once_and_the_next_call_polls_again()
    {
        var publisher = app.Trial.Publisher;
        publisher.Hangs = true;
        var asked = publisher.Times.Count;
        FunctionCall? call = null;
        await Eventually.Is(
            async () =>
            {
                if (call is null || call.Result.IsCompleted)
                    call = Host.BeginTimer("PollChannels");
                await Task.WhenAny(call.Result, Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken));
                return publisher.Times.Count > asked;
            },
            "a poll that hangs");

        await call!.Cancel();
        await call.Result.WaitAsync(Soon, TestContext.Current.CancellationToken);
        publisher.Hangs = false;
        var answered = publisher.Answers.Count;
        await Eventually.Is(async () => (await Host.CallTimer("PollChannels")).Succeeded && publisher.Answers.Count > answered, "the next poll");
    }

    [Fact]
    public async Task A_batch_that_an_older_version_left_in_the_queue_is_sent()
    {
        await using var receiver = await Receiver.Start();
        await app.Trial.Subscribe(receiver.Target("older"));
        var alert = JsonDocument.Parse(await app.NextBatch()).RootElement.GetProperty("fanOut").GetProperty("alert").GetString();

        var result = await Host.CallQueue("FanOut", Encoding.UTF8.GetBytes($$$"""{"fanOut":{"version":1,"alert":"{{{alert}}}"}}"""));

        Assert.True(result.Succeeded, result.Failure);
        Assert.Single(receiver.Deliveries);
    }

    [Fact]
    public async Task No_API_key_is_printed_where_logs_are_kept()
    {
        await Host.CallTimer("Maintenance");

        Assert.DoesNotContain(Host.Log.Lines, line => line.Contains("ark_", StringComparison.Ordinal));
    }
}
