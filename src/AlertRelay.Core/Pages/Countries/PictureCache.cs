using AlertRelay.Alerts;
using AlertRelay.Countries;

namespace AlertRelay.Pages.Countries;

/// <summary>
/// The pictures that public pages show. Many readers cost one read: the present one is kept for half a minute, those of past days for some minutes.
/// </summary>
internal sealed class PictureCache(CountryPictures pictures, TimeProvider time) : IDisposable
{
    private const int MaxPast = 16;

    // There are many past times. Without a limit, requests for ever new ones would keep the store reading.
    internal const int PastReadsAtOnce = 2;

    private readonly SemaphoreSlim _pastReads = new(PastReadsAtOnce, PastReadsAtOnce);

    private static readonly TimeSpan PresentFor = TimeSpan.FromSeconds(30), PastFor = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTimeOffset Until, Task<IReadOnlyList<CountryPicture>> Pictures)> _kept = [];

    /// <param name="at">A past day; null for now.</param>
    public async Task<IReadOnlyList<CountryPicture>> All(DateOnly? at, CancellationToken cancellationToken)
    {
        var key = at?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "";
        Task<IReadOnlyList<CountryPicture>> read;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_kept.TryGetValue(key, out var kept) || kept.Until <= now || kept.Pictures.IsFaulted)
            {
                if (_kept.Count > MaxPast)
                    _kept.Remove(_kept.MinBy(entry => entry.Value.Until).Key);
                // Not cancelled with the first of its readers.
                _kept[key] = kept = (now + (at is null ? PresentFor : PastFor), ReadAll(EndOf(at, now)));
            }

            read = kept.Pictures;
        }

        return await read.WaitAsync(cancellationToken);
    }

    /// <summary>One country, which is not kept.</summary>
    /// <param name="at">A past time; null for now.</param>
    public Task<CountryPicture> Of(Area country, DateTimeOffset? at, CancellationToken cancellationToken) =>
        Limited(at, () => pictures.Of(country, at, cancellationToken), cancellationToken);

    /// <inheritdoc cref="Of"/>
    public Task<(CountryPicture Picture, IReadOnlyList<LevelStep> History)> WithHistory(
        Area country, DateTimeOffset? at, CancellationToken cancellationToken) =>
        Limited(at, () => pictures.WithHistory(country, at, cancellationToken), cancellationToken);

    public void Dispose() => _pastReads.Dispose();

    private Task<IReadOnlyList<CountryPicture>> ReadAll(DateTimeOffset? at) =>
        Limited(at, () => pictures.All(at, CancellationToken.None), CancellationToken.None);

    private async Task<T> Limited<T>(DateTimeOffset? at, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        if (at is null)
            return await read();

        await _pastReads.WaitAsync(cancellationToken);
        try
        {
            return await read();
        }
        finally
        {
            _pastReads.Release();
        }
    }

    private static DateTimeOffset? EndOf(DateOnly? day, DateTimeOffset now) =>
        day is { } date && new DateTimeOffset(date, TimeOnly.MaxValue, TimeSpan.Zero) is var end && end < now ? end : null;
}
