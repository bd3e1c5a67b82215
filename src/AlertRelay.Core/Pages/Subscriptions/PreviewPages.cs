using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Pages.Alerts;
using AlertRelay.Pages.Forms;
using AlertRelay.Pages.Layout;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>A recent alert as a receiver of each format gets it.</summary>
internal static partial class PreviewPages
{
    private const int Recent = 20;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapPreviewPages(this IEndpointRouteBuilder pages) => pages.MapGet($"{SubscriptionPages.Path}/{{id}}/preview", Show);

    public static ApiCall Call(string alert, string format) =>
        ApiCall.Get(AlertText.Path(alert) + "/preview" + LinkQuery.Of(("format", format)));

    /// <summary>Reads the subscription, a page of 20 alerts, and the alert.</summary>
    private static async Task<PageResult> Show(string id, HttpContext http, RelayApi api, MessageFormats formats) =>
        await (await api.Get<SubscriptionResponse>(http, SubscriptionPages.Address(id))).Page(
            async found => await (await api.Get<AlertPage>(http, $"/alerts?limit={Recent}")).Page(
                recent => ShowOne(http, api, formats, found, recent.Alerts), SubscriptionPages.Address(id)),
            SubscriptionPages.Path);

    private static async Task<PageResult> ShowOne(
        HttpContext http, RelayApi api, MessageFormats formats, SubscriptionResponse subscription, IReadOnlyList<Alert> recent)
    {
        var asked = http.Request.Query;
        var format = asked["format"].ToString() is { Length: > 0 } named ? named : subscription.Format;
        // The newest that it wants; otherwise the newest.
        var alert = asked["alert"].ToString() is { Length: > 0 } chosen ? chosen
            : (recent.FirstOrDefault(subscription.Filter.Matches) ?? (recent is [var newest, ..] ? newest : null))?.Id ?? "";
        var model = new PreviewModel(subscription, recent, alert, FormValues.Of(("format", format), ("alert", alert)))
        {
            Formats = [.. formats.All.Select(each => new FormChoice(each.Name, SubscriptionChoices.TitleOf(each.Name)))],
        };
        if (alert.Length == 0)
            return PageResult.Of<PreviewPage>(model);

        var call = Call(alert, format);
        return (await api.Get<ApiFile>(http, call.Path)).Page(
            file => PageResult.Of<PreviewPage>(model with { Call = call, ContentType = file.ContentType, Source = SourceOf(file) }),
            SubscriptionPages.Address(subscription.Id));
    }

    private static string SourceOf(ApiFile file)
    {
        var text = Encoding.UTF8.GetString(file.Content);
        try
        {
            return file.ContentType.Contains("json", StringComparison.Ordinal) ? WithoutPairs(JsonNode.Parse(text)!.ToJsonString(Indented)) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    // The serializer escapes symbols such as flags, as two halves each.
    private static string WithoutPairs(string json) => EscapedPair().Replace(
        json, pair => $"{(char)Convert.ToUInt16(pair.Groups[1].Value, 16)}{(char)Convert.ToUInt16(pair.Groups[2].Value, 16)}");

    [GeneratedRegex(@"(?<=(?<!\\)(?:\\\\)*)\\u(D[89AB][0-9A-F]{2})\\u(D[C-F][0-9A-F]{2})")]
    private static partial Regex EscapedPair();
}

/// <param name="Alert">The id of the shown one; empty while there are no alerts.</param>
internal sealed record PreviewModel(SubscriptionResponse Subscription, IReadOnlyList<Alert> Recent, string Alert, FormValues Form)
{
    public IReadOnlyList<FormChoice> Formats { get; init; } = [];

    public ApiCall? Call { get; init; }

    public string ContentType { get; init; } = "";

    /// <summary>The message as it is posted; JSON with line breaks.</summary>
    public string Source { get; init; } = "";
}
