using System.Diagnostics.Metrics;

namespace AlertRelay.Benchmarks;

/// <summary>Counts the HTTP requests that this process sends to some ports.</summary>
public sealed class StorageRequests : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _count;

    public StorageRequests(params IEnumerable<int> ports)
    {
        var counted = ports.ToHashSet();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.request.duration" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var (name, value) in tags)
            {
                if (name == "server.port" && value is int port && counted.Contains(port))
                    Interlocked.Increment(ref _count);
            }
        });
        _listener.Start();
    }

    public int Take() => Interlocked.Exchange(ref _count, 0);

    public void Dispose() => _listener.Dispose();
}
