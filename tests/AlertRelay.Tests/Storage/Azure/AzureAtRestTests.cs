using System.Text;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;
using Azure.Data.Tables;

namespace AlertRelay.Tests.Storage.Azure;

/// <summary>What somebody who can read the tables could learn.</summary>
public sealed class AzureAtRestTests(Azurite azurite) : IAsyncLifetime
{
    private static readonly string[] Hidden = ["hooks.example.org", "T000/B000/XXXXXXXX", "whsec_"];

    private static readonly Subscription Chat = Samples.Subscription(1) with
    {
        Target = new Uri("https://hooks.example.org/services/T000/B000/XXXXXXXX"),
        Secrets = [new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")],
    };

    private AzureAccount _account = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task No_byte_of_a_secret_or_a_target_is_in_any_row()
    {
        await Store().Add(Chat, Cancellation);
        await Store().Update(Chat with { Version = 2, Name = new string('n', 4000) }, Cancellation);
        var ring = await new RelaySigner(new AzureSigningKeyStore(_account.Open(), TestKeys.Ring), _account.Time).Ring(Cancellation);

        var stored = await Everything();

        Assert.Contains(Chat.Id, stored, StringComparison.Ordinal);
        Assert.All([.. Hidden, ring.Keys[0].PrivateKey!], hidden => Assert.DoesNotContain(hidden, stored, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_of_before_are_read_and_sealed_by_the_sweep_with_all_their_copies()
    {
        await Store().Add(Chat, Cancellation);
        await MakeClear();
        Assert.Contains(Hidden[1], await Everything(), StringComparison.Ordinal);
        Assert.Equal(Chat.Target, (await Store().Find(Chat.Id, Cancellation))!.Target);

        Assert.Equal(1, await Store().ReEncrypt(Cancellation));
        Assert.Equal(0, await Store().ReEncrypt(Cancellation));

        Assert.DoesNotContain(Hidden[1], await Everything(), StringComparison.Ordinal);
        Assert.Equal(Chat.Target, Assert.Single((await Store().Candidates(Samples.Alert("alr_1"), null, 10, Cancellation)).Subscriptions).Target);
        Assert.Equal(1, (await Store().Find(Chat.Id, Cancellation))!.Version);
    }

    [Fact]
    public async Task What_an_older_key_sealed_is_sealed_anew_and_then_needs_it_no_more()
    {
        var (newer, older) = (EncryptionKey.New().Write(), EncryptionKey.New().Write());
        await new AzureSubscriptionStore(_account.Open(), TestKeys.Of(older), TestRows.Unlogged, RenamedChannels.None).Add(Chat, Cancellation);

        Assert.Equal(1, await TestRows.Subscriptions(_account.Open(), TestKeys.Of(newer, older)).ReEncrypt(Cancellation));

        Assert.Equal(Chat.Name, (await TestRows.Subscriptions(_account.Open(), TestKeys.Of(newer)).Find(Chat.Id, Cancellation))!.Name);
        await Assert.ThrowsAnyAsync<StoreException>(() => TestRows.Subscriptions(_account.Open(), TestKeys.Of(older)).Find(Chat.Id, Cancellation));
    }

    [Fact]
    public async Task A_row_of_the_ledger_that_cannot_be_read_costs_that_delivery_only()
    {
        var storage = _account.Open();
        var store = new AzureDeliveryStore(storage, TestRows.Unlogged);
        foreach (var number in Enumerable.Range(1, 3))
            await store.Save(DeliverySamples.Pending($"alr_{number}", "sub_1", Samples.Noon), Cancellation);
        await foreach (var row in Table("ledger").QueryAsync<TableEntity>("Alert eq 'alr_2'", cancellationToken: Cancellation))
        {
            row["Status"] = "half";
            await Table("ledger").UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancellation);
        }

        Assert.Equal(2, (await store.OfSubscription("sub_1", null, null, 10, Cancellation)).Deliveries.Count);
        Assert.Empty(await store.OfAlert("alr_2", ["sub_1"], Cancellation));
        Assert.Equal(["alr_1", "alr_3"], (await store.TakeDue(Samples.Noon, TimeSpan.FromMinutes(1), 10, Cancellation)).Select(due => due.AlertId).Order());
        Assert.Equal(0, await store.Forget(Samples.Noon.AddDays(99), Cancellation));
    }

    private AzureSubscriptionStore Store() => new(_account.Open(), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);

    private TableClient Table(string name) => new(_account.Options.ConnectionString, _account.Options.Prefix + name);

    // As the relay of before wrote them.
    private async Task MakeClear()
    {
        var document = (string)StoredDocument.Write(Chat, DocumentSerializer.Subscription);
        await foreach (var row in Table("subscriptions").QueryAsync<TableEntity>(cancellationToken: Cancellation))
        {
            row.Remove("Bytes0");
            row["Length"] = 0;
            row["Json"] = document;
            await Table("subscriptions").UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancellation);
        }
    }

    private async Task<string> Everything()
    {
        var all = new StringBuilder();
        foreach (var name in new[] { "subscriptions", "apikeys" })
        {
            await _account.Open().Prepare(Cancellation);
            await foreach (var row in Table(name).QueryAsync<TableEntity>(cancellationToken: Cancellation))
                all.AppendJoin('\n', row.Select(property => property.Value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : $"{property.Value}"));
        }

        return all.ToString();
    }
}
