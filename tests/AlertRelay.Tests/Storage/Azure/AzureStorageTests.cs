using System.Collections.Concurrent;
using AlertRelay.Keys;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace AlertRelay.Tests.Storage.Azure;

/// <summary>What operators are told, and what is put right without them.</summary>
public sealed class AzureStorageTests(Azurite azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(403, "AuthorizationPermissionMismatch", "grant it the role \"Storage Table Data Contributor\"")]
    [InlineData(403, "AuthorizationFailure", "grant it the role \"Storage Table Data Contributor\"")]
    [InlineData(403, "AuthenticationFailed", "does not accept the credentials (AuthenticationFailed): check Storage:ConnectionString")]
    [InlineData(401, "NoAuthenticationInformation", "does not accept the credentials")]
    [InlineData(503, "ServerBusy", "is too busy or out of order (503 ServerBusy)")]
    [InlineData(500, "InternalError", "is too busy or out of order (500 InternalError)")]
    [InlineData(409, "TableBeingDeleted", "is still removing a table or queue")]
    [InlineData(429, "", "is too busy or out of order (429 no code)")]
    public async Task A_refusal_says_what_to_do(int status, string code, string sentence)
    {
        await using var account = await Refusing(_ => (status, code));

        var refusal = await Assert.ThrowsAnyAsync<StoreException>(() => Keys(account).Add(Key("key_1"), Cancellation));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("storage account acme", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Account(account).ConnectionString!, refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/acme/Tables", "Storage Table Data Contributor")]
    [InlineData("/acme/alertrelay-deliver", "Storage Queue Data Contributor")]
    [InlineData("/acme/alertrelay-evidence", "Storage Blob Data Contributor")]
    public async Task A_missing_role_is_named_when_the_program_starts(string refused, string role)
    {
        await using var account = await Refusing(path =>
            path == refused ? (403, "AuthorizationPermissionMismatch")
            : path.Contains("Tables", StringComparison.Ordinal) ? (409, "TableAlreadyExists")
            : path.Contains("evidence", StringComparison.Ordinal) ? (409, "ContainerAlreadyExists")
            : (204, ""));

        var refusal = await Assert.ThrowsAnyAsync<StoreException>(() => new AzureAccount(Account(account)).Open().Prepare(Cancellation));
        Assert.Contains($"grant it the role \"{role}\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_account_is_tried_three_times()
    {
        var requests = new ConcurrentBag<string>();
        await using var account = await Refusing(path =>
        {
            requests.Add(path);
            return (503, "ServerBusy");
        });

        await Assert.ThrowsAnyAsync<StoreException>(() => Keys(account).FindByHash("hash", Cancellation));
        Assert.Equal(3, requests.Count);
    }

    [Fact]
    public async Task An_account_that_does_not_answer_is_named()
    {
        await using var account = await Refusing(_ => (503, ""));
        var silent = Account(account);
        await account.StopAsync(Cancellation);

        var refusal = await Assert.ThrowsAnyAsync<StoreException>(() => new AzureApiKeyStore(new AzureAccount(silent).Open()).FindByHash("hash", Cancellation));
        Assert.Contains("storage account acme does not answer", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_not_a_fault_of_the_account()
    {
        var account = new AzureAccount(await azurite.Account());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AzureApiKeyStore(account.Open()).FindByHash("hash", cancelled.Token));
    }

    [Fact]
    public async Task The_usual_patience_goes_on_for_half_a_minute()
    {
        var options = StorageRetry.Default.Apply(new TableClientOptions(), []);

        Assert.Equal((6, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(15)), (options.Retry.MaxRetries, options.Retry.Delay, options.Retry.MaxDelay));
        Assert.InRange(Enumerable.Range(0, 6).Sum(retry => Math.Min(15, 0.5 * Math.Pow(2, retry))), 25, 40);
    }

    [Fact]
    public async Task What_is_missing_is_made_at_the_start_and_again_when_somebody_removed_it()
    {
        var account = new AzureAccount(await azurite.Account());
        await account.Open().Prepare(Cancellation);
        await account.Open().Prepare(Cancellation);
        var service = new TableServiceClient(account.Options.ConnectionString);
        await service.DeleteTableAsync($"{account.Options.Prefix}apikeys", Cancellation);

        var keys = new AzureApiKeyStore(account.Open());
        Assert.Empty(await keys.List(Cancellation));
        await service.DeleteTableAsync($"{account.Options.Prefix}apikeys", Cancellation);
        await keys.Add(Key("key_1"), Cancellation);
        Assert.Single(await keys.List(Cancellation));
    }

    [Fact]
    public async Task Two_relays_with_two_prefixes_share_an_account_and_nothing_else()
    {
        var options = await azurite.Account();
        var one = new AzureApiKeyStore(new AzureAccount(options).Open());
        var another = new StorageOptions { ConnectionString = options.ConnectionString, Prefix = options.Prefix + "2" };
        var other = new AzureApiKeyStore(new AzureAccount(another).Open());
        await one.Add(Key("key_1"), Cancellation);

        Assert.Empty(await other.List(Cancellation));
    }

    private static ApiKey Key(string id) => new(id, "hash", "name", "acme", Role.Admin, Samples.Noon);

    private static AzureApiKeyStore Keys(WebApplication account) => new(new AzureAccount(Account(account)).Open());

    private static StorageOptions Account(WebApplication account)
    {
        var address = account.Urls.Single();
        return new StorageOptions
        {
            ConnectionString = $"AccountName=acme;AccountKey=c2VjcmV0;TableEndpoint={address}/acme;QueueEndpoint={address}/acme;BlobEndpoint={address}/acme",
        };
    }

    private static async Task<WebApplication> Refusing(Func<string, (int Status, string Code)> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var account = builder.Build();
        account.Run(context =>
        {
            (context.Response.StatusCode, var code) = answer(context.Request.Path.Value ?? "");
            context.Response.Headers["x-ms-error-code"] = code;
            return Task.CompletedTask;
        });
        await account.StartAsync(Cancellation);
        return account;
    }
}
