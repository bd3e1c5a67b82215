using AlertRelay.Countries;

namespace AlertRelay.Pages.Countries;

/// <summary>
/// The pictures that public pages show. Many readers cost one read: the present one is kept for half a minute, those of past days for some minutes.
/// </summary>
internal sealed class PictureCache(CountryPictures pictures, TimeProvider time)
{
    private const int MaxPast = 16;

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
                _kept[key] = kept = (now + (at is null ? PresentFor : PastFor), pictures.All(EndOf(at, now), CancellationToken.None));
            }

            read = kept.Pictures;
        }

        return await read.WaitAsync(cancellationToken);
    }

    private static DateTimeOffset? EndOf(DateOnly? day, DateTimeOffset now) =>
        day is { } date && new DateTimeOffset(date, TimeOnly.MaxValue, TimeSpan.Zero) is var end && end < now ? end : null;
}
