using System.Text;

namespace AlertRelay.Feeds;

/// <summary>
/// What was written within the last seconds, so that many readers of a feed cost the store one read. Bounded in bytes: who asks for ever new
/// filters pushes out the oldest entries.
/// </summary>
internal sealed class FeedCache(TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    internal const long MaxBytes = 16 * 1024 * 1024;

    // Feeds of all readers together: each reads much, and holds what it writes.
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _free = new(AtOnce, AtOnce);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];
    // In the order in which they end.
    private readonly Queue<(string Key, Entry Entry)> _oldestFirst = [];
    private long _bytes;

    internal long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <param name="write">Null is not kept.</param>
    public async Task<byte[]?> Get(string key, Func<Task<byte[]?>> write, CancellationToken cancellationToken)
    {
        if (Find(key) is { } known)
            return known;

        await _free.WaitAsync(cancellationToken);
        try
        {
            // Another reader may have had it written meanwhile.
            if (Find(key) is { } ready)
                return ready;

            var body = await write();
            if (body is not null)
                Keep(key, body);
            return body;
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();

    private byte[]? Find(string key)
    {
        lock (_lock)
            return _entries.TryGetValue(key, out var entry) && time.GetElapsedTime(entry.At) < Lifetime ? entry.Body : null;
    }

    private void Keep(string key, byte[] body)
    {
        var entry = new Entry(body, time.GetTimestamp(), body.Length + Encoding.UTF8.GetByteCount(key));
        if (entry.Size > MaxBytes)
            return;

        lock (_lock)
        {
            while (_oldestFirst.TryPeek(out var oldest) && (_bytes + entry.Size > MaxBytes || time.GetElapsedTime(oldest.Entry.At) >= Lifetime))
                DropOldest();
            _entries[key] = entry;
            _oldestFirst.Enqueue((key, entry));
            _bytes += entry.Size;
        }
    }

    private void DropOldest()
    {
        var (key, entry) = _oldestFirst.Dequeue();
        _bytes -= entry.Size;
        // A newer one may have taken its place.
        if (_entries.TryGetValue(key, out var present) && ReferenceEquals(present, entry))
            _entries.Remove(key);
    }

    private sealed record Entry(byte[] Body, long At, long Size);
}
