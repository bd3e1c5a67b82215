using System.ComponentModel;
using System.Reflection;
using AlertRelay.Api.Contracts;

namespace AlertRelay.Composition;

/// <summary>What the API says of the settings. Secrets are marked by <see cref="PasswordPropertyTextAttribute"/>.</summary>
internal sealed class SettingsView(IConfiguration configuration) : ISettingsView
{
    private const string Documentation = "docs/settings.md", Channels = "Channels", Token = "Token", Url = "Url";

    public IReadOnlyList<SettingResponse> All() => [.. SettingsSections.All.SelectMany(Section), .. OfChannels()];

    private IEnumerable<SettingResponse> Section(SettingsSection section) => section.Settings.Select(setting =>
    {
        var name = $"{section.Name}:{setting.Name}";
        var written = Written(configuration.GetSection(name));
        var isSecret = setting.GetCustomAttribute<PasswordPropertyTextAttribute>() is not null;
        var fallback = SettingsPage.DefaultText(setting);
        return new SettingResponse(
            name, isSecret ? null : WithoutLogin(setting, written) ?? fallback, fallback, written is not null, isSecret,
            setting.GetCustomAttribute<DescriptionAttribute>()?.Description, $"{Documentation}#{section.Name.ToLowerInvariant()}");
    });

    // Only what is set: there are some for each channel.
    private IEnumerable<SettingResponse> OfChannels() =>
        from channel in configuration.GetSection(Channels).GetChildren()
        from setting in channel.Value is null ? channel.GetChildren() : [channel]
        let isSecret = setting.Key.Equals(Token, StringComparison.OrdinalIgnoreCase)
        let value = setting.Key.Equals(Url, StringComparison.OrdinalIgnoreCase) ? Shortened(setting.Value) : setting.Value
        select new SettingResponse(setting.Path, isSecret ? null : value, null, true, isSecret, null, $"{Documentation}#channels");

    // A list is written as Name:0, Name:1 …
    private static string? Written(IConfigurationSection setting) =>
        setting.Value ?? (setting.GetChildren().Select(child => child.Value).OfType<string>().ToList() is { Count: > 0 } list
            ? string.Join(", ", list)
            : null);

    // A duration is kept in .NET's form. An address may hold a password.
    private static string? WithoutLogin(PropertyInfo setting, string? text) =>
        text is null ? null
        : setting.PropertyType == typeof(TimeSpan) && TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var duration)
            ? Alerts.DurationText.Write(duration)
        : text.Contains("://", StringComparison.Ordinal) ? Shortened(text)
        : text;

    /// <summary>Without user name, password and query: any of them may be a secret.</summary>
    private static string? Shortened(string? text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var url) ? null
        : url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0 ? text
        : $"{url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)} (shortened)";
}
