using System.Globalization;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;

namespace AlertRelay.Pages.Silences;

/// <summary>A silence as it is written in the form. Its lists are separated by commas.</summary>
/// <param name="Until">UTC, as browsers write it: "2026-01-31T09:00".</param>
internal sealed record SilenceForm(string Countries, string Channels, string Keywords, string Until, string Reason)
{
    public static readonly SilenceForm Empty = new("", "", "", "", "");

    private static readonly string[] LocalTimes = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    public static SilenceForm Read(IFormCollection form) => new(
        form["countries"].ToString(), form["channels"].ToString(), form["keywords"].ToString(), form["until"].ToString().Trim(), form["reason"].ToString());

    public JsonObject ToJson()
    {
        var filter = new JsonObject();
        foreach (var (name, words) in new[] { ("countries", Countries), ("channels", Channels), ("keywords", Keywords) })
        {
            if (Words(words) is { Length: > 0 } list)
                filter[name] = new JsonArray([.. list.Select(word => (JsonNode)word)]);
        }

        return new JsonObject { ["filter"] = filter, ["until"] = Time(), ["reason"] = Reason };
    }

    // Other times are for the API to read, or to refuse with what to write.
    private JsonNode? Time() =>
        DateTime.TryParseExact(Until, LocalTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : Until.Length == 0 ? null : Until;

    private static string[] Words(string written) =>
        written.Split([',', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Quiet hours as they are written in the form: "22:00", "07:00", "Europe/Berlin".</summary>
internal sealed record QuietHoursForm(string From, string To, string Zone)
{
    public static QuietHoursForm Of(QuietHoursResponse? quiet) => quiet is null
        ? new("", "", "")
        : new(Time(quiet.From), Time(quiet.To), quiet.Zone);

    public static QuietHoursForm Read(IFormCollection form) =>
        new(form["from"].ToString().Trim(), form["to"].ToString().Trim(), form["zone"].ToString().Trim());

    public JsonObject ToJson() => new() { ["from"] = From, ["to"] = To, ["zone"] = Zone };

    private static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
