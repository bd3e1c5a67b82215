using System.Globalization;
using System.Net;
using AlertRelay.Delivery;
using AlertRelay.Functions;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Web;

namespace AlertRelay.Cli;

/// <summary>
/// The relay as the Functions host starts it: no loops of its own, all work comes by call. The host starts the program without arguments and
/// names the port in the environment (https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers).
/// </summary>
public static class HostedByFunctions
{
    // The host never starts a program again that ended with 0, and counts 1 as a fault; 200 asks for a new start.
    private const int StartAgain = 200;

    private const string QueuesOfFunctionJson = "alertrelay", HostStorage = "AzureWebJobsStorage";

    /// <summary>Null where nobody hosts the program.</summary>
    public static int? Port =>
        int.TryParse(
            Environment.GetEnvironmentVariable("FUNCTIONS_CUSTOMHANDLER_PORT") ?? Environment.GetEnvironmentVariable("FUNCTIONS_HTTPWORKER_PORT"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var port)
            ? port
            : null;

    /// <summary>What holds under the host unless somebody sets it otherwise. Each tick may meet a new program: nothing waits for its start to spread.</summary>
    public static IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?>
    {
        ["Storage:Kind"] = StorageOptions.Azure,
        ["Storage:NeededAtStart"] = bool.FalseString,
        ["Polling:StartSpread"] = "00:00:00",
    };

    /// <summary>The host's own storage account, where no other is named.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> StorageOfHost(IConfiguration configuration)
    {
        var storage = configuration.GetSection(StorageOptions.Section);
        if (storage[nameof(StorageOptions.Kind)] != StorageOptions.Azure || storage[nameof(StorageOptions.AccountName)] is not null || storage[nameof(StorageOptions.ConnectionString)] is not null)
            yield break;

        if (configuration[$"{HostStorage}:accountName"] is { Length: > 0 } account)
            yield return new($"{StorageOptions.Section}:{nameof(StorageOptions.AccountName)}", account);
        else if (configuration[HostStorage] is { Length: > 0 } connection)
            yield return new($"{StorageOptions.Section}:{nameof(StorageOptions.ConnectionString)}", connection);
    }

    /// <returns>The exit code; the host stops programs by killing them, so this is seldom reached.</returns>
    public static async Task<int> Run(IConfiguration configuration, int port, CancellationToken cancellation)
    {
        Check(configuration);
        await using var app = Build(configuration, port);
        await app.RunAsync(cancellation);
        return StartAgain;
    }

    private static WebApplication Build(IConfiguration configuration, int port)
    {
        var builder = Relay.WebBuilder(configuration);
        // Whatever ASPNETCORE_URLS says: it is the host's own, and its port is taken.
        builder.WebHost.UseUrls($"http://{IPAddress.Loopback}:{port}");
        builder.Services.AddSingleton<IRetryQueue, AzureRetryQueue>();

        var app = builder.Build();
        app.MapWeb();
        app.MapFunctions();
        return app;
    }

    private static void Check(IConfiguration configuration)
    {
        if (configuration["Storage:Kind"] != StorageOptions.Azure)
            throw new OperatorException("Under the Functions host state is kept in Azure storage: remove the setting Storage:Kind, or set it to \"azure\".");
        if (configuration["Storage:Prefix"] is { } prefix && prefix != QueuesOfFunctionJson)
            throw new OperatorException($"Under the Functions host Storage:Prefix is \"{QueuesOfFunctionJson}\": the queues of the function.json files begin with it. Remove the setting, or change those files too.");
    }
}
