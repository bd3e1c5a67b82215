using System.Globalization;
using System.Reflection;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using Microsoft.Extensions.Configuration.Json;

namespace AlertRelay.Composition;

/// <summary>Reports unknown settings and invalid values before anything starts.</summary>
public static class SettingsCheck
{
    private const int MaxTypoDistance = 3;

    // Read by the web server, the log and the exporters of telemetry, and by the Functions host.
    private static readonly string[] OfOthers =
        ["Logging", "Kestrel", "urls", "AllowedHosts", "OTEL_", "APPLICATIONINSIGHTS_", "Azure", "FUNCTIONS_", "WEBSITE_", "ASPNETCORE_", "DOTNET_"];

    private static IEnumerable<string> Sections => SettingsSections.All.Select(section => section.Name).Append("Channels");

    /// <exception cref="OperatorException">Lists all errors, with suggestions.</exception>
    public static void Run(IConfiguration configuration)
    {
        var faults = UnknownSections(configuration).ToList();
        foreach (var section in SettingsSections.All)
        {
            foreach (var value in configuration.GetSection(section.Name).GetChildren())
            {
                if (section.Find(value.Key) is not { } setting)
                    faults.Add($"There is no setting {section.Name}:{value.Key}{Meant(section, value.Key)}");
                else if (value.Value is { } text && Form(setting, text) is { } form)
                    faults.Add($"{section.Name}:{setting.Name} is \"{text}\"; write {form}.");
            }
        }

        if (faults.Count > 0)
            throw new OperatorException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>Converts durations to .NET's form: "15m" is "00:15:00". Invalid ones stay, for <see cref="Run"/> to report.</summary>
    internal static IEnumerable<KeyValuePair<string, string?>> Durations(IConfiguration configuration) =>
        from section in SettingsSections.All
        from setting in section.Settings
        where setting.PropertyType == typeof(TimeSpan)
        let path = $"{section.Name}:{setting.Name}"
        where configuration[path] is not null
        let duration = DurationText.Read(configuration[path]!)
        where duration is not null
        select KeyValuePair.Create(path, (string?)duration.Value.ToString("c", CultureInfo.InvariantCulture));

    /// <returns>What to write instead; null if the value is valid.</returns>
    private static string? Form(PropertyInfo setting, string text)
    {
        var (type, culture) = (setting.PropertyType, CultureInfo.InvariantCulture);
        var defaultValue = Convert.ToString(SettingsSection.DefaultOf(setting), culture);
        return type == typeof(TimeSpan) && DurationText.Read(text) is null ? $"a duration such as {DurationText.Examples}"
            : type == typeof(int) && !int.TryParse(text, culture, out _) ? $"a whole number such as {defaultValue}"
            : type == typeof(double) && !double.TryParse(text, NumberStyles.Float, culture, out _) ? $"a number such as {defaultValue}"
            : type == typeof(bool) && !bool.TryParse(text, out _) ? "true or false"
            : type == typeof(TimeOnly) && !TimeOnly.TryParse(text, culture, out _) ? "a time of day such as 06:00"
            : null;
    }

    private static IEnumerable<string> UnknownSections(IConfiguration configuration)
    {
        var written = Providers(configuration).OfType<JsonConfigurationProvider>()
            .SelectMany(file => file.GetChildKeys([], parentPath: null))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var child in configuration.GetChildren().Where(child => !Sections.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            // The environment contains other programs' names, so only names that resemble a setting are errors.
            var nearest = EditDistance.Nearest(child.Key, Sections);
            var isOfRelay = (written.Contains(child.Key) && !OfOthers.Any(name => child.Key.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
                || (nearest is not null && child.GetChildren().Any());
            if (isOfRelay)
                yield return $"There is no section {child.Key}; "
                    + (nearest is null ? $"write one of {string.Join(", ", Sections)}." : $"did you mean {nearest}?");
            else if (child.Key.Split('_') is [var section, var name] && Find(section, name))
                yield return $"{child.Key} has one underscore; write {section}__{name}.";
        }
    }

    // Case-sensitive, because STORAGE_PATH may belong to another program.
    private static bool Find(string section, string name) =>
        SettingsSections.All.Any(known => known.Name == section && known.Names.Contains(name));

    private static IEnumerable<IConfigurationProvider> Providers(IConfiguration configuration) =>
        configuration is not IConfigurationRoot root ? []
        : root.Providers.SelectMany(provider => provider is ChainedConfigurationProvider chained ? Providers(chained.Configuration) : [provider]);

    // A similar name in its own section, else the same name in another one.
    private static string Meant(SettingsSection section, string name) =>
        section.Names.Where(known => EditDistance.Distance(known, name) <= MaxTypoDistance).MinBy(known => EditDistance.Distance(known, name)) is { } closest
            ? $"; did you mean {section.Name}:{closest}?"
            : SettingsSections.All.FirstOrDefault(other => other.Find(name) is not null) is { } elsewhere
                ? $"; did you mean {elsewhere.Name}:{elsewhere.Find(name)!.Name}?"
                : ".";
}
