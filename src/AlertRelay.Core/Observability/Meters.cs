using System.Diagnostics.Metrics;
using OpenTelemetry;

namespace AlertRelay.Observability;

/// <summary>
/// All metrics, with units and descriptions, as `alertrelay metrics` prints them. Labels have few values and contain no
/// secret. Nothing is counted under OpenTelemetry's SuppressInstrumentationScope.
/// </summary>
internal static class Meters
{
    public const string Name = "AlertRelay";

    private static readonly Meter Meter = new(Name);

    // Advice comes within minutes of its date or days after it; deliveries and queues are a matter of seconds.
    private static readonly InstrumentAdvice<double> Long = new()
    {
        HistogramBucketBoundaries = [30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400, 604800],
    };
    private static readonly InstrumentAdvice<double> Short = new() { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600] };

    private static readonly Counter<long> Polls = Meter.CreateCounter<long>("alertrelay.polls", "{poll}", "polls");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "alertrelay.requests", "{request}", "requests to publishers. The share of 304 is the share that cost nobody anything");
    private static readonly Gauge<long> Notices = Meter.CreateGauge<long>("alertrelay.notices", "{notice}", "notices that the latest documents listed");
    private static readonly Counter<long> Alerts = Meter.CreateCounter<long>("alertrelay.alerts", "{alert}", "alerts");
    private static readonly Histogram<double> Detection = Meter.CreateHistogram(
        "alertrelay.detection.delay", "s",
        "from the publisher's date to the detection. If a publisher dates by days, a delay of up to a day means nothing", advice: Long);
    private static readonly Histogram<double> Waits = Meter.CreateHistogram(
        "alertrelay.fanout.wait", "s", "from the queueing of a batch of subscriptions to its start", advice: Short);
    private static readonly Histogram<double> Delivery = Meter.CreateHistogram(
        "alertrelay.delivery.delay", "s", "from the detection to the success of a first attempt", advice: Short);
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("alertrelay.delivery.attempts", "{attempt}", "POSTs to receivers");
    private static readonly Counter<long> Dead = Meter.CreateCounter<long>("alertrelay.deliveries.dead", "{delivery}", "dead-lettered deliveries");
    private static readonly Gauge<long> Failures = Meter.CreateGauge<long>(
        "alertrelay.channel.failures", "{poll}", "failed polls in a row, of enabled channels, of all instances together");
    private static readonly Gauge<long> Failing = Meter.CreateGauge<long>(
        "alertrelay.channels.failing", "{channel}", "enabled channels whose latest poll failed");

    /// <summary>With their labels, for <see cref="MetricsTable"/>.</summary>
    public static readonly IReadOnlyList<Metric> All =
    [
        new(Polls, "channel, outcome: `unchanged`, `read`, `failed`, `overtaken`, `broken`"),
        new(Requests, "`server.address`, `http.response.status_code` (`none`: no answer)"),
        new(Notices, "channel"),
        new(Alerts, "channel, change"),
        new(Detection, "channel"),
        new(Waits, "channel"),
        new(Delivery, "channel"),
        new(Attempts, "channel, outcome: `delivered`, or the error as in the ledger"),
        new(Dead, "cause: `attempts`, `gone` (410), `unsendable`"),
        new(Failures, "channel"),
        new(Failing, ""),
    ];

    public static void Polled(string channel, string outcome) => Count(Polls, new(Tags.Channel, channel), new(Tags.Outcome, outcome));

    /// <param name="status">Null when no answer came, which is counted as "none".</param>
    public static void Requested(string host, int? status) => Count(Requests, new(Tags.Host, host), new(Tags.Status, (object?)status ?? "none"));

    public static void Listed(string channel, int notices) => Notices.Record(notices, new KeyValuePair<string, object?>(Tags.Channel, channel));

    /// <param name="delay">Null where the publisher gives no date.</param>
    public static void Detected(string channel, string change, TimeSpan? delay)
    {
        Count(Alerts, new(Tags.Channel, channel), new(Tags.Change, change));
        if (delay is { } known)
            Record(Detection, channel, known);
    }

    public static void Waited(string channel, TimeSpan inQueue) => Record(Waits, channel, inQueue);

    /// <param name="outcome">"delivered", or the word of the error.</param>
    public static void Attempted(string channel, string outcome) => Count(Attempts, new(Tags.Channel, channel), new(Tags.Outcome, outcome));

    public static void Delivered(string channel, TimeSpan sinceDetection) => Record(Delivery, channel, sinceDetection);

    public static void DeadLettered(string cause) => Count(Dead, new KeyValuePair<string, object?>(Tags.Cause, cause));

    /// <param name="failures">Of each enabled channel, in a row.</param>
    public static void Health(IReadOnlyCollection<(string Channel, int Failures)> failures)
    {
        foreach (var (channel, count) in failures)
            Failures.Record(count, new KeyValuePair<string, object?>(Tags.Channel, channel));

        Failing.Record(failures.Count(channel => channel.Failures > 0));
    }

    private static void Count(Counter<long> counter, params ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (!Sdk.SuppressInstrumentation)
            counter.Add(1, labels);
    }

    // Clocks differ, so a negative delay counts as zero.
    private static void Record(Histogram<double> histogram, string channel, TimeSpan time)
    {
        if (!Sdk.SuppressInstrumentation)
            histogram.Record(Math.Max(0, time.TotalSeconds), new KeyValuePair<string, object?>(Tags.Channel, channel));
    }
}
