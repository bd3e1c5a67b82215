using System.Globalization;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>What arrived at the receivers: who, and when.</summary>
public sealed record Arrivals(IReadOnlyList<(int Receiver, DateTimeOffset At)> All)
{
    public TimeSpan Span => All.Max(arrival => arrival.At) - All.Min(arrival => arrival.At);

    public TimeSpan LastAfter(DateTimeOffset start) => All.Max(arrival => arrival.At) - start;

    /// <summary>Of those that the receivers from <paramref name="first"/> on got.</summary>
    public TimeSpan Percentile(double share, DateTimeOffset start, int first) =>
        All.Where(arrival => arrival.Receiver >= first).Select(arrival => arrival.At - start).Order().ToList() is var waits
            ? waits[(int)((waits.Count - 1) * share)]
            : default;
}

/// <summary>Receivers in a process of their own (<see cref="ReceiverFarm"/>).</summary>
public sealed class Receivers : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Child _farm;

    private Receivers(Child farm, IReadOnlyList<int> ports) => (_farm, Ports) = (farm, ports);

    public IReadOnlyList<int> Ports { get; }

    public IReadOnlyList<Uri> Targets => [.. Ports.Select(port => new Uri($"http://127.0.0.1:{port}/hook"))];

    public static async Task<Receivers> Start(int count)
    {
        var farm = Child.InRole([ReceiverFarm.Role, $"{count}"], ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"));
        return new Receivers(farm, [.. (await farm.Read()).Split(' ').Select(port => int.Parse(port, CultureInfo.InvariantCulture))]);
    }

    /// <summary>The first ones take what they get and do not answer, those after them answer 500.</summary>
    public Task Behave(int hanging, int failing) => _farm.Ask($"behave {hanging} {failing}");

    /// <summary>The first ones answer after 14 seconds.</summary>
    public Task Slow(int slow) => _farm.Ask($"slow {slow}");

    public Task Clear() => _farm.Ask("clear");

    /// <summary>All of them, once this many are there.</summary>
    public Task<Arrivals> Await(int count) => Await(count, 0);

    /// <summary>All of them, once this many are there at the receivers from <paramref name="first"/> on.</summary>
    public async Task<Arrivals> Await(int count, int first)
    {
        var end = TimeProvider.System.GetUtcNow() + Patience;
        while (int.Parse(await _farm.Ask($"count {first}"), CultureInfo.InvariantCulture) is var there && there < count)
        {
            if (TimeProvider.System.GetUtcNow() > end)
                throw new TimeoutException($"{there} of {count} messages have arrived.");

            await Task.Delay(5);
        }

        return new Arrivals([.. (await _farm.Ask("list")).Split(' ').Select(Read)]);
    }

    public ValueTask DisposeAsync() => _farm.DisposeAsync();

    private static (int Receiver, DateTimeOffset At) Read(string arrival)
    {
        var parts = arrival.Split(':');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), new DateTimeOffset(long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.Zero));
    }
}
