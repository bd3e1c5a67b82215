using System.Security.Cryptography;
using System.Text;
using AlertRelay.Alerts;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>Alerts of every kind, with every word of ours somewhere.</summary>
internal static class SomeAlerts
{
    public const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    // Compressed it is still longer than one column of a table.
    private const int LongText = 36_000;

    public static readonly Alert Rich = Samples.Alert("alr_rich", At(0)) with
    {
        Channel = "xx-rich",
        Category = Category.Cyber,
        Evidence = Samples.Alert("x").Evidence with { Sha256 = SomeRecords.EvidenceHash },
    };

    public static readonly Alert Long = Rich with { Id = "alr_long", Key = "long", Text = Samples.LongText(LongText), DetectedAt = At(1) };

    /// <summary>Left in the outbox by a process that was killed.</summary>
    public static readonly IReadOnlyList<Alert> Unpublished =
        [Rich with { Id = "alr_left_1", DetectedAt = At(170) }, Plain("alr_left_2", ChangeKind.Revised, 171)];

    public static IReadOnlyList<Alert> All =>
    [
        Rich,
        Long,
        .. Enum.GetValues<ChangeKind>().Select((change, number) => Plain($"alr_{Word(change)}", change, 2 + number)),
        .. Enum.GetValues<Category>().Select((category, number) => Plain($"alr_{Word(category)}", ChangeKind.Issued, 10 + number) with { Category = category }),
        .. Enum.GetValues<MessageType>().Select((type, number) => Plain($"alr_type_{Word(type)}", ChangeKind.Issued, 20 + number) with { MessageType = type }),
        .. Enum.GetValues<Severity>().Select((severity, number) => Plain($"alr_severity_{Word(severity)}", ChangeKind.Raised, 30 + number) with
        {
            Level = new Level($"{number}", $"Level {number}", severity, number % 2 == 0 ? Scope.Part : Scope.Whole, number),
        }),
        .. Enum.GetValues<HealthKind>().Select((health, number) => Plain($"hlt_{Word(health)}", ChangeKind.Issued, 40 + number) with
        {
            Health = health, Category = Category.Travel, Channel = "xx-travel",
        }),
        RelayEvents.New("hbt_20260302", ":heartbeat", At(50)) with { Heartbeat = new Heartbeat(At(-1440), 34, ["xx-news", "xx-rich"], 12) },
        .. Enum.GetValues<SubscriptionEventKind>().Select((happened, number) => OfSubscription(happened, At(60 + number))),
    ];

    /// <param name="minutes">After the middle of the day.</param>
    private static DateTimeOffset At(int minutes) => Scenario.Begin.AddHours(-8).AddMinutes(minutes);

    private static Alert OfSubscription(SubscriptionEventKind happened, DateTimeOffset at) =>
        RelayEvents.New($"sbe_{Word(happened)}", ":subscription", at) with
        {
            Subscription = new SubscriptionEvent("acme", SomeSubscriptions.Rich.Id, happened),
        };

    private static Alert Plain(string id, ChangeKind change, int minutes) => new()
    {
        Id = id,
        Channel = "xx-rich",
        Authority = "Ministry of Tests",
        Key = id,
        Revision = 1,
        Change = change,
        MessageType = MessageType.Alert,
        Category = Category.Cyber,
        Title = $"Title of {id}",
        Headline = $"Headline of {id}",
        Level = new Level("3", "Level 3", Severity.Severe, Scope.Whole, 3),
        Areas = [new Area("FR", "France")],
        Language = "en",
        DetectedAt = At(minutes),
        Link = new Uri($"https://{FakeNetwork.Publisher}/{id}"),
        Evidence = new Evidence(new Uri($"https://{FakeNetwork.Publisher}/cyber.xml"), At(minutes), Hash(id)),
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Word<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();
}
