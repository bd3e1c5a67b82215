using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AlertRelay.Alerts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Mvc;
using static AlertRelay.Api.Contracts.QueryDescriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>
/// Parameters of several lists. All are bound as strings, which never fails. <see cref="QueryReader"/> parses them and says what to write instead.
/// Their attributes describe them in the OpenAPI document.
/// </summary>
internal static class QueryDescriptions
{
    public const string
        CursorText = "The cursor of the page before, as it is; left out, the list begins.",
        AtText = "A time that has passed; a date alone is the end of that day in UTC. Left out: now.",
        LimitText = "How many at most; 50 when left out.",
        AfterText = "The cursor of the answer before (order=oldest) or the id of an event; or 'now', to begin with the next alert.",
        TenantText = "Another tenant than the key's own; for admin keys, which see all when it is left out.";
}

internal sealed record AlertFilterParameters
{
    [FromQuery(Name = "channel"), Description("Ids of channels; any of them.")]
    public string[]? Channel { get; init; }

    [FromQuery(Name = "category"), Description("Any of them."), OneOf<Category>]
    public string[]? Category { get; init; }

    [FromQuery(Name = "country"), Description("ISO 3166 codes of two letters; any of them."), Each(Pattern = FilterReader.CountryPattern)]
    public string[]? Country { get; init; }

    [FromQuery(Name = "minimumSeverity"), Description("This severity or a more severe one; alerts with an unknown level match too.")]
    [OneOf<Severity>(nameof(Severity.Unknown))]
    public string? MinimumSeverity { get; init; }

    [FromQuery(Name = "change"), Description("Any of them."), OneOf<ChangeKind>]
    public string[]? Change { get; init; }

    [FromQuery(Name = "text"), StringLength(FilterReader.MaxKeywordLength)]
    [Description("Words that all occur in title, headline or text. A page may be short or empty: go on with its cursor until there is none.")]
    public string? Text { get; init; }
}

internal sealed record AlertListParameters
{
    [FromQuery(Name = "since"), Description("Detected then or later."), DataType(DataType.DateTime)]
    public string? Since { get; init; }

    [FromQuery(Name = "until"), Description("Detected before then."), DataType(DataType.DateTime)]
    public string? Until { get; init; }

    [FromQuery(Name = "cursor"), Description(CursorText)]
    public string? Cursor { get; init; }

    [FromQuery(Name = "order"), AllowedValues("newest", "oldest")]
    [Description("newest, to look; oldest, to follow: in the order of publication, and its last page has a cursor too.")]
    public string? Order { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record AlertWaitParameters
{
    [FromQuery(Name = "after"), Description(AfterText)]
    public string? After { get; init; }

    [FromQuery(Name = "wait"), Range(0, QueryReader.MaxWaitSeconds)]
    [Description("How many seconds to wait where nothing came after 'after' yet; 0 when left out.")]
    public string? Wait { get; init; }

    [FromQuery(Name = "kind"), AllowedValues("alert", "cluster")]
    [Description("alert: changes of notices, which is the default; cluster: countries that several governments raised.")]
    public string? Kind { get; init; }
}

internal sealed record AlertStreamParameters
{
    [FromQuery(Name = "after"), Description(AfterText)]
    public string? After { get; init; }
}

internal sealed record SubscriptionListParameters
{
    [FromQuery(Name = "status"), Description("Only subscriptions in this state."), OneOf<SubscriptionStatus>]
    public string? Status { get; init; }

    [FromQuery(Name = "tenant"), Description(TenantText), RegularExpression(TenantName.Pattern)]
    public string? Tenant { get; init; }

    [FromQuery(Name = "cursor"), Description(CursorText)]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record PortalLinkListParameters
{
    [FromQuery(Name = "tenant"), Description(TenantText), RegularExpression(TenantName.Pattern)]
    public string? Tenant { get; init; }

    [FromQuery(Name = "cursor"), Description(CursorText)]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record SigningKeyRotationParameters
{
    [FromQuery(Name = "from"), Description("The id of the key that signs now. If another one does, as after a repeated request, nothing is done.")]
    public string? From { get; init; }
}

internal sealed record DeliveryListParameters
{
    [FromQuery(Name = "status"), Description("Only deliveries in this state."), OneOf<DeliveryStatus>]
    public string? Status { get; init; }

    [FromQuery(Name = "cursor"), Description(CursorText)]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record AlertDeliveryListParameters
{
    [FromQuery(Name = "status"), Description("Only deliveries in this state."), OneOf<DeliveryStatus>]
    public string? Status { get; init; }

    [FromQuery(Name = "tenant"), Description(TenantText), RegularExpression(TenantName.Pattern)]
    public string? Tenant { get; init; }

    [FromQuery(Name = "cursor"), Description(CursorText)]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record ExplanationParameters
{
    [FromQuery(Name = "subscription"), Description("The id of the subscription."), Required]
    public string? Subscription { get; init; }
}

internal sealed record SilenceListParameters
{
    [FromQuery(Name = "tenant"), Description(TenantText), RegularExpression(TenantName.Pattern)]
    public string? Tenant { get; init; }

    [FromQuery(Name = "cursor"), Description(CursorText)]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record UndeliveredListParameters
{
    [FromQuery(Name = "status"), OneOf<DeliveryStatus>(nameof(DeliveryStatus.Delivered))]
    [Description("Only deliveries in this state; left out, all that were not delivered. An alert or a subscription lists its delivered ones.")]
    public string? Status { get; init; }

    [FromQuery(Name = "tenant"), Description(TenantText), RegularExpression(TenantName.Pattern)]
    public string? Tenant { get; init; }

    [FromQuery(Name = "cursor"), Description(CursorText)]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record AuditParameters
{
    [FromQuery(Name = "tenant"), Description(TenantText), RegularExpression(TenantName.Pattern)]
    public string? Tenant { get; init; }

    [FromQuery(Name = "action"), Description("Only what was done so."), OneOfActions]
    public string? Action { get; init; }

    [FromQuery(Name = "subject"), Description("Only what was done to this: the id of a subscription, a delivery or a key.")]
    public string? Subject { get; init; }

    [FromQuery(Name = "since"), Description("Done then or later."), DataType(DataType.DateTime)]
    public string? Since { get; init; }

    [FromQuery(Name = "until"), Description("Done before then."), DataType(DataType.DateTime)]
    public string? Until { get; init; }

    [FromQuery(Name = "after"), Description("The 'after' of the page before, or the id of an entry; left out, the list begins.")]
    public string? After { get; init; }

    [FromQuery(Name = "order"), Description("oldest when left out, to follow; newest, to look."), AllowedValues("newest", "oldest")]
    public string? Order { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record RecoveryParameters
{
    [FromQuery(Name = "since"), Description("From when on to send again; not before the ledger begins."), DataType(DataType.DateTime), Required]
    public string? Since { get; init; }

    [FromQuery(Name = "until"), Description("Until when; left out, until now."), DataType(DataType.DateTime)]
    public string? Until { get; init; }

    [FromQuery(Name = "dryRun"), Description("true: only count."), AllowedValues("true", "false")]
    public string? DryRun { get; init; }
}

internal sealed record NoticeListParameters
{
    [FromQuery(Name = "country"), Description("The ISO 3166 code of two letters."), RegularExpression(FilterReader.CountryPattern)]
    public string? Country { get; init; }

    [FromQuery(Name = "held"), Description("true: only those that wait for a second look."), AllowedValues("true", "false")]
    public string? Held { get; init; }

    [FromQuery(Name = "after"), Description("The 'after' of the page before; left out, the list begins.")]
    public string? After { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record NoticeParameters
{
    [FromQuery(Name = "at"), Description("What was known at that time, instead of now."), DataType(DataType.DateTime)]
    public string? At { get; init; }
}

internal sealed record CountryListParameters
{
    [FromQuery(Name = "at"), Description(AtText), DataType(DataType.DateTime)]
    public string? At { get; init; }

    [FromQuery(Name = "minimumSeverity"), OneOf<Severity>(nameof(Severity.Unknown))]
    [Description("Only countries for which a government states this severity or a higher one, for the whole country or a part.")]
    public string? MinimumSeverity { get; init; }
}

internal sealed record CountryParameters
{
    [FromQuery(Name = "at"), Description(AtText), DataType(DataType.DateTime)]
    public string? At { get; init; }
}

internal sealed record PreviewParameters
{
    [FromQuery(Name = "format"), Description("Of which receiver; webhook when left out."), FormatName]
    public string? Format { get; init; }
}

internal sealed record CountryPageParameters
{
    [FromQuery(Name = "region")]
    public string? Region { get; init; }

    [FromQuery(Name = "government")]
    public string? Government { get; init; }

    [FromQuery(Name = "minimumSeverity")]
    public string? MinimumSeverity { get; init; }

    [FromQuery(Name = "at")]
    public string? At { get; init; }
}

internal sealed record GeoJsonParameters
{
    [FromQuery(Name = "geometry")]
    public string? Geometry { get; init; }
}

internal sealed record AlertPageParameters
{
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }
}
