using System.Diagnostics;
using System.Text;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Observability;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Storage;
using AlertRelay.Tests.Storage.Azure;

namespace AlertRelay.Tests.Observability;

public sealed class TraceTests(Azurite azurite)
{
    [Theory]
    [InlineData(StorageOptions.Sqlite)]
    [InlineData(StorageOptions.Azure)]
    public async Task One_trace_leads_from_the_publishers_bytes_to_the_receivers_answer_whichever_process_sends(string kind)
    {
        using var seen = new SeenSpans(Traces.SourceName);
        await using var trial = await Trial.Start();
        var store = await Store(kind, trial);
        trial.Receiver.Answer = Receiver.Saying(503);

        var alert = Assert.Single((await trial.FindNews(trial.Relay(store))).Alerts);
        await trial.Relay(store).SendPages(Trial.Cancellation);
        trial.Receiver.Answer = null;
        trial.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await trial.Relay(store).Get<RetryWorker>().RunOnce(Trial.Cancellation));

        var traceId = ActivityContext.Parse(alert.Trace!, null).TraceId.ToHexString();
        var spans = seen.Of(traceId);
        Assert.Equal(["poll", "fetch", "detect", "publish", "fan-out", "deliver", "deliver"], spans.Select(span => span.OperationName));
        Assert.Equal(
            [null, "poll", "poll", "poll", "publish", "fan-out", "poll"],
            spans.Select(span => spans.FirstOrDefault(above => above.SpanId == span.ParentSpanId)?.OperationName));
        Assert.Equal(spans.TakeLast(2).Select(span => span.Id), trial.Receiver.Received.Select(received => received.Header("traceparent")));
        Assert.All(trial.Receiver.Received, received => Assert.DoesNotContain(traceId, Encoding.UTF8.GetString(received.Body), StringComparison.Ordinal));
        Assert.Equal(["status", null], spans.TakeLast(2).Select(span => span.GetTagItem(Tags.Error)));
        var attempts = await trial.Relay(store).Get<IDeliveryStore>().Attempts(alert.Id, "sub_000001", Trial.Cancellation);
        Assert.Equal([traceId, traceId], attempts.Select(attempt => attempt.TraceId));
    }

    [Theory]
    [InlineData(StorageOptions.Sqlite)]
    [InlineData(StorageOptions.Azure)]
    public async Task What_a_crash_left_in_the_outbox_goes_on_in_the_trace_of_its_poll(string kind)
    {
        using var seen = new SeenSpans(Traces.SourceName);
        await using var trial = await Trial.Start();
        var store = await Store(kind, trial);
        var alert = Samples.Alert($"alr_{trial.Channel}");
        await trial.Relay(store).Get<IChannelStore>().Commit(Samples.ChannelState(alert.Channel, 1), [], [alert], Trial.Cancellation);

        Assert.Equal(1, await trial.Relay(store).Get<Outbox>().PublishRemaining(Trial.Cancellation));

        var item = Assert.Single(await trial.Relay(store).Get<IWorkQueue>().Take(10, TimeSpan.FromMinutes(1), Trial.Cancellation));
        var publish = Assert.Single(seen.All, span => Equals(span.GetTagItem(Tags.Alert), alert.Id));
        Assert.Equal(("publish", alert.Trace, publish.Id), (publish.OperationName, publish.ParentId, item.Batch.Trace));
        Assert.Equal(trial.Time.GetUtcNow(), item.Batch.EnqueuedAt);
    }

    [Theory]
    [InlineData("""{"fanOut":{"version":1,"alert":"alr_1","cursor":"sub_9"}}""", null)]
    [InlineData(
        """{"fanOut":{"version":1,"alert":"alr_1","cursor":"sub_9","trace":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","later":1}}""",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public void Messages_of_older_and_newer_versions_are_understood(string message, string? trace) =>
        Assert.Equal(new FanOutBatch("alr_1", "sub_9", trace), FanOutMessage.Read(message));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    public void A_trace_that_cannot_be_read_does_no_harm(string? trace)
    {
        using var seen = new SeenSpans(Traces.SourceName);
        using (Traces.Continue(Traces.FanOut, ActivityKind.Consumer, trace))
            Assert.Equal((Traces.FanOut, null), (Activity.Current!.OperationName, Activity.Current.ParentId));
    }

    [Fact]
    public async Task A_poll_is_a_trace_of_its_own_and_names_the_call_that_it_was_made_in()
    {
        using var seen = new SeenSpans(Traces.SourceName);
        await using var trial = await Trial.Start();
        using var call = new Activity("call of the host").SetIdFormat(ActivityIdFormat.W3C).Start();

        await trial.Relay(trial.Sqlite).Poll(trial.Channel, Trial.Cancellation);

        Assert.Same(call, Activity.Current);
        var poll = Assert.Single(seen.All, span => Equals(span.GetTagItem(Tags.Channel), trial.Channel));
        Assert.NotEqual(call.TraceId, poll.TraceId);
        Assert.Equal(call.Context, Assert.Single(poll.Links).Context);
    }

    [Fact]
    public async Task No_span_shows_where_a_receiver_is_called_though_every_source_is_listened_to()
    {
        using var seen = new SeenSpans(null);
        await using var trial = await Trial.Start();
        var relay = trial.Relay(trial.Sqlite);
        var alert = Assert.Single((await trial.FindNews(relay, "/services/T0/hush?token=hush")).Alerts);

        await relay.SendPages(Trial.Cancellation);

        Assert.Single(trial.Receiver.Received);
        Assert.Contains(seen.All, span => span.OperationName == Traces.Deliver && Equals(span.GetTagItem(Tags.Alert), alert.Id));
        Assert.DoesNotContain(seen.All.SelectMany(Written), text => text.Contains("hush", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Written(Activity span) =>
    [
        span.OperationName, span.DisplayName, span.StatusDescription ?? "", span.TraceStateString ?? "",
        .. span.TagObjects
            .Concat(span.Events.SelectMany(happened => happened.Tags))
            .Concat(span.Baggage.Select(item => KeyValuePair.Create(item.Key, (object?)item.Value)))
            .Select(tag => $"{tag.Key}={tag.Value}"),
    ];

    private async Task<StorageOptions> Store(string kind, Trial trial) => kind == StorageOptions.Azure ? await azurite.Account() : trial.Sqlite;
}
