using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using AlertRelay.Alerts;

namespace AlertRelay.Composition;

/// <summary>Every setting as a page of documentation, from the options classes.</summary>
public static class SettingsPage
{
    private const string Head = """
        # Settings

        Every setting of the relay with its default. `alertrelay settings` prints this page. Do not edit it.

        Write settings into `appsettings.json`, beside the program or in the folder from which you start it:

        ```json
        { "Delivery": { "Timeout": "10s" }, "Channels": { "us-cisa-kev": { "Every": "1h" } } }
        ```

        or into the environment, with two underscores for each colon, and underscores for the hyphens of a channel's id:

        ```sh
        export Delivery__Timeout=10s Channels__us_cisa_kev__Every=1h
        ```

        Environment variables override the files. The command line overrides both.
        A **duration** is a number with a unit, such as `30s`, `15m`, `2h`, `1d` or `1h30m`, or `00:15:00`.
        A number without a unit is rejected.
        If a setting is unknown or its value is not valid, the relay does not start, and the error says what to write instead.
        `alertrelay doctor` checks the settings without starting the relay.

        ## Channels

        | setting | default | values | meaning |
        |---|---|---|---|
        | `Channels:Directory` | none | a folder | Further channel files ([Add a channel](start/add-a-channel.md)). One with a built-in id replaces it. |
        | `Channels:<id>:Enabled` | from the channel's file | true or false | Switches the channel on or off. |
        | `Channels:<id>:Url` | from the channel's file | a web address | Another address. It may hold a user name and password, and may be private. |
        | `Channels:<id>:Every` | from the channel's file | a duration | The poll interval. A longer minimum of the channel wins (`alertrelay channels`). |
        | `Channels:<id>:Token` | none | a secret | For channels that need one. It switches the channel on. |
        | `Channels:<id>:PostsPerDay` | `200` | a whole number above 0 | For channels that pay for each post: how many are read a day. |

        """;

    private const string Footer = """

        ## Others

        | setting | default | meaning |
        |---|---|---|
        | `urls` | `http://localhost:7071` | Addresses to listen on; also `--urls` and `--port`. |
        | `Logging:LogLevel:<category>` | `Information` | What the log says, as in every ASP.NET Core program. |
        | `OTEL_EXPORTER_OTLP_ENDPOINT` | none | Where traces and metrics are sent ([Telemetry](operate/telemetry.md)). |
        | `APPLICATIONINSIGHTS_CONNECTION_STRING` | none | The same for Azure Monitor. |

        """;

    public static string Write() => string.Concat(
        [Head.ReplaceLineEndings("\n"), .. SettingsSections.All.SelectMany(Section), Footer.ReplaceLineEndings("\n")]);

    private static IEnumerable<string> Section(SettingsSection section) =>
    [
        $"\n## {section.Name}\n\n| setting | default | values | meaning |\n|---|---|---|---|\n",
        .. section.Settings.Select(setting => $"| {string.Join(" | ",
            $"`{section.Name}:{setting.Name}`", Default(setting), Values(setting), setting.GetCustomAttribute<DescriptionAttribute>()?.Description)} |\n"),
    ];

    /// <returns>Null for none.</returns>
    public static string? DefaultText(PropertyInfo setting) => SettingsSection.DefaultOf(setting) is { } value ? Text(value) : null;

    private static string Default(PropertyInfo setting) => DefaultText(setting) is { } text ? $"`{text}`" : "none";

    private static string Values(PropertyInfo setting) => setting.GetCustomAttribute<RangeAttribute>() switch
    {
        { OperandType: var type } range when type == typeof(TimeSpan) => $"{Text(Duration(range.Minimum))} to {Text(Duration(range.Maximum))}",
        { } range => $"{Text(range.Minimum)} to {Text(range.Maximum)}",
        _ when setting.PropertyType == typeof(bool) => "true or false",
        _ when setting.PropertyType == typeof(TimeOnly) => "a time of day",
        _ when setting.PropertyType.IsArray => "a list of numbers",
        _ => "a text",
    };

    private static TimeSpan Duration(object text) => TimeSpan.Parse((string)text, CultureInfo.InvariantCulture);

    private static string Text(object value) => value switch
    {
        TimeSpan duration => DurationText.Write(duration),
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        bool choice => choice ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
