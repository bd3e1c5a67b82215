using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Countries;
using AlertRelay.Detection;
using AlertRelay.Polling;
using Microsoft.Extensions.Options;

namespace AlertRelay.Countries;

/// <summary>
/// Answers what every government says about a country, now or at a past time, from what the polls stored. Per channel of travel advice it costs in SQLite
/// two reads, in a storage account three, and one more for a past time; of all countries one more for each thousand rows.
/// </summary>
public sealed class CountryPictures(ChannelCatalog catalog, IChannelStore store, IOptions<PollingOptions> options, TimeProvider time)
{
    private const int MaxSteps = 200;

    private static readonly TimeSpan HistoryLength = TimeSpan.FromDays(365);

    /// <summary>ISO 3166-1, and Kosovo, by name.</summary>
    public static IReadOnlyList<Area> Countries { get; } = [.. CountryNames.All.OrderBy(country => country.Name, StringComparer.Ordinal)];

    /// <summary>The ids of the channels of travel advice.</summary>
    public IReadOnlyList<string> Governments => [.. Channels().Select(channel => channel.Id)];

    /// <param name="at">Null for now; otherwise not in the future.</param>
    public async Task<CountryPicture> Of(Area country, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var read = await Read(country.Code, at, cancellationToken);
        // After the reads: what began between two of them is not of the future.
        return Picture(country, at ?? time.GetUtcNow(), read);
    }

    /// <summary>All countries, those about which nobody says anything included.</summary>
    /// <param name="at">As in <see cref="Of"/>.</param>
    public async Task<IReadOnlyList<CountryPicture>> All(DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var read = await Read(null, at, cancellationToken);
        var when = at ?? time.GetUtcNow();
        var byCountry = read.Select(channel => (channel.Channel, channel.State, Periods: channel.Periods.ToLookup(period => period.Country))).ToList();
        return
        [
            .. Countries.Select(country => Picture(
                country, when, [.. byCountry.Select(channel => new ChannelLevels(channel.Channel, channel.State, [.. channel.Periods[country.Code]]))])),
        ];
    }

    /// <summary>One country with the changes of level of the twelve months before, the newest first; at most 200.</summary>
    /// <param name="at">As in <see cref="Of"/>.</param>
    public async Task<(CountryPicture Picture, IReadOnlyList<LevelStep> History)> WithHistory(
        Area country, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var read = await Read(country.Code, (at ?? time.GetUtcNow()) - HistoryLength, cancellationToken);
        var picture = Picture(country, at ?? time.GetUtcNow(), read);
        var history = read.SelectMany(channel => LevelStep.Of(channel.Channel, channel.Periods))
            .Where(step => step.At >= picture.At - HistoryLength && step.At <= picture.At)
            .OrderByDescending(step => step.At).ThenBy(step => step.Government, StringComparer.Ordinal)
            .Take(MaxSteps);
        return (picture, [.. history]);
    }

    /// <summary>Finds a country by its code of two letters, in any case.</summary>
    public static Area? Find(string code) =>
        Countries.FirstOrDefault(country => string.Equals(country.Code, code, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to write instead of a code that <see cref="Find"/> does not find.</summary>
    public static string NoSuchCountry(string code)
    {
        var found = CountryNames.OfAlpha3(code) ?? CountryNames.Named(code) ?? CountryNames.OfAlpha2(code);
        var meant = found is null ? null : Find(found.Code.Split('-')[0]);
        var hint = meant is null ? "write one such as 'IR'." : $"did you mean '{meant.Code}' ({meant.Name})?";
        return $"'{(code.Length <= 100 ? code : code[..100] + "…")}' is no country's ISO 3166 code of two letters; {hint}";
    }

    /// <summary>Reads a time of which something is kept; see <see cref="PastTime"/>.</summary>
    /// <returns>The time, or what to write instead.</returns>
    public async Task<(DateTimeOffset? Time, string? Problem)> ReadTime(string text, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (PastTime.Read(text, now) is not { } at)
            return (null, "write a time as in 2026-01-31 or 2026-01-31T09:00:00Z.");
        if (at > now)
            return (null, "write a time that has passed.");

        var states = await BoundedParallel.Select(Channels(), channel => store.Find(channel.Id, cancellationToken), cancellationToken);
        if (states.OfType<ChannelState>().Select(LevelKnowledge.WatchedSince).Where(since => since is not null).Min() is not { } watched)
            return (null, "no levels are stored yet; leave it out.");

        var kept = now - options.Value.KeepVersionsFor;
        var earliest = watched > kept ? watched : kept;
        return at >= earliest
            ? (at, null)
            : (null, FormattableString.Invariant($"no levels are stored for that time; the earliest is {earliest.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z."));
    }

    private static CountryPicture Picture(Area country, DateTimeOffset at, IReadOnlyList<ChannelLevels> read) => CountryPicture.Of(
        country, at,
        [
            .. read.Select(channel => LevelKnowledge.Of(channel, at))
                .OrderBy(level => level.Government, StringComparer.Ordinal).ThenBy(level => level.Channel, StringComparer.Ordinal),
        ]);

    private IReadOnlyList<Channel> Channels() => [.. catalog.All.Where(channel => LevelPeriods.AreOf(channel) && channel.Enabled)];

    private async Task<IReadOnlyList<ChannelLevels>> Read(string? country, DateTimeOffset? since, CancellationToken cancellationToken) =>
        await BoundedParallel.Select(
            Channels(),
            async channel => new ChannelLevels(
                channel,
                await store.Find(channel.Id, cancellationToken),
                [
                    .. await store.Levels(channel.Id, country, cancellationToken),
                    .. since is { } from ? await store.PastLevels(channel.Id, country, from, cancellationToken) : [],
                ]),
            cancellationToken);
}

/// <summary>What is stored of one channel.</summary>
/// <param name="State">Null if it was never polled.</param>
/// <param name="Periods">Those that last, and ended ones.</param>
internal sealed record ChannelLevels(Channel Channel, ChannelState? State, IReadOnlyList<LevelPeriod> Periods);
