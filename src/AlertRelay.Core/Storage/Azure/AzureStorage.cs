using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// The relay's tables, queues and blobs in one storage account. Their names begin with a prefix, so that several relays may share an account.
/// </summary>
public sealed class AzureStorage
{
    private const string TableRole = "Storage Table Data Contributor", QueueRole = "Storage Queue Data Contributor", BlobRole = "Storage Blob Data Contributor";

    private readonly TableServiceClient _tables;
    private readonly QueueServiceClient _queues;
    private readonly string _prefix;

    private AzureStorage(TableServiceClient tables, QueueServiceClient queues, BlobServiceClient blobs, string prefix, TimeProvider time)
    {
        (_tables, _queues, _prefix, Time) = (tables, queues, prefix, time);
        Channels = Table("channels");
        Alerts = Table("alerts");
        Subscriptions = Table("subscriptions");
        ApiKeys = Table("apikeys");
        Ledger = Table("ledger");
        Counts = Table("counts");
        Audit = Table("audit");
        Enqueued = Table("enqueued");
        FanOut = Queue(FanOutQueue(prefix));
        Poison = Queue(FanOutQueue(prefix) + "-poison");
        Deliver = Queue(DeliverQueue(prefix));
        Evidence = new AzureContainer(blobs.GetBlobContainerClient($"{prefix}-evidence"), new AzureErrors(blobs.AccountName, BlobRole));
    }

    internal AzureTable Channels { get; }

    internal AzureTable Alerts { get; }

    internal AzureTable Subscriptions { get; }

    internal AzureTable ApiKeys { get; }

    internal AzureTable Ledger { get; }

    internal AzureTable Counts { get; }

    internal AzureTable Audit { get; }

    internal AzureTable Enqueued { get; }

    internal AzureQueue FanOut { get; }

    /// <summary>The name that the Functions host would choose too.</summary>
    internal AzureQueue Poison { get; }

    internal AzureQueue Deliver { get; }

    internal AzureContainer Evidence { get; }

    internal TimeProvider Time { get; }

    /// <summary>Connects to nothing yet. With an account name instead of a connection string the program's own identity is used.</summary>
    public static AzureStorage Open(StorageOptions options, TimeProvider time) => Open(options, time, StorageRetry.Default);

    public static string FanOutQueue(string prefix) => $"{prefix}-fanout";

    public static string DeliverQueue(string prefix) => $"{prefix}-deliver";

    /// <summary>Creates what is missing. First use would create it too, but at the start a missing role shows early.</summary>
    /// <exception cref="StoreException">The account cannot be used; the message says what to do about it.</exception>
    public async Task Prepare(CancellationToken cancellationToken)
    {
        AzureTable[] tables = [Channels, Alerts, Subscriptions, ApiKeys, Ledger, Counts, Audit, Enqueued];
        AzureQueue[] queues = [FanOut, Poison, Deliver];
        await Task.WhenAll(
        [
            .. tables.Select(table => table.Create(cancellationToken)),
            .. queues.Select(queue => queue.Create(cancellationToken)),
            Evidence.Create(cancellationToken),
        ]);
    }

    /// <param name="policies">For tests, which observe each attempt of a request.</param>
    internal static AzureStorage Open(StorageOptions options, TimeProvider time, StorageRetry retry, params HttpPipelinePolicy[] policies)
    {
        var ofTables = retry.Apply(new TableClientOptions(), policies);
        var ofQueues = retry.Apply(new QueueClientOptions(), policies);
        var ofBlobs = retry.Apply(new BlobClientOptions(), policies);
        if (options.ConnectionString is { Length: > 0 } connection)
            return new AzureStorage(
                new TableServiceClient(connection, ofTables), new QueueServiceClient(connection, ofQueues), new BlobServiceClient(connection, ofBlobs),
                options.Prefix, time);

        var identity = new DefaultAzureCredential();
        return new AzureStorage(
            new TableServiceClient(Endpoint(options, "table"), identity, ofTables),
            new QueueServiceClient(Endpoint(options, "queue"), identity, ofQueues),
            new BlobServiceClient(Endpoint(options, "blob"), identity, ofBlobs),
            options.Prefix,
            time);
    }

    private static Uri Endpoint(StorageOptions options, string service) => new($"https://{options.AccountName}.{service}.core.windows.net");

    private AzureTable Table(string name) => new(_tables.GetTableClient(_prefix + name), new AzureErrors(_tables.AccountName, TableRole));

    private AzureQueue Queue(string name) => new(_queues.GetQueueClient(name), new AzureErrors(_queues.AccountName, QueueRole));
}

/// <summary>How the clients retry when an account is busy, fails or does not respond (429, 5xx, timeout).</summary>
internal sealed record StorageRetry(int Retries, TimeSpan InitialDelay, TimeSpan MaxDelay, TimeSpan TimeoutPerAttempt)
{
    // 0.5, 1, 2, 4, 8 and 15 s: a busy partition is moved within seconds, and a function call has minutes.
    public static readonly StorageRetry Default = new(6, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));

    public T Apply<T>(T options, IEnumerable<HttpPipelinePolicy> policies)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = Retries;
        options.Retry.Delay = InitialDelay;
        options.Retry.MaxDelay = MaxDelay;
        options.Retry.NetworkTimeout = TimeoutPerAttempt;
        foreach (var policy in policies)
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);

        return options;
    }
}
