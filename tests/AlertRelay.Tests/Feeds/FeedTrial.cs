using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Infra;
using AlertRelay.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Feeds;

/// <summary>A relay with a public address, whose reads of the history are counted.</summary>
internal sealed class FeedTrial : IAsyncDisposable
{
    public const string Relay = "https://relay.example.org";

    public static readonly XNamespace Atom = "http://www.w3.org/2005/Atom", Tombstones = "http://purl.org/atompub/tombstones/1.0",
        Cap = "urn:oasis:names:tc:emergency:cap:1.2";

    private FeedTrial(ApiHost api) => Api = api;

    public ApiHost Api { get; }

    public int Reads => ((CountedAlerts)Api.Get<IAlertStore>()).Reads;

    public static async Task<FeedTrial> Start(Action<RelayOptions>? change = null) => new(await ApiHost.Start(services => services
        .Configure<RelayOptions>(relay =>
        {
            relay.BaseUrl = Relay;
            change?.Invoke(relay);
        })
        .AddSingleton<IAlertStore>(provider => new CountedAlerts(ActivatorUtilities.CreateInstance<SqliteAlertStore>(provider)))));

    public async Task Keep(params Alert[] alerts)
    {
        foreach (var alert in alerts)
            await Api.Get<IAlertStore>().Append(alert, ApiHost.Cancellation);
    }

    public async Task<XElement> Read(string path) => XDocument.Parse((await Api.Look(path)).Text).Root!;

    /// <summary>The alerts of an Atom feed.</summary>
    public static string Ids(XElement feed) =>
        string.Join(' ', feed.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value.Split('/')[^1]));

    /// <summary>What programs of others read.</summary>
    public async Task<JsonNode> ReadByOthers(params (string Name, string Path)[] documents)
    {
        using var folder = new ScratchFolder();
        foreach (var (name, path) in documents)
            await File.WriteAllTextAsync(Path.Combine(folder.Path, name), (await Api.Look(path)).Text, ApiHost.Cancellation);

        var ran = await new Tool("node").Run(
            [Path.Combine(Repository.Root, "tests", "npm", "feeds.mjs"), .. documents.Select(each => Path.Combine(folder.Path, each.Name))]);
        Assert.True(ran.ExitCode == 0, ran.Said);
        return JsonNode.Parse(ran.Said)!;
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    public static Alert Numbered(int number) => SomePage.Iran with
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"alr_{number:D3}"),
        Key = string.Create(CultureInfo.InvariantCulture, $"{number}"),
        DetectedAt = SomePage.Iran.DetectedAt.AddMinutes(number),
        References = [],
    };
}

/// <summary>Counts reads that have ended.</summary>
internal sealed class CountedAlerts(IAlertStore alerts) : IAlertStore
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public Task<bool> Append(Alert alert, CancellationToken cancellationToken) => alerts.Append(alert, cancellationToken);

    public Task<Alert?> Find(string id, CancellationToken cancellationToken) => Counted(alerts.Find(id, cancellationToken));

    public Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken) => Counted(alerts.List(query, cancellationToken));

    public Task<long> Identity(CancellationToken cancellationToken) => alerts.Identity(cancellationToken);

    public Task<long> Head(CancellationToken cancellationToken) => Counted(alerts.Head(cancellationToken));

    public Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken) => alerts.Forget(detectedBefore, cancellationToken);

    private async Task<T> Counted<T>(Task<T> read)
    {
        var result = await read;
        Interlocked.Increment(ref _reads);
        return result;
    }
}
