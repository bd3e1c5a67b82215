using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;
using CsCheck;

namespace AlertRelay.Tests.Storage;

/// <summary>Records with everything set, and generators of records with anything set.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2020, 1, 3, 12, 0, 0, TimeSpan.Zero);

    public static Alert Alert(string id, DateTimeOffset? detected = null) => new()
    {
        Id = id,
        Channel = "uk-fcdo-travel",
        Authority = "Foreign Office",
        Key = "iran",
        Revision = 3,
        Change = ChangeKind.Raised,
        MessageType = MessageType.Update,
        References = ["alr_1", "alr_2"],
        Category = Category.Travel,
        Title = "Iran",
        Headline = "UK raises Iran: \"all travel\" <advised> against & more",
        Summary = "Zusammenfassung: größer, 危険 🇮🇷 \u0001",
        Text = "Line one\nLine two",
        Level = new Level("avoid_all", "Avoid all travel", Severity.Extreme, Scope.Part, 7),
        PreviousLevel = new Level("avoid_some", null, Severity.Severe),
        Areas = [new Area("IR", "Iran"), new Area("GB-NIR", "Northern Ireland")],
        Language = "en",
        Translations = [new Translation("fr", "Iran", "Résumé", "")],
        PublishedAt = new DateTimeOffset(2020, 1, 3, 13, 37, 1, 234, TimeSpan.FromHours(3.5)),
        DetectedAt = detected ?? Noon.AddTicks(1),
        Link = new Uri("https://example.org/travel/iran?a=b%20c#é"),
        Diff = new TextDiff(["gone"], ["new", "newer"]),
        Evidence = new Evidence(new Uri("https://example.org/feed"), Noon, new string('a', 64), "W/\"x\"", "Fri, 03 Jan 2020 11:00:00 GMT"),
        Marks = ["test"],
        Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    public static ClusterMember ClusterMember(string alert) => new(
        alert, "uk-fcdo-travel", "GB", "UK", "Foreign Office", "UK raises Iran: \"all travel\" <advised> against & more", Severity.Extreme, Scope.Part,
        new Uri("https://example.org/travel/iran?a=b%20c#é"), Noon);

    public static Notice Notice(string key, string? text = null) => new()
    {
        Key = key,
        Title = "Irak – المملكة",
        Link = new Uri("https://example.org/" + key),
        Level = Alert("x").Level,
        Areas = [new Area("IQ", "Iraq")],
        Language = "ar",
        Translations = [new Translation("ckb", "عێراق", "s", "t")],
        Text = text,
        Summary = "s",
        SignificantFacts = ["a", ""],
        PublishedAt = Noon.AddYears(-1),
        UpdatedAt = new DateTimeOffset(2020, 1, 3, 1, 2, 3, TimeSpan.FromHours(-5)),
        ChangeNote = "note",
        Withdrawn = true,
        ExpiresAt = DateTimeOffset.MaxValue,
        ImplausibleReason = "placeholder",
    };

    public static NoticeState NoticeState(string key, string? text = null) => new()
    {
        Key = key,
        LastNotified = Notice(key, text),
        Alerts = ["alr_1"],
        Revision = 4,
        FromBaseline = true,
        Memory = [new PastFingerprint("abc", Noon), new PastFingerprint("def", Noon.AddTicks(7))],
        PendingChange = new PendingChange(Notice(key), Alert("x").Evidence, "a drop", Noon, 2, Noon.AddMinutes(10)),
        MissingSince = Noon.AddDays(-1),
        MissingObservations = 3,
        Withdrawn = true,
        LastObservedAt = Noon,
        Page = new PageState(new Uri("https://example.org/p"), "2", "1", "\"e\"", "yesterday", "ff", 2, Noon.AddHours(1), Noon.AddHours(-1)),
        Reason = "held: \"drop\"",
        DecidedAt = Noon,
    };

    public static ChannelState ChannelState(string channel, int version) => new()
    {
        Channel = channel,
        Documents = new Dictionary<string, DocumentState>
        {
            ["https://example.org/Feed?x=é"] = new(
                new CacheValidators("\"Tag\"", "Fri, 03 Jan 2020 11:00:00 GMT", "ab"), Noon, 216, Noon.AddTicks(3), new Uri("https://example.org/moved")),
            ["second"] = new(CacheValidators.None),
        },
        NextPollAt = Noon.AddMinutes(15),
        LastPollAt = Noon,
        LastGoodPollAt = Noon.AddDays(-2),
        LastAlertAt = Noon.AddDays(-3),
        Failures = 2,
        LastError = "HTTP 503",
        PagesDue = 5,
        Notices = 216,
        NextObservationAt = Noon.AddMinutes(1),
        EarliestAt = Noon.AddMinutes(5),
        HeldChanges = 3,
        Polls = PollHistory.With(PollHistory.With(null, Noon.AddMinutes(-15), PollMark.Read), Noon, PollMark.Held),
        Version = version,
    };

    public static Subscription Subscription(int number) => new()
    {
        Id = $"sub_{number:D26}",
        Tenant = "acme",
        Name = "Sécurité",
        Target = new Uri("https://hooks.example.org/T0/B0/secret"),
        Format = "webhook",
        Secrets = [new SigningSecret("whsec_new"), new SigningSecret("whsec_old", Noon.AddDays(1))],
        CreatedAt = Noon,
        UpdatedAt = Noon.AddTicks(5),
        FailingSince = Noon.AddHours(-1),
    };

    /// <summary>Does not compress.</summary>
    public static string LongText(int length)
    {
        var random = new Random(1);
        var text = new StringBuilder(length);
        while (text.Length < length)
            text.Append(char.ConvertFromUtf32(random.Next(0x20, 0xD7FF)));

        return text.ToString();
    }

    // Well-formed text only: canonical text has no half surrogate pairs.
    public static readonly Gen<string> AnyText =
        Gen.OneOf(Gen.Int[1, 0xD7FF], Gen.Int[0xE000, 0x10FFFF]).Select(char.ConvertFromUtf32).Array[0, 40].Select(string.Concat);

    public static readonly Gen<DateTimeOffset> AnyTime =
        Gen.Select(Gen.Long[TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-840, 840])
            .Select((ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)));

    public static readonly Gen<NoticeState> AnyNoticeState = Gen.Select(AnyText, AnyText.Array[0, 4], AnyTime, Gen.Bool, Gen.Int, Gen.Enum<Severity>())
        .Select((text, texts, time, flag, number, severity) => NoticeState(text) with
        {
            LastNotified = flag
                ? null
                : Notice("k", text) with { Level = new Level(text, null, severity, Step: number), SignificantFacts = texts, UpdatedAt = time },
            Alerts = texts,
            Memory = [.. texts.Select(fact => new PastFingerprint(fact, time))],
            PendingChange = flag ? NoticeState("k").PendingChange! with { Reason = text, Since = time, Observations = number } : null,
            MissingSince = flag ? null : time,
            Page = flag ? null : NoticeState("k").Page! with { Read = null, NotBefore = time, Wanted = text },
            Reason = text,
            DecidedAt = time,
        });
}
