using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Formats;

/// <summary>An alert of each kind that differs in a message, by name, and what every format makes of them.</summary>
internal static class Samples
{
    public static readonly Uri Relay = new("https://relay.example.org/");

    public static readonly MessageFormats Formats = new(Relay);

    // Formats that read something of their target in the message find it here.
    private static readonly Subscription Receiver =
        Some.Subscription(new Uri("https://chat.example.org/?chat_id=-100123&routing_key=0123456789abcdef0123456789abcdef"));

    private static readonly Level Avoid = new("avoid_all_travel_to_whole_country", "Advises against all travel", Severity.Extreme, Step: 8);
    private static readonly Level Essential = new(
        "avoid_all_but_essential_travel_to_whole_country", "Advises against all but essential travel", Severity.Severe, Step: 4);

    public static readonly Alert Raised = Some.Alert("alr_raised") with
    {
        Channel = "uk-fcdo-travel",
        Authority = "Foreign, Commonwealth & Development Office",
        Key = "iran",
        Title = "Iran",
        Headline = "UK raises Iran to Advises against all travel (was Advises against all but essential travel)",
        Summary = "The FCO now advises against all travel to Iran. British nationals still in the country should consider leaving.",
        Text = "The FCO now advises against all travel to Iran.",
        Level = Avoid,
        PreviousLevel = Essential,
        Areas = [new Area("IR", "Iran")],
        PublishedAt = new DateTimeOffset(2020, 1, 4, 16, 50, 0, TimeSpan.Zero),
        DetectedAt = new DateTimeOffset(2020, 1, 4, 16, 52, 10, TimeSpan.Zero),
        Diff = new TextDiff(["all but essential travel"], ["all travel", "consider leaving"]),
    };

    public static readonly Alert Lowered = Raised with
    {
        Id = "alr_lowered",
        Revision = 3,
        Change = ChangeKind.Lowered,
        Headline = "Lowered: UK, Iran to Advises against all but essential travel (was Advises against all travel)",
        Level = Essential,
        PreviousLevel = Avoid,
        Diff = new TextDiff(["all travel"], ["all but essential travel"]),
        Marks = ["confirmed after a drop of two steps"],
    };

    public static readonly Alert Unhealthy = Raised with
    {
        Id = "alr_health",
        Key = ":health",
        Change = ChangeKind.Issued,
        Health = HealthKind.Failing,
        Title = "FCDO travel advice: not being read",
        Headline = "uk-fcdo-travel: not being read: HTTP 503 six times in a row",
        Summary = "HTTP 503 six times in a row",
        Level = Level.None,
        PreviousLevel = null,
        PublishedAt = null,
        Areas = [],
        Diff = TextDiff.Empty,
    };

    public static readonly Alert Japanese = Raised with
    {
        Id = "alr_japanese",
        Channel = "jp-mofa-travel",
        Authority = "外務省",
        Key = "0098",
        Headline = "Japan raises イラン to 退避してください。渡航は止めてください。（退避勧告） (was 不要不急の渡航は止めてください。)",
        Summary = "イラン及びイラクにおける緊張の高まり（注意喚起）。不測の事態に巻き込まれることのないよう、最新の関連情報の入手に努めてください。",
        Level = new Level("4", "退避勧告", Severity.Extreme, Step: 4),
        PreviousLevel = new Level("2", "不要不急の渡航は止めてください", Severity.Moderate, Step: 2),
        Areas = [new Area("IR", "イラン")],
        Language = "ja",
        Diff = new TextDiff(["不要不急の渡航は止めてください"], ["退避してください", "渡航は止めてください"]),
    };

    private static readonly Alert French = Raised with
    {
        Id = "alr_french",
        Authority = "Ministère de l’Europe et des Affaires étrangères",
        Headline = "France relève l’Iran : « formellement déconseillé » (était : déconseillé sauf raison impérative)",
        Summary = "En raison des tensions régionales, il est formellement déconseillé de se rendre en Iran jusqu’à nouvel ordre.",
        Language = "fr",
    };

    private static readonly Alert RightToLeft = Raised with
    {
        Id = "alr_rtl",
        Authority = "משרד החוץ",
        Headline = "אזהרת מסע: איראן, רמה 4 (تحذير من السفر إلى إيران)",
        Summary = "המלצה לא להגיע, ולשוהים במקום לצאת מיד. ينصح بعدم السفر.",
        Areas = [new Area("IR", "איראן")],
        Language = "he",
    };

    private static readonly Alert Cluster = Raised with
    {
        Id = "alr_cluster",
        Channel = AlertRelay.Alerts.Cluster.ChannelId,
        Authority = "AlertRelay",
        Key = "IR:alr_raised",
        Title = "Several governments raised Iran",
        Headline = "3 governments raised Iran in 24 hours: UK, Japan, France",
        Summary = "Highest severity: Extreme.",
        Text = $"UK: {Raised.Headline}\nJapan: {Japanese.Headline}\nFrance: {French.Headline}",
        Level = new Level(null, null, Severity.Extreme),
        PreviousLevel = null,
        Link = new Uri("https://alertrelay.org/"),
        PublishedAt = null,
        Diff = TextDiff.Empty,
        Cluster = new Cluster(Raised.DetectedAt, [Member(Raised, "GB", "UK"), Member(Japanese, "JP", "Japan"), Member(French, "FR", "France")]),
    };

    private static readonly string Hostility = string.Concat(HostileText.Pieces);
    private static readonly string Kilobytes100 = string.Concat(Enumerable.Repeat("*Ünder*👩‍👩‍👧‍👦 <!channel> ", 3600));

    public static readonly IReadOnlyDictionary<string, Alert> Single = new Dictionary<string, Alert>
    {
        ["raised"] = Raised,
        ["lowered"] = Lowered,
        ["withdrawn"] = Raised with
        {
            Id = "alr_withdrawn",
            Change = ChangeKind.Withdrawn,
            MessageType = MessageType.Cancel,
            Headline = "UK withdraws: Iran",
            PreviousLevel = Avoid,
        },
        ["unhealthy"] = Unhealthy,
        ["well-again"] = Unhealthy with { Id = "alr_well", Change = ChangeKind.Withdrawn, Health = HealthKind.Recovered, MessageType = MessageType.Cancel },
        ["cluster"] = Cluster,
        ["cluster-over"] = Cluster with
        {
            Id = "alr_cluster_over",
            Revision = 3,
            Change = ChangeKind.Withdrawn,
            MessageType = MessageType.Cancel,
            References = [Cluster.Id],
            Headline = $"Ended: {Cluster.Headline}",
            Summary = "Nobody raised Iran for 72 hours. The levels that were raised may still be in force.",
            PreviousLevel = Cluster.Level,
        },
        ["test"] = TestAlert.For("sub_000001", Some.Time),
        ["japanese"] = Japanese,
        ["french"] = French,
        ["right-to-left"] = RightToLeft,
        ["hostile"] = Everywhere(Hostility, "alr_hostile"),
        ["hostile-cluster"] = InMembers(Hostility, "alr_hostile_cluster"),
        ["100-kb-cluster"] = InMembers(Kilobytes100, "alr_huge_cluster"),
        ["100-kb"] = Everywhere(Kilobytes100, "alr_huge"),
        ["bare"] = Some.Alert("alr_bare") with { Headline = "Examples: a notice", Level = Level.None, PreviousLevel = null, Areas = [], Summary = "" },
    };

    // 4 January 2020: the same note for thirteen countries.
    public static readonly IReadOnlyList<Alert> Wave =
    [
        .. new[]
        {
            "AE Emirates",
            "BH Bahrain",
            "CY Cyprus",
            "IL Israel",
            "IQ Iraq",
            "IR Iran",
            "JO Jordan",
            "KW Kuwait",
            "LB Lebanon",
            "OM Oman",
            "QA Qatar",
            "SA Saudi Arabia",
            "TR Turkey",
        }.Select((area, number) => Raised with
        {
            Id = $"alr_wave_{number}",
            Key = area[3..],
            Headline = area[3..] == "Iran" ? Raised.Headline : $"UK updates {area[3..]} (still Advises against travel to parts)",
            Change = area[3..] == "Iran" ? ChangeKind.Raised : ChangeKind.Revised,
            Level = area[3..] == "Iran" ? Avoid : new Level("parts", "Advises against travel to parts", Severity.Moderate, Scope.Part, 2),
            Areas = [new Area(area[..2], area[3..])],
            DetectedAt = Raised.DetectedAt.AddMinutes(number),
        }),
    ];

    /// <summary>Everything that a receiver of the format may be sent: each sample, plain and not, alone and in a group.</summary>
    public static IEnumerable<(string Name, Message Message)> Of(IMessageFormat format) =>
    [
        .. Single.SelectMany(sample => Both(sample.Key, Rendering.Of(format, sample.Value))),
        .. format is IGroupingFormat grouping
            ? Both("wave", Rendering.Of(grouping, Wave)).Concat(Both("hostile-group", Rendering.Of(grouping, [.. Enumerable.Repeat(Single["hostile"], 40)])))
            : [],
    ];

    public static Message Addressed(IMessageFormat format, Alert alert) => Rendering.Of(format, alert).For(Receiver);

    public static Message Addressed(IGroupingFormat format, IReadOnlyList<Alert> alerts) => Rendering.Of(format, alerts).For(Receiver);

    /// <summary>An alert all of whose words are these.</summary>
    public static Alert Everywhere(string text, string id = "alr_1") => Raised with
    {
        Id = id,
        Headline = text,
        Title = text,
        Summary = text,
        Authority = text,
        Key = text,
        Level = Avoid with { Label = text },
        PreviousLevel = Essential with { Label = text },
        Areas = [new Area("IR", text), new Area("GB-NIR", text)],
        Language = text,
        Marks = [text, text],
        Diff = new TextDiff([text, text], [text]),
    };

    /// <summary>A cluster of many members all of whose words are these.</summary>
    public static Alert InMembers(string text, string id = "alr_2")
    {
        var member = Member(Raised with { Authority = text, Headline = text }, "GB", text);
        return Cluster with { Id = id, Cluster = new Cluster(Raised.DetectedAt, [.. Enumerable.Repeat(member, 40)]), Text = text };
    }

    private static ClusterMember Member(Alert alert, string country, string name) => new(
        alert.Id, alert.Channel, country, name, alert.Authority, alert.Headline, alert.Level.Severity, alert.Level.Scope, alert.Link, alert.DetectedAt);

    private static IEnumerable<(string, Message)> Both(string name, Rendering rendering) =>
        [(name, rendering.For(Receiver)), ($"{name}-plainly", rendering.PlainlyFor(Receiver))];
}
