using System.Globalization;
using System.Text.Json.Nodes;
using AlertRelay.Auditing;
using AlertRelay.Storage.Encryption;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Storage;

/// <summary>What every store of the audit log must do. Each store inherits it and says how to open one.</summary>
public abstract class AuditStoreContract
{
    private static readonly Actor Somebody = new("key_1", "Zentrale");

    private readonly FakeTimeProvider _time = new(Samples.Noon);

    /// <summary>Opens the same data again, as the next start of the relay or a second process does.</summary>
    private protected abstract IAuditStore Open(Keyring keys);

    private IAuditStore Store => Open(TestKeys.Ring);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10)]
    [InlineData(300_000)]
    public async Task An_entry_comes_back_as_it_was_after_a_restart(int length)
    {
        var (old, now) = (new JsonObject { ["name"] = "größer", ["failingSince"] = null }, new JsonObject
        {
            ["name"] = Samples.LongText(length / 2),
            ["failingSince"] = true,
        });
        await Log().Write(Somebody, AuditAction.SubscriptionUpdated, "acme", "sub_1", old, now);

        var entry = Assert.Single(await All(new AuditQuery()));
        Assert.Equal(
            ("acme", Somebody, AuditAction.SubscriptionUpdated, "sub_1", Samples.Noon), (entry.Tenant, entry.Actor, entry.Action, entry.Subject, entry.At));
        Assert.True(JsonNode.DeepEquals(old, entry.Old) && JsonNode.DeepEquals(now, entry.New));
    }

    [Fact]
    public async Task Entries_are_listed_in_the_order_of_time_page_by_page_while_others_come()
    {
        var log = Log();
        var written = new List<string>();
        async Task Write()
        {
            written.Add($"sub_{written.Count}");
            await log.Write(Somebody, AuditAction.SubscriptionCreated, "acme", written[^1], now: []);
            _time.Advance(TimeSpan.FromSeconds(written.Count % 3));
        }

        for (var number = 0; number < 10; number++)
            await Write();

        var seen = new List<string>();
        AuditPage? page = null;
        do
        {
            page = await Store.List(new AuditQuery { After = page?.After, Limit = 3 }, Cancellation);
            seen.AddRange(page.Entries.Select(entry => entry.Subject));
            if (written.Count < 13)
                await Write();
        }
        while (page.After is not null);

        Assert.Equal(written, seen);
    }

    [Fact]
    public async Task The_newest_come_first_where_that_is_asked_for_page_by_page_while_others_come()
    {
        var log = Log();
        var written = new List<string>();
        async Task Write(TimeSpan later)
        {
            written.Add($"sub_{written.Count}");
            await log.Write(Somebody, AuditAction.SubscriptionCreated, written.Count % 2 == 0 ? "acme" : "globex", written[^1], now: []);
            _time.Advance(later);
        }

        // Many at one time, some in an hour, and a few in a year.
        foreach (var (count, later) in new[] { (4, TimeSpan.FromDays(90)), (8, TimeSpan.FromMinutes(7)), (9, TimeSpan.Zero), (2, TimeSpan.FromDays(3)) })
        {
            for (var number = 0; number < count; number++)
                await Write(later);
        }

        var expected = Enumerable.Reverse(written).ToList();
        Assert.Equal(expected, await Newest(new AuditQuery(), () => Write(TimeSpan.Zero)));
        expected = [.. Enumerable.Reverse(written).Where(subject => int.Parse(subject[4..], CultureInfo.InvariantCulture) % 2 == 1)];
        Assert.Equal(expected, await Newest(new AuditQuery { Tenant = "acme" }));
        Assert.Equal(expected, await Newest(new AuditQuery { Tenant = "acme", Action = AuditAction.SubscriptionCreated }));
        Assert.Equal(["sub_5"], await Newest(new AuditQuery { Subject = "sub_5" }));
        Assert.Empty(await Newest(new AuditQuery { Action = AuditAction.KeyCreated }));
        Assert.Equal(["sub_2", "sub_1"], await Newest(new AuditQuery { Since = Samples.Noon.AddDays(90), Until = Samples.Noon.AddDays(270) }));
    }

    private async Task<IReadOnlyList<string>> Newest(AuditQuery query, Func<Task>? meanwhile = null)
    {
        var seen = new List<string>();
        AuditPage? page = null;
        do
        {
            page = await Store.List(query with { NewestFirst = true, After = page?.After, Limit = 3 }, Cancellation);
            seen.AddRange(page.Entries.Select(entry => entry.Subject));
            if (meanwhile is not null)
                await meanwhile();
        }
        while (page.After is not null);

        return seen;
    }

    [Fact]
    public async Task A_query_narrows_by_tenant_action_subject_and_time()
    {
        var log = Log();
        await log.Write(Somebody, AuditAction.SubscriptionCreated, "acme", "sub_1", now: []);
        await log.Write(Somebody, AuditAction.SubscriptionCreated, "globex", "sub_2", now: []);
        _time.Advance(TimeSpan.FromMinutes(1));
        await log.Write(Actor.Relay, AuditAction.SubscriptionDisabled, "acme", "sub_1", [], []);
        await log.Write(Actor.CommandLine, AuditAction.SigningKeyRotated, null, "kid");

        Assert.Equal(["sub_1", "sub_2", "sub_1", "kid"], await Subjects(new AuditQuery()));
        Assert.Equal(["sub_1", "sub_1"], await Subjects(new AuditQuery { Tenant = "acme" }));
        Assert.Equal(["sub_1", "sub_2"], await Subjects(new AuditQuery { Action = AuditAction.SubscriptionCreated }));
        Assert.Equal(["kid"], await Subjects(new AuditQuery { Subject = "kid" }));
        Assert.Empty(await Subjects(new AuditQuery { Subject = "sub_1", Tenant = "globex" }));
        Assert.Equal(["sub_1", "kid"], await Subjects(new AuditQuery { Since = Samples.Noon.AddTicks(1) }));
        Assert.Equal(["sub_1", "sub_2"], await Subjects(new AuditQuery { Since = Samples.Noon, Until = Samples.Noon.AddMinutes(1) }));
        Assert.Equal(["sub_1"], await Subjects(new AuditQuery { Tenant = "acme", Until = Samples.Noon.AddTicks(1) }));
        Assert.Equal(4, (await Subjects(new AuditQuery { Since = DateTimeOffset.MinValue, Until = DateTimeOffset.MaxValue })).Count);
    }

    [Fact]
    public async Task What_had_its_time_is_forgotten_in_every_list()
    {
        var log = Log();
        for (var number = 0; number < 120; number++)
            await log.Write(Somebody, AuditAction.SubscriptionPaused, number % 2 == 0 ? "acme" : null, "sub_1", [], []);

        _time.Advance(TimeSpan.FromDays(1));
        await log.Write(Somebody, AuditAction.SubscriptionResumed, "acme", "sub_1", [], []);

        Assert.Equal(120, await Store.Forget(_time.GetUtcNow(), Cancellation));
        Assert.Equal(0, await Store.Forget(_time.GetUtcNow(), Cancellation));
        await Assert.AllAsync(
            new[] { new AuditQuery(), new AuditQuery { Tenant = "acme" }, new AuditQuery { Subject = "sub_1" } },
            async query => Assert.Equal(AuditAction.SubscriptionResumed, Assert.Single(await All(query)).Action));
    }

    [Fact]
    public async Task What_tells_of_subscriptions_needs_the_sealing_key_and_what_tells_of_keys_does_not()
    {
        var (newer, older) = (EncryptionKey.New().Write(), EncryptionKey.New().Write());
        await Log(TestKeys.Of(older)).Write(Somebody, AuditAction.SubscriptionCreated, "acme", "sub_1", now: []);
        await Log(new Keyring(() => throw new StoreException("no keys here"))).Write(Actor.CommandLine, AuditAction.KeyCreated, "acme", "key_1", now: []);

        await Assert.ThrowsAnyAsync<StoreException>(() => Open(TestKeys.Of(newer)).List(new AuditQuery(), Cancellation));
        Assert.Single((await Open(TestKeys.Of(newer)).List(new AuditQuery { Subject = "key_1" }, Cancellation)).Entries);

        Assert.Equal(1, await Open(TestKeys.Of(newer, older)).ReEncrypt(Cancellation));
        Assert.Equal(0, await Open(TestKeys.Of(newer, older)).ReEncrypt(Cancellation));
        Assert.Equal(2, (await Open(TestKeys.Of(newer)).List(new AuditQuery(), Cancellation)).Entries.Count);
    }

    private AuditLog Log(Keyring? keys = null) => new(Open(keys ?? TestKeys.Ring), _time, NullLogger<AuditLog>.Instance);

    private async Task<IReadOnlyList<string>> Subjects(AuditQuery query) => [.. (await All(query)).Select(entry => entry.Subject)];

    private async Task<IReadOnlyList<AuditEntry>> All(AuditQuery query) => (await Store.List(query, Cancellation)).Entries;
}
