using System.Security.Cryptography;

namespace AlertRelay.AcceptanceTests;

/// <summary>One relay with one channel of its own, a publisher and a folder; the catalogue's own channels are off, so nothing leaves the machine.</summary>
public sealed class Trial : IAsyncDisposable
{
    public const string Channel = "xx-test-travel";

    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-test-").FullName;
    private string? _adminKey;

    private Trial(FakePublisher publisher) => Publisher = publisher;

    /// <summary>Countries whose governments publish the same feed in channels of their own.</summary>
    public IReadOnlyList<string> OtherGovernments { get; private init; } = [];

    public FakePublisher Publisher { get; }

    public RelayProgram Relay { get; private set; } = null!;

    public string Secret { get; } = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static Task<Trial> Start(params (string Country, int Level)[] items) => StartWith([], items);

    public static async Task<Trial> StartWith(IReadOnlyList<string> otherGovernments, params (string Country, int Level)[] items)
    {
        var trial = new Trial(await FakePublisher.Start(items)) { OtherGovernments = otherGovernments };
        await trial.StartRelay();
        foreach (var channel in otherGovernments.Select(ChannelOf).Prepend(Channel))
            await trial.Baseline(channel);
        return trial;
    }

    public async Task StartRelay()
    {
        foreach (var country in OtherGovernments)
            Publisher.WriteCatalogue(_folder, ChannelOf(country), country);
        (string, string)[] settings =
        [
            .. Off(),
            ("Channels__Directory", Publisher.WriteCatalogue(_folder, Channel)),
            ("Delivery__AllowPrivateNetworks", "true"),
            ("Fetching__HostSpacing", "00:00:00"),
            ("Polling__StartSpread", "00:00:00"),
        ];
        Relay = await RelayProgram.Start(_folder, _adminKey, settings);
        _adminKey = Relay.AdminKey;
    }

    public async Task KillAndRestart()
    {
        await Relay.Kill();
        await Relay.DisposeAsync();
        await StartRelay();
    }

    public Task<(string Id, string Secret)> Subscribe(Uri target, object? filter = null) => Relay.Subscribe(target, filter, Secret);

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        await Publisher.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Switches the channels of the catalogue off.</summary>
    public static IEnumerable<(string Name, string Value)> Off() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "src", "AlertRelay.Core", "Channels", "Catalog"), "*.json")
            .Select(file => ($"Channels__{Path.GetFileNameWithoutExtension(file)}__Enabled", "false"));

    private static string ChannelOf(string country) => $"xx-test-travel-{country.ToLowerInvariant()}";

    private Task Baseline(string id) => Eventually.Is(
        async () =>
        {
            var channel = await Relay.Get($"/api/v1/channels/{id}");
            return channel.GetProperty("health").GetProperty("lastGoodPollAt").ValueKind == System.Text.Json.JsonValueKind.String;
        },
        "the first good poll");
}
