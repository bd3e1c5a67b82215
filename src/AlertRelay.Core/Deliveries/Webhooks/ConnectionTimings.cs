using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Deliveries.Webhooks;

/// <summary>
/// Measures the phases of opening a connection, from the runtime's own activities
/// (https://learn.microsoft.com/dotnet/fundamentals/networking/telemetry/tracing). Without these activities there are no timings.
/// </summary>
public sealed class ConnectionTimings : IDisposable
{
    private const string Dns = "Experimental.System.Net.NameResolution", Sockets = "Experimental.System.Net.Sockets", Security =
        "Experimental.System.Net.Security";

    private const string AttemptProperty = "alertrelay.attempt";

    private static readonly AsyncLocal<Waits?> Current = new();

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name is Dns or Sockets or Security,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => Current.Value is null
            ? ActivitySamplingResult.None
            : ActivitySamplingResult.PropagationData,
        // An activity may end in another flow of calls, so it remembers its attempt.
        ActivityStarted = static activity => activity.SetCustomProperty(AttemptProperty, Current.Value),
        ActivityStopped = static activity => (activity.GetCustomProperty(AttemptProperty) as Waits)?.Note(activity),
    };

    public ConnectionTimings() => ActivitySource.AddActivityListener(_listener);

    /// <summary>Connections that this flow of calls opens from here on belong to the attempt.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "It measures only while an instance listens, so it takes one to call it.")]
    public Waits Begin() => Current.Value = new Waits();

    public void Dispose() => _listener.Dispose();

    /// <summary>The timings of one attempt so far.</summary>
    public sealed class Waits
    {
        private readonly Lock _lock = new();
        private SendTimings _timings = new();

        /// <summary>Includes a connection that was opened for this attempt, even if another attempt used it first.</summary>
        public SendTimings Timings(TimeSpan? firstByte)
        {
            lock (_lock)
                return _timings with { FirstByte = firstByte };
        }

        // May be called while the attempt continues on another connection.
        internal void Note(Activity activity)
        {
            var duration = activity.Duration;
            lock (_lock)
            {
                _timings = activity.Source.Name switch
                {
                    Dns => _timings with { Dns = duration },
                    Sockets => _timings with { Connect = duration },
                    _ => _timings with { Tls = duration },
                };
            }
        }
    }
}
