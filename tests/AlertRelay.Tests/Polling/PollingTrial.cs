using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Polling;

/// <summary>One channel polled by the real parts, on a store in memory and a clock that stands still.</summary>
internal sealed class PollingTrial : IDisposable
{
    private readonly HttpClient _http;
    private readonly RelayInMemory _relay = new();

    public PollingTrial(Channel? channel = null)
    {
        Channel = channel ?? StateLike();
        Database = SqliteDatabase.InMemory(Time);
        Store = new SqliteChannelStore(Database, TestRows.Unlogged);
        Evidence = new SqliteEvidenceStore(Database, Time);
        _http = new HttpClient(Publisher);
    }

    public FakeTimeProvider Time { get; } = new(AlertRelay.Tests.Detection.Some.Morning);

    public Publisher Publisher { get; } = new();

    public Channel Channel { get; set; }

    public SqliteDatabase Database { get; }

    public IChannelStore Store { get; set; }

    public IEvidenceStore Evidence { get; set; }

    /// <summary>What the operator grants to every channel.</summary>
    public ChannelCredentials Access { get; set; } = new();

    public static Channel StateLike(string id = "xx-test-travel", string? country = "XX") => AlertRelay.Tests.Detection.Some.Channel() with
    {
        Id = id,
        Country = country,
        Options = JsonDocument.Parse("""{ "countryFrom": "title", "levelPattern": "Level ([1-4])" }""").RootElement,
        Levels = new Dictionary<string, LevelEntry>
        {
            ["1"] = new("Exercise normal precautions", Severity.Minor, 1),
            ["2"] = new("Exercise increased caution", Severity.Moderate, 2),
            ["3"] = new("Reconsider travel", Severity.Severe, 3),
            ["4"] = new("Do not travel", Severity.Extreme, 4),
        },
        Rules = new ChannelRules { ConfirmWithdrawalAfter = TimeSpan.FromHours(1) },
    };

    public IEnumerable<string> Logged => _relay.Logged;

    /// <summary>A quarter of an hour later.</summary>
    public Task<PollReport> Poll(params (string Country, int Level)[] items)
    {
        if (items.Length > 0)
            Publisher.Shows(items);

        Time.Advance(TimeSpan.FromMinutes(15));
        return Poller().Poll(Channel, TestContext.Current.CancellationToken);
    }

    public async Task<ChannelState> State() => (await Store.Find(Channel.Id, TestContext.Current.CancellationToken))!;

    public ChannelPoller Poller()
    {
        var fetching = new FetchingOptions { HostSpacing = TimeSpan.Zero };
        var fetcher = new Fetcher(_http, new HostThrottles(fetching, Time, Middle, (_, _) => Task.CompletedTask), fetching, Time);
        var credentials = new ChannelCredentialStore(new Dictionary<string, ChannelCredentials>(), Access);
        var look = new ChannelReader(
            new PageReader(fetcher, credentials, Time), Store, Options.Create(new PollingOptions()), Time, NullLogger<ChannelReader>.Instance);
        var documents = new DocumentReader(fetcher, credentials, Time);
        var outbox = new Outbox(Store, _relay.Publisher, new SqlitePollLease(Database), Options.Create(new PollingOptions()), NullLogger<Outbox>.Instance);
        return new ChannelPoller(documents, look, Store, Evidence, outbox, Time, Middle, new CollectingLogger<ChannelPoller>(_relay.Logged));
    }

    public void Dispose()
    {
        _http.Dispose();
        Publisher.Dispose();
        _relay.Dispose();
        Database.Dispose();
    }

    private static double Middle() => 0.5;
}
