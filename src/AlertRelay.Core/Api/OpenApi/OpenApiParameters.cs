using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Verification;

namespace AlertRelay.Api.OpenApi;

/// <summary>A parameter that a handler reads by hand, mostly by <see cref="QueryReader"/>.</summary>
/// <param name="Words">What may be written; null for anything.</param>
internal sealed record OpenApiParameters(string Name, string Description, Func<IReadOnlyList<string>>? Words = null)
{
    private const string Time = "date-time";

    public static readonly OpenApiParameters
        Cursor = new("cursor", "The cursor of the page before, as it is; left out, the list begins."),
        Limit = new("limit", $"How many at most; {QueryReader.UsualLimit} when left out.") { Least = 1, Most = QueryReader.LargestLimit },
        Channel = new("channel", "Ids of channels; any of them.") { IsList = true },
        Category = new("category", "Any of them.", EnumNames<Category>.All) { IsList = true },
        Country = new("country", "ISO 3166 codes of two letters; any of them.") { IsList = true, Pattern = FilterReader.CountryPattern },
        OneCountry = new("country", "The ISO 3166 code of two letters.") { Pattern = FilterReader.CountryPattern },
        MinimumSeverity = new(
            "minimumSeverity", "This severity or a graver one; what nobody could read a level of passes too.", () => EnumNames<Severity>.But(Severity.Unknown)),
        Change = new("change", "Any of them.", EnumNames<ChangeKind>.All) { IsList = true },
        Since = new("since", "Detected then or later.") { Format = Time },
        Until = new("until", "Detected before then.") { Format = Time },
        Order = new(
            "order", "newest, to look; oldest, to follow: in the order of publication, and its last page has a cursor too.", () => ["newest", "oldest"]),
        Status = new("status", "Only deliveries in this state.", EnumNames<DeliveryStatus>.All),
        Tenant = new("tenant", "Another tenant than the key's own; for admin keys, which see all when it is left out.") { Pattern = TenantName.Pattern },
        Held = new("held", "true: only those that wait for a second look.", () => ["true", "false"]),
        At = new("at", "What was known at that time, instead of now.") { Format = Time },
        MessageFormat = new("format", "Of which receiver; webhook when left out.") { IsFormat = true },
        MissedSince = new("since", "From when on to send again; not before the ledger begins.") { Format = Time, IsRequired = true },
        MissedUntil = new("until", "Until when; left out, until now.") { Format = Time },
        DryRun = new("dryRun", "true: only count.", () => ["true", "false"]),
        Action = new("action", "Only what was done so.", () => AuditAction.All),
        Subject = new("subject", "Only what was done to this: the id of a subscription, a delivery or a key."),
        DoneSince = new("since", "Done then or later.") { Format = Time },
        DoneUntil = new("until", "Done before then.") { Format = Time },
        After = new("after", "The 'after' of the page before, or the id of an entry; left out, the list begins."),
        Token = new("token", "From the address that the target was given; serves once.") { IsRequired = true },
        AllowedRate = new(OwnershipHandshake.AllowedRate, "How many posts a minute the target permits, or *.") { IsHeader = true, Pattern = @"^(\*|[0-9]+)$" };

    /// <summary>Of lists that are read page by page.</summary>
    public static readonly OpenApiParameters[] Paged = [Cursor, Limit];

    public static readonly OpenApiParameters[] OfAlerts = [Channel, Category, Country, MinimumSeverity, Change, Since, Until, Cursor, Order, Limit];

    public bool IsHeader { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Written several times, or once with commas.</summary>
    public bool IsList { get; init; }

    /// <summary>One of the formats that this relay has.</summary>
    public bool IsFormat { get; init; }

    public string? Pattern { get; init; }

    /// <summary>Of JSON Schema.</summary>
    public string? Format { get; init; }

    public int? Least { get; init; }

    public int? Most { get; init; }
}
