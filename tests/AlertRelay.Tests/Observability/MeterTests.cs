using AlertRelay.Observability;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Observability;

public sealed class MeterTests
{
    [Fact]
    public async Task A_poll_and_a_fan_out_are_counted_and_timed()
    {
        using var seen = new SeenMeasurements();
        await using var trial = await Trial.Start();
        var relay = trial.Relay(trial.Sqlite);

        await trial.FindNews(relay);
        await relay.Poll(trial.Channel, Trial.Cancellation);
        trial.Items = null;
        await relay.Poll(trial.Channel, Trial.Cancellation);
        trial.Time.Advance(TimeSpan.FromSeconds(3));
        await relay.SendPages(Trial.Cancellation);

        Assert.Equal(
        [
            "alertrelay.polls read 1", "alertrelay.notices 1",
            "alertrelay.alerts issued 1", "alertrelay.detection.delay 600", "alertrelay.polls read 1", "alertrelay.notices 2",
            "alertrelay.polls unchanged 1", "alertrelay.polls failed 1",
            "alertrelay.fanout.wait 3", "alertrelay.delivery.attempts delivered 1", "alertrelay.delivery.delay 3",
        ], seen.Of(trial.Channel).Select(Written));
    }

    [Fact]
    public async Task Requests_to_publishers_are_counted_by_their_status()
    {
        using var seen = new SeenMeasurements();
        await using var trial = await Trial.Start();
        trial.Items = null;

        await trial.Relay(trial.Sqlite).Poll(trial.Channel, Trial.Cancellation);

        Assert.Contains(
            seen.Named("alertrelay.requests"), request => Equals(request.Labels[Tags.Status], 500) && Equals(request.Labels[Tags.Host], "127.0.0.1"));
    }

    [Theory]
    [InlineData(410, "gone")]
    [InlineData(null, "unsendable")]
    public async Task What_is_given_up_is_counted_by_its_cause(int? status, string cause)
    {
        using var seen = new SeenMeasurements();
        await using var receiver = await Receiver.Start(status is { } answer ? Receiver.Saying(answer) : null);
        using var relay = new RelayInMemory();
        await relay.Subscribe(Some.Subscription(receiver.At("/")) with { Format = status is null ? "pigeon" : "webhook" });

        await relay.SendEverything(Some.Alert());

        Assert.Contains(seen.Named("alertrelay.deliveries.dead"), dead => Equals(dead.Labels[Tags.Cause], cause));
    }

    private static string Written(Measurement measured) => string.Join(' ', new[]
    {
        measured.Name,
        $"{measured.Labels.GetValueOrDefault(Tags.Outcome) ?? measured.Labels.GetValueOrDefault(Tags.Change)}",
        $"{measured.Value}",
    }.Where(part => part.Length > 0));
}
