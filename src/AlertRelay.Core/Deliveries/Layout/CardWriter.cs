using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.Layout;

/// <summary>Lays an alert, or several, out as a card. What a message says is decided here and nowhere else.</summary>
/// <param name="relay">Relay:BaseUrl, where its pages are public; without it nothing links to the relay.</param>
internal sealed class CardWriter(Uri? relay)
{
    /// <summary>Of the link to what the authority itself says.</summary>
    public const string Official = "Official page";

    /// <summary>Of the facts that show the words which changed.</summary>
    public const string Gone = "No longer said", New = "Now said";

    private const int LongestHeadline = 240, LongestSummary = 600, LongestWords = 300, LongestLine = 160, MostLines = 20, LongestKey = 160, LongestLink = 2000;

    /// <summary>Of one fact. Chats cut the whole message too.</summary>
    public int LongestValue { get; init; } = 200;

    public Card Write(Alert alert) => new()
    {
        Id = alert.Id,
        Thread = ThreadOf(alert),
        Severity = alert.Level.Severity,
        IsRelief = IsRelief(alert),
        Headline = TextTruncation.To(TextSanitizer.Line(alert.Headline), LongestHeadline),
        Facts =
        [
            .. FactsOf(alert).Where(fact => fact.Value.Length > 0).Select(fact => fact with { Value = TextTruncation.To(fact.Value, LongestValue) }),
            .. Words(alert.Diff),
        ],
        Summary = TextTruncation.To(TextSanitizer.Line(alert.Summary), LongestSummary),
        Links = [.. LinksOf(alert)],
    };

    /// <param name="alerts">Two or more.</param>
    public Card Write(IReadOnlyList<Alert> alerts)
    {
        var inOrder = alerts.OrderBy(IsRelief).ThenByDescending(alert => alert.Level.Severity).ThenBy(alert => alert.DetectedAt).ToList();
        var authorities = inOrder.Select(alert => alert.Authority).Distinct().ToList();
        var id = GroupId(alerts);
        return new Card
        {
            Id = id,
            Thread = id,
            Severity = inOrder.Max(alert => alert.Level.Severity),
            IsRelief = inOrder.TrueForAll(IsRelief),
            Headline = TextTruncation.To(
                TextSanitizer.Line($"{alerts.Count} alerts from {(authorities.Count == 1 ? authorities[0] : $"{authorities.Count} authorities")}"),
                LongestHeadline),
            Facts =
            [
                new CardField("Where", TextTruncation.To(Places(inOrder.SelectMany(alert => alert.Areas)), LongestWords)),
                new CardField("Found", Times(alerts.Min(alert => alert.DetectedAt), alerts.Max(alert => alert.DetectedAt))),
            ],
            Lines =
            [
                .. inOrder.Take(MostLines).Select(alert => TextTruncation.To($"{Write(alert).Symbol} {TextSanitizer.Line(alert.Headline)}", LongestLine)),
                .. inOrder.Count > MostLines ? (string[])[$"and {inOrder.Count - MostLines} more"] : [],
            ],
            Links = relay is null || !alerts.Any(HasPage) ? [] : [new CardLink("All alerts", RelayPages.All(relay))],
        };
    }

    /// <summary>Only what authorities say is public: a test is nobody's news, and the health of channels is the operator's business.</summary>
    public static bool HasPage(Alert alert) => alert.Kind == EventKind.Alert && !TestAlert.Is(alert);

    private static bool IsRelief(Alert alert) => alert.Change is ChangeKind.Withdrawn or ChangeKind.Lowered;

    private static IEnumerable<CardField> FactsOf(Alert alert) =>
    [
        new("Level", LevelOf(alert)),
        new("Where", Places(alert.Areas)),
        new("Authority", TextSanitizer.Line(alert.Authority)),
        new("Published", alert.PublishedAt is { } published ? DateOrTime(published) : ""),
        new("Found", Time(alert.DetectedAt)),
        new("Language of the source", alert.Language.StartsWith("en", StringComparison.Ordinal) ? "" : TextSanitizer.Line(alert.Language)),
        new("Note", TextSanitizer.Line(string.Join("; ", NotesOf(alert)))),
    ];

    private static string LevelOf(Alert alert)
    {
        var now = Said(alert.Level);
        var before = alert.PreviousLevel is { } previous && Said(previous) is { Length: > 0 } said && said != now ? $", was: {said}" : "";
        return now.Length > 0 ? now + before : "";
    }

    private static string Said(Level level) =>
        level.IsKnown
            ? $"{level.Severity}{(level.Label is { } label ? $" ({TextSanitizer.Line(label)})" : "")}"
            : level.Native is null ? "" : "stated, but not readable";

    private static IEnumerable<string> NotesOf(Alert alert) =>
    [
        .. alert.Kind == EventKind.Health ? (string[])["about the channel itself, not from its authority"] : [],
        .. alert.Change switch
        {
            ChangeKind.Withdrawn when alert.Kind == EventKind.Alert => (string[])["withdrawn by its publisher"],
            ChangeKind.Revised when alert.Level == alert.PreviousLevel => ["revised, level as before"],
            _ => [],
        },
        .. alert.Marks,
    ];

    private static IEnumerable<CardField> Words(TextDiff diff) =>
    [
        .. Words(Gone, diff.Removed),
        .. Words(New, diff.Added),
    ];

    private static IEnumerable<CardField> Words(string name, IReadOnlyList<string> runs) =>
        TextTruncation.To(TextSanitizer.Line(string.Join(" … ", runs)), LongestWords) is { Length: > 0 } words ? [new CardField(name, words)] : [];

    private static string Places(IEnumerable<Area> areas) =>
        string.Join(", ", areas.DistinctBy(area => area.Code).Select(area => $"{Flag(area.Code)} {TextSanitizer.Line(area.Name)}".Trim()));

    // The letters of ISO 3166-1 as regional indicators; parts of countries have none.
    private static string Flag(string code) =>
        code.Length == 2 && code.All(char.IsAsciiLetterUpper) && code is not ("XA" or "XK")
            ? string.Concat(code.Select(letter => char.ConvertFromUtf32(0x1F1E6 + letter - 'A')))
            : "";

    private IEnumerable<CardLink> LinksOf(Alert alert) => !HasPage(alert) ? [] :
    [
        .. alert.Link is { IsAbsoluteUri: true, Scheme: "https", UserInfo: "", AbsoluteUri.Length: <= LongestLink }
            ? (CardLink[])[new(Official, alert.Link)]
            : [],
        .. relay is null ? [] : (CardLink[])[new("This alert", RelayPages.Of(relay, alert.Id))],
    ];

    // Cut short, the keys of two notices could be the same.
    private static string ThreadOf(Alert alert) => $"{alert.Channel}/{(alert.Key.Length > LongestKey ? Hash(alert.Key) : alert.Key)}";

    private static string GroupId(IReadOnlyList<Alert> alerts) =>
        $"grp_{Hash(string.Join(' ', alerts.Select(alert => alert.Id).Order(StringComparer.Ordinal)))}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 13));

    private static string Times(DateTimeOffset first, DateTimeOffset last) => Time(first) == Time(last) ? Time(first) : $"{Time(first)} to {Time(last)}";

    // Publishers that state a day only are read as midnight UTC: a time of day would be made up.
    private static string DateOrTime(DateTimeOffset time) =>
        time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Time(time);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
