using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AlertRelay.Observability;

namespace AlertRelay.Tests.Observability;

internal sealed record Measurement(string Name, double Value, IReadOnlyDictionary<string, object?> Labels);

/// <summary>Keeps everything that is measured in this process, by other tests too: look by channel.</summary>
internal sealed class SeenMeasurements : IDisposable
{
    private readonly ConcurrentQueue<Measurement> _measured = new();
    private readonly MeterListener _listener = new();

    public SeenMeasurements()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meters.Name)
            {
                Declared.Enqueue(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Keep(instrument, value, labels));
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Keep(instrument, value, labels));
        _listener.Start();
    }

    public ConcurrentQueue<Instrument> Declared { get; } = new();

    public IReadOnlyList<Measurement> Of(string channel) =>
        [.. _measured.Where(measurement => Equals(measurement.Labels.GetValueOrDefault(Tags.Channel), channel))];

    public IReadOnlyList<Measurement> Named(string name) => [.. _measured.Where(measurement => measurement.Name == name)];

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        _measured.Enqueue(new Measurement(instrument.Name, value, labels.ToArray().ToDictionary()));
}
