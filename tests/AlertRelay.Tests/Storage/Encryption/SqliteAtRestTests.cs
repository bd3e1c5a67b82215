using System.Text;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Storage;
using AlertRelay.Storage.Encryption;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Storage.Encryption;

/// <summary>What a thief of the folder, without the key file, could read.</summary>
public sealed class SqliteAtRestTests : IDisposable
{
    private static readonly string[] Hidden = ["hooks.example.org", "T000/B000/XXXXXXXX", "whsec_"];

    private static readonly Subscription Chat = Samples.Subscription(1) with
    {
        Target = new Uri("https://hooks.example.org/services/T000/B000/XXXXXXXX"),
        Secrets = [new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")],
    };

    private readonly SqliteFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_byte_of_a_secret_or_a_target_is_in_any_file()
    {
        var store = Store();
        await store.Add(Chat, Cancellation);
        await store.Update(
            Chat with { Version = 2, Name = new string('n', 4000), Secrets = [.. Chat.Secrets, new SigningSecret("whsec_" + new string('A', 32))] },
            Cancellation);
        var keys = new SqliteSigningKeyStore(_folder.Open(), TestKeys.Ring);
        var ring = await new RelaySigner(keys, _folder.Time).Ring(Cancellation);

        Assert.All([.. Hidden, ring.Keys[0].PrivateKey!], hidden => Assert.DoesNotContain(hidden, Bytes(), StringComparison.Ordinal));
        _folder.Close();
        Assert.All([.. Hidden, ring.Keys[0].PrivateKey!], hidden => Assert.DoesNotContain(hidden, Bytes(), StringComparison.Ordinal));
        Assert.Equivalent(Chat.Target, (await Store().Find(Chat.Id, Cancellation))!.Target);
    }

    [Fact]
    public async Task Rows_of_before_are_read_and_sealed_by_the_next_change()
    {
        await AddInClear(Chat);
        Assert.Contains(Hidden[1], Bytes(), StringComparison.Ordinal);
        var store = Store();

        Assert.Equal(Chat.Target, (await store.Find(Chat.Id, Cancellation))!.Target);
        Assert.Single((await store.List(null, null, null, 10, Cancellation)).Subscriptions);
        Assert.Single((await store.Candidates(Samples.Alert("alr_1"), null, 10, Cancellation)).Subscriptions);
        Assert.True(await store.Update(Chat with { Version = 2 }, Cancellation));

        Assert.True(Keyring.IsEncrypted(await Document(Chat.Id)));
    }

    [Fact]
    public async Task The_sweep_seals_rows_of_before_and_leaves_nothing_of_them_behind()
    {
        for (var number = 0; number < 450; number++)
            await AddInClear(Chat with { Id = Samples.Subscription(number).Id, Name = new string('n', number * 30) });

        Assert.Equal(450, await Store().ReEncrypt(Cancellation));
        Assert.Equal(0, await Store().ReEncrypt(Cancellation));

        Assert.All(Hidden, hidden => Assert.DoesNotContain(hidden, Bytes(), StringComparison.Ordinal));
        Assert.Equal(Chat.Target, (await Store().Find(Samples.Subscription(449).Id, Cancellation))!.Target);
    }

    [Fact]
    public async Task What_an_older_key_sealed_is_sealed_anew_and_then_needs_it_no_more()
    {
        var (newer, older) = (EncryptionKey.New().Write(), EncryptionKey.New().Write());
        await new SqliteSubscriptionStore(_folder.Open(), TestKeys.Of(older), TestRows.Unlogged, RenamedChannels.None).Add(Chat, Cancellation);

        Assert.Equal(Chat.Id, await TestRows.Subscriptions(_folder.Open(), TestKeys.Of(newer, older)).FindDuplicate(Chat, Cancellation));
        Assert.Equal(1, await TestRows.Subscriptions(_folder.Open(), TestKeys.Of(newer, older)).ReEncrypt(Cancellation));

        Assert.Equal(Chat.Id, await TestRows.Subscriptions(_folder.Open(), TestKeys.Of(newer)).FindDuplicate(Chat, Cancellation));
        Assert.Equal(Chat.Name, (await TestRows.Subscriptions(_folder.Open(), TestKeys.Of(newer)).Find(Chat.Id, Cancellation))!.Name);
    }

    [Fact]
    public async Task A_row_put_into_the_place_of_another_one_is_refused()
    {
        await Store().Add(Chat, Cancellation);
        await Store().Add(Samples.Subscription(2), Cancellation);
        await _folder.Open().Write(
            connection => connection.Execute(
                "UPDATE subscriptions SET subscription = (SELECT subscription FROM subscriptions WHERE id = $from) WHERE id = $to",
                ("$from", Chat.Id), ("$to", Samples.Subscription(2).Id)),
            Cancellation);

        await Assert.ThrowsAnyAsync<StoreException>(() => Store().Find(Samples.Subscription(2).Id, Cancellation));
    }

    [Fact]
    public async Task A_lost_key_file_stops_everything_that_needs_it_and_changes_nothing()
    {
        await using (var before = Services())
        {
            await before.GetRequiredService<ISubscriptionStore>().Add(Chat, Cancellation);
            await new RelaySigner(before.GetRequiredService<ISigningKeyStore>(), _folder.Time).Ring(Cancellation);
        }

        var key = Path.Combine(_folder.Folder, KeyFile.Name);
        var copy = await File.ReadAllBytesAsync(key, Cancellation);
        File.Delete(key);
        await using (var without = Services())
        {
            var store = without.GetRequiredService<ISubscriptionStore>();
            await Lost(() => store.Find(Chat.Id, Cancellation));
            await Lost(() => store.Add(Samples.Subscription(2), Cancellation));
            await Lost(() => store.Update(Chat with { Version = 2 }, Cancellation));
            await Lost(() => store.ReEncrypt(Cancellation));
            await Lost(() => new RelaySigner(without.GetRequiredService<ISigningKeyStore>(), _folder.Time).Rotate(Cancellation));
            Assert.False(File.Exists(key));
        }

        await File.WriteAllBytesAsync(key, copy, Cancellation);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var again = Services();
        Assert.Equal(Chat.Target, (await again.GetRequiredService<ISubscriptionStore>().Find(Chat.Id, Cancellation))!.Target);
    }

    private static async Task Lost(Func<Task> work) =>
        Assert.Contains("is missing", (await Assert.ThrowsAnyAsync<StoreException>(work)).Message, StringComparison.Ordinal);

    private SqliteSubscriptionStore Store() => new(_folder.Open(), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);

    private ServiceProvider Services()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Storage:Path", (string?)_folder.Folder)]).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddStorage(configuration).BuildServiceProvider();
    }

    private Task<bool> AddInClear(Subscription subscription) => _folder.Open().Write(
        connection =>
        {
            connection.Execute(
                "INSERT INTO subscriptions (id, tenant, version, subscription) VALUES ($id, $tenant, $version, $subscription)",
                ("$id", subscription.Id), ("$tenant", subscription.Tenant), ("$version", subscription.Version),
                ("$subscription", StoredDocument.Write(subscription, DocumentSerializer.Subscription)));
            foreach (var entry in FilterIndex.EntriesOf(subscription))
                connection.Execute("INSERT INTO subscription_index (entry, subscription_id) VALUES ($entry, $id)", ("$entry", entry), ("$id", subscription.Id));

            return true;
        },
        Cancellation);

    private async Task<byte[]> Document(string id) => await _folder.Open().Read(
        connection => connection.Query("SELECT subscription FROM subscriptions WHERE id = $id", reader => (byte[])reader.GetValue(0), ("$id", id)).Single(),
        Cancellation);

    // The database and its log; the key file holds keys only.
    private string Bytes() => string.Concat(Directory.GetFiles(_folder.Folder).Select(file =>
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        open.CopyTo(copy);
        return Encoding.Latin1.GetString(copy.ToArray());
    }));
}
