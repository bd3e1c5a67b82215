using AlertRelay.Channels;
using AlertRelay.Composition;
using Microsoft.Extensions.Options;

namespace AlertRelay.Functions;

/// <summary>
/// What is wrong with the settings. Most of it is checked when the first call asks: the host waits until the functions are loaded, and for a first call
/// only then.
/// </summary>
/// <param name="known">What was found at the start.</param>
public sealed class SettingsFault(string? known, IServiceProvider services)
{
    private readonly Lazy<string?> _sentence = new(() => known ?? Check(services));

    /// <summary>Says what to write instead; null when nothing is wrong.</summary>
    public string? Sentence => _sentence.Value;

    /// <summary>Keeps the host from checking the settings at its start, which it would not survive.</summary>
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
