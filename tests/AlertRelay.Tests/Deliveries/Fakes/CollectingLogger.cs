using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class CollectingLogger<T>(ConcurrentQueue<string> logged) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        logged.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
}
