using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Storage;
using AlertRelay.Tests.Storage.Azure;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Api;

public sealed class HealthTests
{
    [Fact]
    public async Task The_relay_is_ready_when_every_channel_was_polled()
    {
        await using var api = await ApiHost.Start();
        var before = await api.Look("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, before.Status);
        Assert.Contains("The channel uk-fcdo-travel was not polled yet.", before.Text, StringComparison.Ordinal);

        await PollAll(api);

        var after = await api.Look("/health/ready");
        Assert.Equal((HttpStatusCode.OK, """{"status":"ready","reasons":[]}"""), (after.Status, after.Text));
    }

    [Fact]
    public async Task A_channel_shows_how_its_polls_go()
    {
        await using var api = await ApiHost.Start();
        var waiting = await api.Look("/api/v1/channels/us-cisa-kev", api.Acme);
        Assert.Equal("waiting", waiting.Json["health"]!["status"]!.GetValue<string>());

        await Polled(api, new ChannelState
        {
            Channel = "us-cisa-kev",
            Version = 1,
            LastPollAt = Some.Friday,
            Failures = 3,
            LastError = "HTTP 500",
            Notices = 1200,
            Documents = new Dictionary<string, DocumentState>
            {
                ["https://a.example.org/"] = new(CacheValidators.None, MovedTo: new Uri("https://b.example.org/")),
            },
        });

        var health = (await api.Look("/api/v1/channels/us-cisa-kev", api.Acme)).Json["health"]!;
        Assert.Equal(
            ("failing", 3, "HTTP 500", 1200),
            (health["status"]!.GetValue<string>(), health["failures"]!.GetValue<int>(), health["lastError"]!.GetValue<string>(),
            health["notices"]!.GetValue<int>()));
        Assert.Equal("""["https://b.example.org/"]""", health["movedTo"]!.ToJsonString());
    }

    [Fact]
    public async Task A_channel_that_is_misspelt_is_guessed()
    {
        await using var api = await ApiHost.Start();

        var answer = await api.Look("/api/v1/channels/us-cisa-kve", api.Acme);

        Assert.EndsWith("Did you mean 'us-cisa-kev'?", answer.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_makes_it_unready_and_its_words_stay_in_the_log()
    {
        await using var api = await ApiHost.Start(
            services => services.AddSingleton<IAlertStore>(new Broken(new StoreException("The disk /secret/path is full."))));

        var ready = await api.Look("/health/ready");
        var alerts = await api.Look("/api/v1/alerts", api.Acme);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, "unavailable"), (ready.Status, alerts.Status, alerts.Word));
        Assert.DoesNotContain("/secret/path", ready.Text + alerts.Text);
        Assert.Contains("/secret/path", api.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_makes_it_unready_within_ten_seconds_and_room_makes_it_ready_again()
    {
        using var folder = new SqliteFolder();
        long? free = SqliteStoreProbe.MinFreeBytes;
        var probe = new SqliteStoreProbe(folder.Open(), _ => free);
        await using var api = await ApiHost.Start(services => services.AddSingleton<IStoreProbe>(probe));
        await PollAll(api);
        Assert.Equal(HttpStatusCode.OK, (await api.Look("/health/ready")).Status);

        free--;
        api.Time.Advance(TimeSpan.FromSeconds(5));
        var full = await api.Look("/health/ready");
        free++;

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable,
            """{"status":"not ready","reasons":["The store cannot be written or read: the disk is full. The log of the relay says what to do."]}"""),
            (full.Status, full.Text));
        Assert.Equal(HttpStatusCode.OK, (await api.Look("/health/ready")).Status);
        Assert.Contains($"The relay is not ready: The disk that holds {folder.File} is full", api.Log.Text, StringComparison.Ordinal);
        Assert.Contains("The store can be written again", api.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_account_that_does_not_answer_makes_it_unready_within_ten_seconds_and_ready_when_it_is_back()
    {
        await using var emulator = new Emulator();
        var account = new StorageOptions { Kind = StorageOptions.Azure, ConnectionString = await emulator.ConnectionString, Prefix = "health" };
        var probe = new AzureStoreProbe(AzureStorage.Open(account, TimeProvider.System));
        await using var api = await ApiHost.Start(
            services => services.AddSingleton<IStoreProbe>(probe).AddSingleton(TimeProvider.System));
        await PollAll(api);
        Assert.Equal(HttpStatusCode.OK, (await api.Look("/health/ready")).Status);

        await emulator.Stop();
        var since = TimeProvider.System.GetTimestamp();
        await Eventually.Is(async () => (await api.Look("/health/ready")).Text.Contains("The store cannot be written", StringComparison.Ordinal), "not ready");
        Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(10));

        await emulator.StartAgain();
        await Eventually.Is(async () => (await api.Look("/health/ready")).Status == HttpStatusCode.OK, "ready again");
    }

    [Fact]
    public async Task A_store_that_another_process_locks_makes_it_unready_before_its_patience_ends()
    {
        using var folder = new SqliteFolder();
        var probe = new SqliteStoreProbe(folder.Open());
        await using var api = await ApiHost.Start(services => services.AddSingleton<IStoreProbe>(probe).AddSingleton(TimeProvider.System));
        using var stuck = new SqliteConnection($"Data Source={folder.File};Pooling=False");
        stuck.Open();
        using var transaction = stuck.BeginTransaction();

        var ready = await api.Look("/health/ready");

        Assert.Contains("it does not answer within 4 seconds", ready.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_ours_is_a_problem_without_details()
    {
        await using var api = await ApiHost.Start(services => services.AddSingleton<IAlertStore>(new Broken(new NotSupportedException("an inner thing"))));

        var answer = await api.Look("/api/v1/alerts", api.Acme);

        Assert.Equal((HttpStatusCode.InternalServerError, "internal-error"), (answer.Status, answer.Word));
        Assert.DoesNotContain("inner thing", answer.Text);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Contains("GET /api/v1/alerts failed", api.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("unhandled exception", api.Log.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_keep_browsers_careful()
    {
        await using var api = await ApiHost.Start();

        foreach (var path in new[] { "/", "/api/v1/alerts", "/nowhere" })
        {
            var headers = (await api.Look(path)).Headers;

            Assert.Equal(
                ("nosniff", "frame-ancestors 'none'", "no-store"),
                (headers["X-Content-Type-Options"], headers["Content-Security-Policy"], headers["Cache-Control"]));
            Assert.DoesNotContain("Server", headers.Keys);
        }
    }

    private static async Task PollAll(ApiHost api)
    {
        foreach (var channel in api.Get<ChannelCatalog>().All.Where(channel => channel.Enabled))
            await Polled(api, new ChannelState { Channel = channel.Id, Version = 1 });
    }

    private static async Task Polled(ApiHost api, ChannelState state) =>
        Assert.True(await api.Get<IChannelStore>().Commit(state, [], [], [], ApiHost.Cancellation));

    private sealed class Broken(Exception fault) : IAlertStore
    {
        public Task<bool> Append(Alert alert, CancellationToken cancellationToken) => Task.FromException<bool>(fault);

        public Task<Alert?> Find(string id, CancellationToken cancellationToken) => Task.FromException<Alert?>(fault);

        public Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken) => Task.FromException<AlertPage>(fault);

        public Task<long> Identity(CancellationToken cancellationToken) => Task.FromException<long>(fault);

        public Task<long> Head(CancellationToken cancellationToken) => Task.FromException<long>(fault);

        public Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken) => Task.FromException<int>(fault);
    }
}
