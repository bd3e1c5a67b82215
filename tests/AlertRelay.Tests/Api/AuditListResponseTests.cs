using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Auditing;
using AlertRelay.Maintenance;
using AlertRelay.Polling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlertRelay.Tests.Api;

public sealed class AuditListResponseTests : IAsyncLifetime
{
    private const string Log = "/api/v1/audit";
    private const string All = "/api/v1/subscriptions";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task An_entry_says_who_did_what_when_and_what_is_different()
    {
        var id = await _api.Subscribe(_api.Acme);
        await _api.Post($"{All}/{id}/pause", _api.Acme);

        var entry = (await _api.Look($"{Log}?subject={id}&action=subscription.paused", _api.Acme)).Json["entries"]!.AsArray().Single()!;

        Assert.Equal(
            ("2020-01-03T12:00:00+00:00", "acme", "acme"),
            (entry["at"]!.GetValue<string>(), entry["tenant"]!.GetValue<string>(), entry["actor"]!["name"]!.GetValue<string>()));
        Assert.StartsWith("key_", entry["actor"]!["key"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("""{"status":"active","statusReason":null,"version":3}""", entry["old"]!.ToJsonString());
        Assert.Equal("""{"status":"paused","statusReason":"paused by its owner","version":4}""", entry["new"]!.ToJsonString());
    }

    [Fact]
    public async Task A_tenant_sees_its_own_and_an_operator_all_or_one()
    {
        var (ours, theirs) = (await _api.Subscribe(_api.Acme), await _api.Subscribe(_api.Globex));
        await _api.Post("/api/v1/keys/rotate-signing", _api.Admin);

        Assert.DoesNotContain(theirs, await Subjects(Log, _api.Acme));
        Assert.Contains(ours, await Subjects(Log, _api.Acme));
        Assert.Equal([ours], await Subjects($"{Log}?action=subscription.created&tenant=acme", _api.Admin));
        Assert.Equal([ours, theirs], await Subjects($"{Log}?action=subscription.created", _api.Admin));
        Assert.Empty(await Subjects($"{Log}?action=signing-key.rotated", _api.Acme));
        Assert.Single(await Subjects($"{Log}?action=signing-key.rotated", _api.Admin));
        Assert.Equal("forbidden", (await _api.Look($"{Log}?tenant=globex", _api.Acme)).Word);
        Assert.Empty(await Subjects($"{Log}?subject={theirs}", _api.Acme));
    }

    [Fact]
    public async Task Whoever_follows_the_log_goes_on_after_the_last_entry()
    {
        for (var number = 0; number < 5; number++)
            await _api.Subscribe(_api.Acme);

        var first = await _api.Look($"{Log}?action=subscription.created&limit=3", _api.Acme);
        var second = await _api.Look($"{Log}?action=subscription.created&limit=3&after={first.Json["after"]}", _api.Acme);
        Assert.Equal((3, 2), (first.Json["entries"]!.AsArray().Count, second.Json["entries"]!.AsArray().Count));
        Assert.Null(second.Json["after"]);

        var last = second.Json["entries"]![1]!["id"]!.GetValue<string>();
        var later = await _api.Subscribe(_api.Acme);
        Assert.Equal([later], await Subjects($"{Log}?after={last}", _api.Acme));
    }

    [Fact]
    public async Task The_newest_come_first_where_that_is_asked_for_and_the_next_page_is_older()
    {
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
            ids.Add(await _api.Subscribe(_api.Acme));

        var first = await _api.Look($"{Log}?order=newest&action=subscription.created&limit=3", _api.Acme);
        var rest = await Subjects($"{Log}?order=newest&action=subscription.created&limit=3&after={first.Json["after"]}", _api.Acme);

        Assert.Equal(
            Enumerable.Reverse(ids), first.Json["entries"]!.AsArray().Select(entry => entry!["subject"]!.GetValue<string>()).Concat(rest));
        Assert.Equal("write newest (to look) or oldest (to follow).", (await _api.Look($"{Log}?order=up", _api.Acme)).Error("order"));
    }

    [Fact]
    public async Task An_export_is_one_object_a_line_whatever_the_texts_hold()
    {
        const string Nasty =
            """{"target":"https://receiver.example.org/","allowDuplicate":true,"filter":{"keywords":["a\nb\r{}","x\u2028\u2029\u0085x","\u001b[2Jgrößer"]}}""";
        for (var number = 0; number < 450; number++)
            await _api.Subscribe(_api.Admin, Nasty);

        var export = await _api.Send(HttpMethod.Get, $"{Log}?action=subscription.created", _api.Admin, headers: ("Accept", "application/x-ndjson"));

        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (export.Status, export.Headers["Content-Type"]));
        Assert.True(Ascii.IsValid(export.Text));
        var lines = export.Text.Split('\n');
        Assert.Equal((451, ""), (lines.Length, lines[^1]));
        var ids = lines.SkipLast(1)
            .Select(line => JsonNode.Parse(line)!)
            .Select(entry => (entry["id"]!.GetValue<string>(), entry["new"]!["filter"]!["keywords"]![1]!.GetValue<string>()))
            .ToList();
        Assert.Equal(ids.Select(id => id.Item1).Distinct().Order(StringComparer.Ordinal), ids.Select(id => id.Item1));
        Assert.All(ids, id => Assert.Equal("x\u2028\u2029\u0085x", id.Item2));
    }

    [Fact]
    public async Task An_export_holds_the_own_tenants_entries_only()
    {
        var (ours, theirs) = (await _api.Subscribe(_api.Acme), await _api.Subscribe(_api.Globex));

        var export = await _api.Send(HttpMethod.Get, Log, _api.Acme, headers: ("Accept", "application/x-ndjson"));

        Assert.Contains(ours, export.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(theirs, export.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("action=deleted", "action", "'deleted' is unknown; write one of: subscription.created, subscription.updated,")]
    [InlineData("after=whatever", "after", "write the 'after' of the page before, or the id of an entry; leave it out to begin.")]
    [InlineData("since=2020-01-02&until=2020-01-01", "until", "write a time after 'since', or leave it out.")]
    [InlineData("who=me", "who", "is unknown; write one of: tenant, action, subject, since, until, after, order, limit.")]
    [InlineData("limit=201", "limit", "write a number from 1 to 200.")]
    public async Task A_part_of_the_query_that_is_wrong_is_named(string query, string field, string sentence) =>
        Assert.StartsWith(sentence, (await _api.Look($"{Log}?{query}", _api.Acme)).Error(field), StringComparison.Ordinal);

    [Fact]
    public async Task An_export_has_no_pages() => Assert.Equal(
        "is unknown; write one of: tenant, action, subject, since, until, after, order.",
        (await _api.Send(HttpMethod.Get, $"{Log}?limit=5", _api.Acme, headers: ("Accept", "application/x-ndjson"))).Error("limit"));

    [Fact]
    public async Task Retention_removes_what_is_older_than_its_setting()
    {
        var retention = new Retention(
            "audit-entries", new AuditOptions().KeepFor, _api.Get<IAuditStore>().Forget, _api.Get<IPollLease>(), _api.Time, NullLogger<Retention>.Instance);
        await _api.Subscribe(_api.Acme);
        _api.Time.Advance(TimeSpan.FromDays(399));
        await retention.Run(ApiHost.Cancellation);
        Assert.NotEmpty(await Subjects(Log, _api.Acme));

        _api.Time.Advance(TimeSpan.FromDays(2));
        await retention.Run(ApiHost.Cancellation);
        Assert.Empty(await Subjects(Log, _api.Acme));
    }

    [Fact]
    public async Task A_change_stands_when_its_entry_cannot_be_written_and_the_programs_log_says_so()
    {
        await using var api = await ApiHost.Start(services => services.Replace(ServiceDescriptor.Singleton<IAuditStore>(new BrokenStore())));

        var made = await api.Post(All, api.Acme, Some.SubscriptionBody);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Contains($"subscription.created of {made.Json["id"]} by key_", api.Log.Text, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> Subjects(string path, string key) =>
        [.. (await _api.Look(path, key)).Json["entries"]!.AsArray().Select(entry => entry!["subject"]!.GetValue<string>())];

    private sealed class BrokenStore : IAuditStore
    {
        public Task Add(AuditEntry entry, CancellationToken cancellationToken) => throw new StoreException("the disk is full");

        public Task<AuditPage> List(AuditQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> Forget(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> ReEncrypt(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
