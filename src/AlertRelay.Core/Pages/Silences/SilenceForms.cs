using System.Globalization;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Forms;
using AlertRelay.Pages.Layout;

namespace AlertRelay.Pages.Silences;

/// <summary>The form of a silence. Its lists are separated by commas.</summary>
internal static class SilenceForm
{
    public const string Countries = "filter.countries", Channels = "filter.channels", Keywords = "filter.keywords", Until = "until", Reason = "reason";

    /// <summary>A tick, because an empty filter would silence everything without saying so.</summary>
    public const string All = "all";

    private const string OfSilence = "noise.silences[", EndOfIndex = "].";

    private static readonly string[] Lists = [Countries, Channels, Keywords];

    /// <summary>False: it names nothing, or both everything and a part.</summary>
    public static bool IsClear(FormValues form) => Lists.Any(list => Words(form.Text(list)).Length > 0) != form.IsTicked(All);

    public static JsonObject ToJson(FormValues form)
    {
        var filter = new JsonObject();
        foreach (var list in Lists)
        {
            if (Words(form.Text(list)) is { Length: > 0 } words)
                filter[list["filter.".Length..]] = new JsonArray([.. words.Select(word => (JsonNode)word)]);
        }

        return new JsonObject
        {
            ["filter"] = filter,
            ["until"] = FormTimes.Read(form.Text(Until)) is { Length: > 0 } until ? until : null,
            ["reason"] = form.Text(Reason),
        };
    }

    /// <summary>Each error at its field: "noise.silences[3].until" of the API is "until" here.</summary>
    public static IReadOnlyDictionary<string, string[]> ErrorsOf(PageProblem problem) => problem.Errors.GroupBy(error => FieldOf(error.Key))
        .ToDictionary(field => field.Key, string[] (field) => [.. field.SelectMany(error => error.Value)]);

    private static string FieldOf(string path) =>
        path.StartsWith(OfSilence, StringComparison.Ordinal) && path.IndexOf(EndOfIndex, StringComparison.Ordinal) is > 0 and var end
            ? path[(end + EndOfIndex.Length)..]
            : path;

    private static string[] Words(string written) =>
        written.Split([',', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The form of quiet hours: "22:00", "07:00", "Europe/Berlin".</summary>
internal static class QuietHoursForm
{
    public const string From = "noise.quietHours.from", To = "noise.quietHours.to", Zone = "noise.quietHours.zone";

    public static FormValues Of(QuietHoursResponse? quiet) => FormValues.Of(
        (From, Time(quiet?.From)), (To, Time(quiet?.To)), (Zone, quiet?.Zone ?? ""));

    public static JsonObject ToJson(FormValues form) => new() { ["from"] = form.Text(From), ["to"] = form.Text(To), ["zone"] = form.Text(Zone) };

    private static string Time(TimeOnly? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "";
}
