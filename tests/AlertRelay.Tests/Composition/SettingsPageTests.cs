using System.ComponentModel;
using System.Reflection;
using AlertRelay.Composition;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Composition;

public sealed class SettingsPageTests
{
    [Fact]
    public void The_page_of_settings_says_what_the_options_classes_say()
    {
        var written = File.ReadAllText(Path.Combine(Repository.Root, "docs", "settings.md"));

        Assert.True(
            SettingsPage.Write() == written,
            "docs/settings.md is stale: run \"dotnet run --project src/AlertRelay -- settings > docs/settings.md\".");
    }

    [Fact]
    public void Every_setting_has_a_meaning() =>
        Assert.All(
            SettingsSections.All.SelectMany(section => section.Settings),
            setting => Assert.True(setting.GetCustomAttribute<DescriptionAttribute>() is not null, $"Write [Description(\"...\")] above {setting.Name}."));
}
