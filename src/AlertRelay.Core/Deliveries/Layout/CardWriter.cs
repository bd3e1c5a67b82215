using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.Layout;

/// <summary>Creates the card of one alert or of a group.</summary>
/// <param name="relay">Relay:BaseUrl if its pages are public; without it no card links to the relay.</param>
internal sealed class CardWriter(Uri? relay)
{
    /// <summary>The text of the link to the authority's own page.</summary>
    public const string Official = "Official page";

    /// <summary>The names of the facts with the changed words.</summary>
    public const string Gone = "Removed", New = "Added";

    /// <summary>The name of the fact with the level.</summary>
    public const string LevelFact = "Level";

    private const int MaxHeadline = 240, MaxSummary = 600, MaxWords = 300, MaxEntry = 160, MaxEntries = 20, MaxKey = 160, MaxLink = 2000,
        MaxEntryLink = 400, MaxPlaces = 200, MaxPlace = 80;

    /// <summary>The maximum length of one fact. Chats truncate the whole message too.</summary>
    public int MaxValue { get; init; } = 200;

    public Card Write(Alert alert) => new()
    {
        Id = alert.Id,
        Thread = ThreadOf(alert),
        Severity = alert.Level.Severity,
        IsRelief = IsRelief(alert),
        Headline = HeadlineOf(alert),
        Facts =
        [
            .. Filled(FactsOf(alert)).Select(fact => fact with { Value = TextTruncation.To(fact.Value, MaxValue) }),
            .. DiffFacts(alert.Diff),
        ],
        Summary = TextTruncation.To(TextSanitizer.Line(alert.Summary), MaxSummary),
        Entries = [.. alert.Cluster?.Members.Take(MaxEntries).Select(Entry) ?? []],
        Unlisted = Math.Max(0, (alert.Cluster?.Members.Count ?? 0) - MaxEntries),
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
                TextSanitizer.Line($"{alerts.Count} {Word(alerts)} from {(authorities.Count == 1 ? authorities[0] : $"{authorities.Count} authorities")}"),
                MaxHeadline),
            Facts =
            [
                .. Filled([new CardField("Where", Places(inOrder.SelectMany(alert => alert.Areas)))]),
                new CardField("Detected", Times(alerts.Min(alert => alert.DetectedAt), alerts.Max(alert => alert.DetectedAt))),
            ],
            Entries =
            [
                .. inOrder.Take(MaxEntries).Select(
                    alert => new CardEntry(TextTruncation.To($"{Write(alert).Title}{Warning(alert)}", MaxEntry), EntryLink(alert))),
            ],
            Unlisted = Math.Max(0, inOrder.Count - MaxEntries),
            Links = relay is null || !alerts.Any(HasPage) ? [] : [new CardLink("All alerts", RelayPages.All(relay))],
        };
    }

    // "snapshot" itself is in the headline of the group.
    private static string Warning(Alert alert) => alert.IsSnapshot && alert.Marks.Count > 1 ? $" ({string.Join("; ", alert.Marks.Skip(1))})" : "";

    private static string Word(IReadOnlyList<Alert> alerts) =>
        alerts.All(alert => alert.IsSnapshot) ? "levels that were there before (snapshot)" : "alerts";

    /// <summary>Public pages show official alerts and clusters of them, not tests and not the health of channels.</summary>
    public static bool HasPage(Alert alert) => alert.Kind is EventKind.Alert or EventKind.Cluster or EventKind.Snapshot && !TestAlert.Is(alert);

    private static bool IsRelief(Alert alert) => alert.Change is ChangeKind.Withdrawn or ChangeKind.Lowered;

    // Chats refuse empty texts.
    private static IEnumerable<CardField> Filled(IEnumerable<CardField> facts) => facts.Where(fact => fact.Value.Length > 0);

    private static string HeadlineOf(Alert alert) => TextTruncation.To(
        ((string[])[alert.Headline, alert.Title, alert.Authority]).Select(TextSanitizer.Line).FirstOrDefault(line => line.Length > 0) ?? "Alert", MaxHeadline);

    private static IEnumerable<CardField> FactsOf(Alert alert) =>
    [
        new(LevelFact, LevelOf(alert)),
        new("Where", Places(alert.Areas)),
        new("Authority", TextSanitizer.Line(alert.Authority)),
        new("Published", alert.PublishedAt is { } published ? DateOrTime(published) : ""),
        new("Detected", Time(alert.DetectedAt)),
        new("Language of the source", alert.Language.StartsWith("en", StringComparison.Ordinal) ? "" : TextSanitizer.Line(alert.Language)),
        new("Note", TextSanitizer.Line(string.Join("; ", NotesOf(alert)))),
    ];

    private static string LevelOf(Alert alert)
    {
        var now = TextOf(alert.Level);
        var before = alert.PreviousLevel is { } previous && TextOf(previous) is { Length: > 0 } old && old != now ? $", was: {old}" : "";
        return now.Length > 0 ? now + before : "";
    }

    private static string TextOf(Level level) =>
        level.IsKnown
            ? $"{level.Severity}{(level.Label is { } label ? $" ({TextSanitizer.Line(label)})" : "")}"
            : level.Native is null ? "" : "stated, but not readable";

    private static IEnumerable<string> NotesOf(Alert alert) =>
    [
        .. alert.Kind switch
        {
            EventKind.Health => (string[])["about the channel itself, not from its authority"],
            EventKind.Cluster when alert.Change == ChangeKind.Withdrawn =>
                ["no government raised it for a while; the levels that were raised may still be in force"],
            EventKind.Cluster => ["made by the relay from alerts of these governments"],
            _ => [],
        },
        .. alert.Change switch
        {
            ChangeKind.Withdrawn when alert.Kind == EventKind.Alert =>
                (string[])[alert.WithdrawnByPublisher ? "withdrawn by its publisher" : "no longer given by its publisher"],
            ChangeKind.Revised when alert.Level == alert.PreviousLevel => ["revised, level as before"],
            _ => [],
        },
        .. alert.Marks,
    ];

    private static IEnumerable<CardField> DiffFacts(TextDiff diff) =>
    [
        .. DiffFacts(Gone, diff.Removed),
        .. DiffFacts(New, diff.Added),
    ];

    private static IEnumerable<CardField> DiffFacts(string name, IReadOnlyList<string> runs) =>
        TextTruncation.To(TextSanitizer.Line(string.Join(" … ", runs)), MaxWords) is { Length: > 0 } words ? [new CardField(name, words)] : [];

    private static string Places(IEnumerable<Area> areas) => CutList.Text(
        [
            .. areas.DistinctBy(area => area.Code)
                .Select(area => TextTruncation.To($"{Flag(area.Code)} {TextSanitizer.Line(area.Name)}".Trim(), MaxPlace))
                .Where(place => place.Length > 0),
        ],
        unlisted: 0, MaxPlaces, ", ", place => place.Length);

    // ISO 3166-1 codes as regional indicators. Subdivisions have no flag.
    private static string Flag(string code) =>
        code.Length == 2 && code.All(char.IsAsciiLetterUpper) && code is not ("XA" or "XK")
            ? string.Concat(code.Select(character => char.ConvertFromUtf32(0x1F1E6 + character - 'A')))
            : "";

    private static CardEntry Entry(ClusterMember member) => new(
        TextTruncation.To($"{Card.SymbolOf(member.Severity)} {TextSanitizer.Line($"{member.Name}: {member.Headline}")}", MaxEntry),
        IsSafe(member.Link, MaxEntryLink) ? member.Link : null);

    private static bool IsSafe(Uri link, int max) => link is { IsAbsoluteUri: true, Scheme: "https", UserInfo: "" } && link.AbsoluteUri.Length <= max;

    // No authority has a page about a cluster.
    private IEnumerable<CardLink> LinksOf(Alert alert) => !HasPage(alert) ? [] :
    [
        .. alert.Cluster is null && IsSafe(alert.Link, MaxLink) ? (CardLink[])[new(Official, alert.Link)] : [],
        .. relay is null ? [] : (CardLink[])[new("This alert", RelayPages.Of(relay, alert.Id))],
    ];

    // A list has room for short links only.
    private Uri? EntryLink(Alert alert)
    {
        var links = LinksOf(alert).Select(link => link.Url).ToList();
        return links.Find(url => url.AbsoluteUri.Length <= MaxEntryLink) ?? links.FirstOrDefault();
    }

    // Hashed, because two truncated keys could be equal.
    private static string ThreadOf(Alert alert) => $"{alert.Channel}/{(alert.Key.Length > MaxKey ? Hash(alert.Key) : alert.Key)}";

    private static string GroupId(IReadOnlyList<Alert> alerts) =>
        $"grp_{Hash(string.Join(' ', alerts.Select(alert => alert.Id).Order(StringComparer.Ordinal)))}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 13));

    private static string Times(DateTimeOffset first, DateTimeOffset last) => Time(first) == Time(last) ? Time(first) : $"{Time(first)} to {Time(last)}";

    // A date without a time is stored as midnight UTC, so no time is shown.
    private static string DateOrTime(DateTimeOffset time) =>
        time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Time(time);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
