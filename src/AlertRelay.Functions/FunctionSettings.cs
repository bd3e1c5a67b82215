using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Composition;
using AlertRelay.Deliveries;
using AlertRelay.Storage;
using Microsoft.Extensions.Options;

namespace AlertRelay.Functions;

/// <summary>The settings as they are read under the Functions host: the app settings, with the host's own storage account as the default.</summary>
internal static class FunctionSettings
{
    /// <summary>The prefix of the triggers' queues.</summary>
    private const string Prefix = "alertrelay";

    // Azure ends an answer after 230 seconds.
    private static readonly TimeSpan MaxStreamTime = TimeSpan.FromSeconds(220);

    private const string HostStorage = "AzureWebJobsStorage";

    // Each call may start a new process, so first polls are not spread.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Storage:Kind"] = StorageOptions.Azure,
        ["Polling:StartSpread"] = "00:00:00",
        ["Api:StreamTime"] = "00:03:30",
    };

    public static IConfiguration Load()
    {
        var configuration = Settings.Load(new Dictionary<string, string?>(), Defaults);
        return new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(StorageOfHost(configuration)).Build();
    }

    /// <exception cref="OperatorException">The message says what to write instead.</exception>
    public static void Check(IConfiguration configuration)
    {
        if (configuration["Storage:Kind"] != StorageOptions.Azure)
            throw new OperatorException("Under the Functions host, state is kept in Azure storage: remove the setting Storage__Kind, or set it to \"azure\".");
        if (configuration["Storage:Prefix"] is { } prefix && prefix != Prefix)
            throw new OperatorException(
                $"Under the Functions host, Storage__Prefix must be \"{Prefix}\", because the names of the triggers' queues begin with it: remove "
                + "the setting.");
        if (TimeSpan.TryParse(configuration["Api:StreamTime"], CultureInfo.InvariantCulture, out var streams) && streams > MaxStreamTime)
            throw new OperatorException(
                $"Under the Functions host a stream may take {DurationText.Write(MaxStreamTime)}: lower Api__StreamTime, or remove the setting.");
        CheckBatchTime(configuration.GetSection("Delivery").Get<DeliveryOptions>() ?? new DeliveryOptions());
    }

    // A batch that is cut off would be repeated and cut off again. The host itself keeps the message leased while the function runs.
    private static void CheckBatchTime(DeliveryOptions options)
    {
        // Values out of range are reported elsewhere.
        if (!Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true))
            return;

        var excess = options.BatchTime - FunctionCalls.MaxDuration;
        if (excess > TimeSpan.Zero)
            throw new OperatorException(
                $"Under the Functions host a call may take {FunctionCalls.MaxDuration:c}, and a batch of deliveries could take {options.BatchTime:c}: "
                + $"lower Delivery__PageTime or Delivery__Timeout by {excess:c}.");
    }

    /// <returns>Settings that only the custom handler of AlertRelay 0.1 needed.</returns>
    public static IEnumerable<string> Leftovers(IConfiguration configuration)
    {
        if (string.Equals(configuration["FUNCTIONS_WORKER_RUNTIME"], "custom", StringComparison.OrdinalIgnoreCase))
            yield return "FUNCTIONS_WORKER_RUNTIME=custom";
        foreach (var setting in configuration.GetSection("AzureFunctionsJobHost:customHandler").AsEnumerable().Where(setting => setting.Value is not null))
            yield return setting.Key.Replace(":", "__", StringComparison.Ordinal);
    }

    // Named by a connection string, or by the account's name where the app signs in with its identity.
    private static IEnumerable<KeyValuePair<string, string?>> StorageOfHost(IConfiguration configuration)
    {
        var storage = configuration.GetSection(StorageOptions.Section);
        if (storage[nameof(StorageOptions.AccountName)] is not null || storage[nameof(StorageOptions.ConnectionString)] is not null)
            yield break;

        if (configuration[$"{HostStorage}:accountName"] is { Length: > 0 } account)
            yield return new($"{StorageOptions.Section}:{nameof(StorageOptions.AccountName)}", account);
        else if (configuration[HostStorage] is { Length: > 0 } connection)
            yield return new($"{StorageOptions.Section}:{nameof(StorageOptions.ConnectionString)}", connection);
    }
}

/// <summary>
/// The error in the settings, if any. Most settings are checked on the first call, because the host waits until the functions are loaded,
/// but not longer.
/// </summary>
/// <param name="known">What was found at the start.</param>
public sealed class SettingsFault(string? known, IServiceProvider services)
{
    private readonly Lazy<string?> _sentence = new(() => known ?? Check(services));

    /// <summary>The error, with what to write instead; null if there is none.</summary>
    public string? Sentence => _sentence.Value;

    /// <summary>Prevents the host from validating settings at the start, where an error would end it.</summary>
    public static void TakeOver(IServiceCollection services)
    {
        var check = services.Single(service => service.ServiceType == typeof(IStartupValidator));
        services.Remove(check);
        services.AddKeyedTransient(typeof(IStartupValidator), nameof(SettingsFault), check.ImplementationType!);
    }

    private static string? Check(IServiceProvider services)
    {
        try
        {
            services.GetKeyedService<IStartupValidator>(nameof(SettingsFault))?.Validate();
            services.GetRequiredService<ChannelCatalog>();
            return null;
        }
        catch (Exception fault) when (OperatorErrors.Explain(fault) is { } sentence)
        {
            return sentence;
        }
    }
}
