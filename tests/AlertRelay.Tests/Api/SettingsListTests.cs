using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;
using AlertRelay.Composition;
using Microsoft.Extensions.Configuration;

namespace AlertRelay.Tests.Api;

public sealed partial class SettingsListTests
{
    private const string Secret = "s3cr3t";

    [Fact]
    public void No_value_of_a_secret_is_shown_with_every_setting_set()
    {
        var values = SettingsSections.All.SelectMany(section => section.Settings.Select(setting => KeyValuePair.Create(
                $"{section.Name}:{setting.Name}", (string?)(IsSecret(setting) ? Secret : $"https://name:{Secret}@host.example/?key={Secret}"))))
            .Append(new("Channels:us-cisa-kev:Token", Secret))
            .Append(new("Channels:us-cisa-kev:Url", $"https://name:{Secret}@publisher.example/feed?key={Secret}#{Secret}"))
            .Append(new("Channels:x_other:uRL", $"https://{Secret}@publisher.example/feed"))
            .Append(new("Channels:x_other:toKEN", Secret));

        var shown = new SettingsView(Of(values)).All();

        Assert.All(shown, setting => Assert.DoesNotContain(Secret, setting.ToString(), StringComparison.Ordinal));
        Assert.Equal(6, shown.Count(setting => setting is { IsSecret: true, IsSet: true }));
        Assert.Equal("https://publisher.example/feed (shortened)", shown.Single(setting => setting.Name == "Channels:us-cisa-kev:Url").Value);
    }

    [Fact]
    public void What_sounds_like_a_secret_is_marked_as_one() => Assert.All(
        SettingsSections.All.SelectMany(section => section.Settings).Where(setting => SoundsSecret.IsMatch(setting.Name)),
        setting => Assert.True(IsSecret(setting), $"Write [PasswordPropertyText(true)] above {setting.Name}."));

    [Fact]
    public void Set_values_and_defaults_are_written_as_the_operator_writes_them()
    {
        var shown = new SettingsView(Of([new("Delivery:Timeout", "00:00:10"), new("Delivery:Ports:0", "443"), new("Delivery:Ports:1", "8443")])).All();

        Assert.Equal(("10s", "15s", true), Shown("Delivery:Timeout"));
        Assert.Equal(("443, 8443", null, true), Shown("Delivery:Ports"));
        Assert.Equal(("sqlite", "sqlite", false), Shown("Storage:Kind"));
        Assert.Equal((null, null, false), Shown("Mail:Host"));

        (string?, string?, bool) Shown(string name) =>
            shown.Where(setting => setting.Name == name).Select(found => (found.Value, found.Default, found.IsSet)).Single();
    }

    private static bool IsSecret(PropertyInfo setting) => setting.GetCustomAttribute<PasswordPropertyTextAttribute>() is not null;

    private static IConfiguration Of(IEnumerable<KeyValuePair<string, string?>> values) => new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    [GeneratedRegex("Secret|Password|Token|ConnectionString|EncryptionKey|ApiKey")]
    private static partial Regex SoundsSecret { get; }
}
