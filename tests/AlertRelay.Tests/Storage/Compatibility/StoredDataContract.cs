using System.Text.Json.Nodes;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Storage.Compatibility;

/// <summary>
/// The relay of today on what each released version left in its stores. What must come of it stands in the version's expected.json; nothing here
/// names a stored member, word or column. A red test means that users lose something when they update: see README.md before touching anything.
/// </summary>
public abstract class StoredDataContract : IDisposable
{
    private const int MostShown = 30;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("alertrelay-compatibility-");

    public static TheoryData<string> Versions => StoredVersion.Names;

    /// <summary>Of the store, in expected.json.</summary>
    protected abstract string Store { get; }

    [Theory, MemberData(nameof(Versions))]
    public Task Everything_stored_is_read_back(string version) => Same(version, Views.Stored);

    [Theory, MemberData(nameof(Versions))]
    public Task The_API_answers_as_before(string version) => Same(version, Views.Api);

    [Theory, MemberData(nameof(Versions))]
    public Task Alerts_that_wait_in_the_outbox_are_published(string version) => Same(version, Views.Outbox);

    [Theory, MemberData(nameof(Versions))]
    public Task A_queued_fan_out_reaches_its_subscribers_signed_and_numbered(string version) => Same(version, Views.Queue);

    [Theory, MemberData(nameof(Versions))]
    public Task A_due_retry_is_sent_and_what_quiet_hours_hold_back_waits_for_the_morning(string version) => Same(version, Views.Retries);

    [Theory, MemberData(nameof(Versions))]
    public Task The_next_polls_know_what_was_seen_before(string version) => Same(version, Views.Poll);

    [Theory, MemberData(nameof(Versions))]
    public Task Sequence_numbers_go_on_without_a_gap(string version) => Same(version, Views.Numbers);

    [Theory, MemberData(nameof(Versions))]
    public Task A_poll_lease_is_held_until_it_ends(string version) => Same(version, Views.Leases);

    [Theory, MemberData(nameof(Versions))]
    public Task Repeated_and_duplicate_requests_are_recognised(string version) => Same(version, Views.Requests);

    [Theory, MemberData(nameof(Versions))]
    public Task Links_in_letters_still_work(string version) => Same(version, Views.Links);

    [Theory, MemberData(nameof(Versions))]
    public async Task Re_encrypted_under_the_newest_key_everything_is_as_before(string version)
    {
        var stored = new StoredVersion(version);
        await using var relay = await Open(stored, _folder.FullName, stored.Now);

        Assert.True(await relay.Get<ISubscriptionStore>().ReEncrypt(TestContext.Current.CancellationToken) > 0);
        Assert.True(await relay.Get<IAuditStore>().ReEncrypt(TestContext.Current.CancellationToken) > 0);

        Compare(stored.Expected[Store]![Views.Stored], await new StoredView(relay).Everything());
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task Once_maintenance_ran_what_was_stored_is_found_by_its_state(string version)
    {
        var stored = new StoredVersion(version);
        await using var relay = await Open(stored, _folder.FullName, stored.Now);
        var (subscriptions, deliveries) = (relay.Get<ISubscriptionStore>(), relay.Get<IDeliveryStore>());
        await subscriptions.ReEncrypt(TestContext.Current.CancellationToken);
        await deliveries.Forget(DateTimeOffset.MinValue, TestContext.Current.CancellationToken);

        var all = await new StoredView(relay).Subscriptions();
        foreach (var status in Enum.GetValues<SubscriptionStatus>())
        {
            var page = await subscriptions.List(null, status, null, 200, TestContext.Current.CancellationToken);
            Assert.Equal(all.Where(each => each.Status == status).Select(each => each.Id), page.Subscriptions.Select(each => each.Id));
        }

        var undelivered = new List<string>();
        foreach (var each in all)
            undelivered.AddRange((await deliveries.OfSubscription(each.Id, null, null, 200, TestContext.Current.CancellationToken)).Deliveries
                .Where(delivery => delivery.Status != DeliveryStatus.Delivered).Select(delivery => delivery.Id));
        var listed = await deliveries.Undelivered(new DeliveryQuery(null, null, null, 200), TestContext.Current.CancellationToken);
        Assert.NotEmpty(undelivered);
        Assert.Subset(listed.Deliveries.Select(delivery => delivery.Id).ToHashSet(), undelivered.ToHashSet());
        Assert.All(listed.Deliveries, delivery => Assert.NotEqual(DeliveryStatus.Delivered, delivery.Status));
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <param name="folder">Empty.</param>
    private protected abstract Task<UpgradedRelay> Open(StoredVersion version, string folder, DateTimeOffset now);

    private async Task Same(string version, string view)
    {
        var stored = new StoredVersion(version);
        var expected = stored.Expected[Store]!;
        await using var relay = await Open(stored, _folder.FullName, stored.Now);

        Compare(expected[view], await Views.All[view](relay, expected["given"]!));
    }

    private static void Compare(JsonNode? expected, JsonNode actual)
    {
        Assert.NotNull(expected);
        var differences = JsonComparison.Differences(expected, actual, "$").ToList();
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(MostShown))}");
    }
}
