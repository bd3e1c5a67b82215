using AlertRelay.Channels;
using AlertRelay.Composition;
using Microsoft.Extensions.Options;

namespace AlertRelay.Functions;

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
