using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Deliveries.Webhooks;

/// <summary>
/// Measures what the runtime does to open a connection, for whoever waits for it. The runtime tells it by its own activities
/// (https://learn.microsoft.com/dotnet/fundamentals/networking/telemetry/tracing); where it tells nothing, nothing is known and all goes on as before.
/// </summary>
public sealed class ConnectionTimings : IDisposable
{
    private const string Dns = "Experimental.System.Net.NameResolution", Sockets = "Experimental.System.Net.Sockets", Security =
        "Experimental.System.Net.Security";

    private const string Waiting = "alertrelay.attempt";

    private static readonly AsyncLocal<Waits?> Here = new();

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name is Dns or Sockets or Security,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => Here.Value is null
            ? ActivitySamplingResult.None
            : ActivitySamplingResult.PropagationData,
        // Where it ends, the runtime may be elsewhere.
        ActivityStarted = static activity => activity.SetCustomProperty(Waiting, Here.Value),
        ActivityStopped = static activity => (activity.GetCustomProperty(Waiting) as Waits)?.Note(activity),
    };

    public ConnectionTimings() => ActivitySource.AddActivityListener(_listener);

    /// <summary>What is opened from here on, in this flow of calls, is the attempt's.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "It measures only while an instance listens, so it takes one to call it.")]
    public Waits Begin() => Here.Value = new Waits();

    public void Dispose() => _listener.Dispose();

    /// <summary>Of one attempt, so far.</summary>
    public sealed class Waits
    {
        private readonly Lock _turn = new();
        private SendTimings _noted = new();

        /// <summary>A connection that is opened for it, but serves another one first, counts for it all the same.</summary>
        public SendTimings Timings(TimeSpan? firstByte)
        {
            lock (_turn)
                return _noted with { FirstByte = firstByte };
        }

        // It may be told while the attempt goes on over another connection.
        internal void Note(Activity activity)
        {
            var took = activity.Duration;
            lock (_turn)
            {
                _noted = activity.Source.Name switch
                {
                    Dns => _noted with { Dns = took },
                    Sockets => _noted with { Connect = took },
                    _ => _noted with { Tls = took },
                };
            }
        }
    }
}
