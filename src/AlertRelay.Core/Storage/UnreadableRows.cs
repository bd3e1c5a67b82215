using System.Collections.Concurrent;
using AlertRelay.Observability;

namespace AlertRelay.Storage;

/// <summary>Lists skip rows that cannot be read, and the log names each once.</summary>
internal sealed partial class UnreadableRows(ILogger<UnreadableRows> logger)
{
    private readonly ConcurrentDictionary<string, bool> _logged = new();

    /// <param name="orKeyMissing">
    /// Leaves out rows whose key is missing too. By default they throw, because the key may come back: passing over a subscription would lose alerts.
    /// </param>
    /// <returns>Null for a row that is left out.</returns>
    public T? Read<T>(Func<T?> read, bool orKeyMissing = false)
        where T : class
    {
        try
        {
            return read();
        }
        catch (UnreadableRowException fault) when (orKeyMissing || !fault.IsKeyMissing)
        {
            Note(fault);
            return null;
        }
    }

    /// <inheritdoc cref="Read"/>
    public async Task<T?> ReadAsync<T>(Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (UnreadableRowException fault) when (!fault.IsKeyMissing)
        {
            Note(fault);
            return null;
        }
    }

    private void Note(UnreadableRowException fault)
    {
        if (_logged.TryAdd(fault.Message, true))
            LogUnreadable(fault.Message);
    }

    [LoggerMessage(EventIds.RowUnreadable, LogLevel.Error, "A row is left out: {Reason}")]
    private partial void LogUnreadable(string reason);
}
