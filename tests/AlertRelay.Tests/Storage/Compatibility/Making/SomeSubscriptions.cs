using System.Security.Cryptography;
using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>Subscriptions of every format, status and proof, one of them with every member. Their secrets are of tests.</summary>
internal static class SomeSubscriptions
{
    public const string Token = "token-of-a-letter", UsedToken = "token-of-an-earlier-letter";

    public static readonly string Secret = SecretOf(1), PreviousSecret = SecretOf(2), ExpiredSecret = SecretOf(3);

    private static readonly DateTimeOffset Made = Scenario.Begin.AddDays(-40).AddTicks(1);

    private static readonly Filter Narrow = new()
    {
        Kinds = [EventKind.Alert, EventKind.Health],
        Channels = ["xx-travel", "xx-rich"],
        Categories = [Category.Travel, Category.Cyber],
        Countries = ["IQ", "IR", "GB", "FR"],
        MinimumSeverity = Severity.Moderate,
        Changes = [ChangeKind.Issued, ChangeKind.Raised, ChangeKind.Revised],
        Languages = ["en", "fr"],
        Keywords = ["reconsider", "headline", "avoid"],
    };

    private static readonly IReadOnlyList<SigningSecret> AllSecrets =
        [new(Secret), new(PreviousSecret, Scenario.End.AddDays(1)), new(ExpiredSecret, Scenario.Begin.AddDays(-1))];

    public static readonly Subscription Plain = New(1, "https://plain.example.org/alerts") with { Secrets = AllSecrets };

    public static readonly Subscription Rich = New(2, "https://rich.example.org/alerts?team=blue") with
    {
        Name = "Sécurité 危険",
        Filter = Narrow,
        Noise = new NotificationSettings
        {
            RepeatAfter = TimeSpan.FromHours(12),
            Silences =
            [
                new Silence(new Filter { Channels = ["xx-rich"], Changes = [ChangeKind.Withdrawn] }, Scenario.Begin.AddDays(3), "a quiet week"),
                new Silence(Narrow with { Countries = ["IR"] }, Scenario.Begin.AddDays(2), "known to us"),
            ],
        },
        Headers = new Dictionary<string, string> { ["X-Team"] = "blue", ["Authorization"] = "Bearer of-a-test" },
        Secrets = AllSecrets,
        Ownership = new Ownership
        {
            ProvedAt = Made.AddMinutes(1),
            Proof = OwnershipProof.Handshake,
            Origin = "relay.example.org",
            RatePerMinute = 120,
            RecentAttempts = [Made, Made.AddSeconds(7)],
        },
        RequestHash = new string('c', 64),
        Version = 7,
    };

    public static readonly Subscription Mail = New(3, "mailto:duty@example.org", "email", OwnershipProof.Email) with { Filter = Elsewhere };

    public static readonly Subscription MailToConfirm = New(4, "mailto:new@example.org", "email") with
    {
        Status = SubscriptionStatus.Unverified,
        StatusReason = "A letter was sent.",
        Ownership = new Ownership
        {
            CallbackHash = Hash(Token),
            CallbackUntil = Scenario.End.AddHours(20),
            RecentAttempts = [Scenario.Begin],
            LastResponse = "A letter was sent.",
        },
    };

    public static readonly Subscription UnderTheOlderKey =
        New(5, "https://older.example.org/alerts", proof: OwnershipProof.Override) with { Secrets = [new SigningSecret(Secret)] };

    private static readonly QuietHours Night = new(new TimeOnly(22, 30), new TimeOnly(6, 45), "Europe/Berlin");

    private static readonly Filter Travel = new() { Channels = ["xx-travel"] };

    private static readonly DigestEvery[] Digests = [DigestEvery.Hour, DigestEvery.Day];

    private static IEnumerable<string> Formats => new MessageFormats(relay: null).All.Select(format => format.Name);

    private static readonly OwnershipProof[] Proofs = Enum.GetValues<OwnershipProof>();

    private static Filter Of(EventKind kind) => new() { Kinds = [kind] };

    private static Filter Elsewhere => new() { Countries = ["AQ"] };

    public static IReadOnlyList<Subscription> All =>
    [
        Plain, Rich, Mail with { Ownership = Mail.Ownership! with { UsedHash = Hash(UsedToken) } }, MailToConfirm,
        New(6, "https://hooks.slack.com/services/T0/B0/of-a-test", "slack", OwnershipProof.TestPost) with { Filter = Travel },
        New(7, "https://busy.example.org/alerts", proof: OwnershipProof.Callback),
        New(8, "https://gone.example.org/alerts") with { Filter = new Filter { Categories = [Category.Travel] } },
        Noisy(9, new NotificationSettings { GroupFor = TimeSpan.FromMinutes(5), QuietHours = Night }),
        .. Digests.Select((every, number) => Noisy(10 + number, new NotificationSettings { Digest = new Digest(every, new TimeOnly(8, 30), "Asia/Tokyo") })),
        New(17, "https://api.telegram.org/bot1:of-a-test/sendMessage?chat_id=5", "telegram", OwnershipProof.TestPost) with { Filter = Travel },
        New(12, "https://failing.example.org/alerts") with
        {
            FailingSince = Made.AddDays(30),
            WarnedAt = Made.AddDays(35),
            IsOnProbation = true,
            Filter = Elsewhere,
        },
        New(13, "https://paused.example.org/alerts") with { Status = SubscriptionStatus.Paused, StatusReason = "by its owner" },
        New(14, "https://disabled.example.org/alerts") with { Status = SubscriptionStatus.Disabled, StatusReason = "answered HTTP 410" },
        New(15, "https://unproved.example.org/alerts") with { Status = SubscriptionStatus.Unverified, Ownership = new Ownership() },
        New(16, "https://old.example.org/alerts") with { Ownership = null, Filter = Elsewhere },
        .. Enum.GetValues<EventKind>().Except([EventKind.Snapshot]).Select((kind, number) => New(20 + number, $"https://kind{number}.example.org/") with { Filter = Of(kind) }),
        .. Formats.Select((format, number) => New(40 + number, $"https://{format}.example.org/hook", format, Proofs[number % Proofs.Length]) with
        {
            Filter = Elsewhere,
        }),
    ];

    private static Subscription Noisy(int number, NotificationSettings noise) =>
        New(number, $"https://noise{number}.example.org/") with { Noise = noise, Filter = Travel, Secrets = [new SigningSecret(Secret)] };

    private static Subscription New(int number, string target, string format = "webhook", OwnershipProof proof = OwnershipProof.Challenge) => new()
    {
        Id = $"sub_{number:D26}",
        Tenant = number % 5 == 0 ? "globex" : "acme",
        Name = $"Subscription {number}",
        Target = new Uri(target),
        Format = format,
        Ownership = new Ownership { ProvedAt = Made, Proof = proof },
        CreatedAt = Made,
        UpdatedAt = Made.AddSeconds(number),
    };

    private static string SecretOf(int first) => "whsec_" + Convert.ToBase64String([.. Enumerable.Range(first, 32).Select(number => (byte)number)]);

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
