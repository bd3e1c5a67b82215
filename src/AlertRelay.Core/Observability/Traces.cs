using System.Diagnostics;

namespace AlertRelay.Observability;

/// <summary>
/// The spans of a trace, from the publisher's bytes to the receiver's response. Names and tags contain no secrets: no path of a
/// URL, no text of a publisher.
/// </summary>
internal static class Traces
{
    public const string SourceName = "AlertRelay";

    public const string Poll = "poll", Fetch = "fetch", Detect = "detect", Publish = "publish", FanOut = "fan-out", Deliver = "deliver";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The current activity, as W3C "traceparent"; null outside of any trace.</summary>
    public static string? Here => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>The id of the current trace, 32 hex digits; null outside of any trace.</summary>
    public static string? TraceId => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.TraceId.ToHexString() : null;

    /// <summary>A poll begins a trace of its own. Whatever called for it, such as one call of the Functions host for many channels, is linked.</summary>
    public static RelaySpan BeginPoll(string channel)
    {
        var outer = Activity.Current;
        Activity.Current = null;
        IEnumerable<ActivityLink> links = outer is { IdFormat: ActivityIdFormat.W3C } ? [new ActivityLink(outer.Context)] : [];
        return RelaySpan.Holding(Source.StartActivity(Poll, ActivityKind.Internal, parentContext: default, links: links), outer).Tag(Tags.Channel, channel);
    }

    /// <summary>A child of the current activity.</summary>
    public static RelaySpan Step(string name, ActivityKind kind = ActivityKind.Internal)
    {
        var outer = Activity.Current;
        return RelaySpan.Of(Source.StartActivity(name, kind), outer);
    }

    /// <summary>Continues the trace of another process or of an earlier call. Within that trace it is a child of the current activity.</summary>
    /// <param name="traceparent">Of the cause; may be null or invalid.</param>
    public static RelaySpan Continue(string name, ActivityKind kind, string? traceparent)
    {
        var outer = Activity.Current;
        return ActivityContext.TryParse(traceparent, null, isRemote: true, out var cause) && cause.TraceId != outer?.TraceId
            ? RelaySpan.Of(Source.StartActivity(name, kind, cause), outer)
            : Step(name, kind);
    }
}

/// <summary>Names of tags; those without the prefix are OpenTelemetry's own (https://opentelemetry.io/docs/specs/semconv/http/).</summary>
internal static class Tags
{
    public const string Channel = "alertrelay.channel", Outcome = "alertrelay.outcome", Change = "alertrelay.change", Cause = "alertrelay.cause";

    /// <summary>On spans only: one value for each alert.</summary>
    public const string Alert = "alertrelay.alert.id";

    /// <summary>On spans only: one value for each subscription.</summary>
    public const string Subscription = "alertrelay.subscription.id";

    /// <summary>On spans only: counts.</summary>
    public const string Alerts = "alertrelay.alerts", Listed = "alertrelay.listed", Pages = "alertrelay.pages", Receivers = "alertrelay.receivers", Attempt =
        "alertrelay.attempt";

    public const string Host = "server.address", Status = "http.response.status_code", Error = "error.type";
}

/// <summary>
/// Creates spans even without an exporter, so that alerts have a trace id for the ledger and for receivers. These spans record
/// nothing.
/// </summary>
internal sealed class TraceIds : IHostedService, IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == Traces.SourceName,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
