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
        CursorText = "The cursor of the previous page, unchanged. Without it you get the first page.",
        AtText = "A past time. A date alone means the end of that day in UTC. The default is now.",
        LimitText = "The maximum number of entries. The default is 50.",
        AfterText = "The cursor of the previous response (order=oldest) or the id of an event, or now to begin with the next alert.",
        TenantText = "Another tenant than the key's own. Only admin keys may name one. Without it they see all tenants.";
}

internal sealed record AlertFilterParameters
{
    [FromQuery(Name = "channel"), Description("Ids of channels. Alerts of any of them match.")]
    public string[]? Channel { get; init; }

    [FromQuery(Name = "category"), Description("An alert with any of these matches."), OneOf<Category>]
    public string[]? Category { get; init; }

    [FromQuery(Name = "country"), Description("ISO 3166 codes of two letters. Alerts about any of them match."), Each(Pattern = FilterReader.CountryPattern)]
    public string[]? Country { get; init; }

    [FromQuery(Name = "minimumSeverity"), Description("This severity or a more severe one. Alerts with an unknown level match too.")]
    [OneOf<Severity>(nameof(Severity.Unknown))]
    public string? MinimumSeverity { get; init; }

    [FromQuery(Name = "change"), Description("An alert with any of these matches."), OneOf<ChangeKind>]
    public string[]? Change { get; init; }

    [FromQuery(Name = "text"), StringLength(FilterReader.MaxKeywordLength)]
    [Description("Words that all occur in title, headline or text. A page may be short or empty. Continue with its cursor until there is none.")]
    public string? Text { get; init; }
}

internal sealed record AlertListParameters
{
    [FromQuery(Name = "since"), Description("Only alerts detected at or after this time."), DataType(DataType.DateTime)]
    public string? Since { get; init; }

    [FromQuery(Name = "until"), Description("Only alerts detected before this time."), DataType(DataType.DateTime)]
    public string? Until { get; init; }

    [FromQuery(Name = "cursor"), Description(CursorText)]
    public string? Cursor { get; init; }

    [FromQuery(Name = "order"), AllowedValues("newest", "oldest")]
    [Description("newest (the default), or oldest to follow new alerts: in the order of publication, and the last page has a cursor too.")]
    public string? Order { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record AlertWaitParameters
{
    [FromQuery(Name = "after"), Description(AfterText)]
    public string? After { get; init; }

    [FromQuery(Name = "wait"), Range(0, QueryReader.MaxWaitSeconds)]
    [Description("How many seconds to wait if there is no alert after 'after' yet. The default is 0.")]
    public string? Wait { get; init; }

    [FromQuery(Name = "kind"), AllowedValues("alert", "cluster")]
    [Description("alert (the default) for changes of notices, or cluster for countries that several governments raised.")]
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
    [FromQuery(Name = "from"), Description("The id of the key that signs now. If another key signs, as after a repeated request, nothing is changed.")]
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
    [Description("Only deliveries in this state. Without it you get all that were not delivered.")]
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

    [FromQuery(Name = "action"), Description("Only entries with this action."), OneOfActions]
    public string? Action { get; init; }

    [FromQuery(Name = "subject"), Description("Only entries about this id, such as that of a subscription, a delivery or a key.")]
    public string? Subject { get; init; }

    [FromQuery(Name = "since"), Description("Only entries from this time on."), DataType(DataType.DateTime)]
    public string? Since { get; init; }

    [FromQuery(Name = "until"), Description("Only entries before this time."), DataType(DataType.DateTime)]
    public string? Until { get; init; }

    [FromQuery(Name = "after"), Description("The 'after' of the previous page, or the id of an entry. Without it you get the first page.")]
    public string? After { get; init; }

    [FromQuery(Name = "order"), Description("oldest (the default), or newest."), AllowedValues("newest", "oldest")]
    public string? Order { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record RecoveryParameters
{
    [FromQuery(Name = "since"), DataType(DataType.DateTime), Required]
    [Description("Alerts detected at or after this time are sent again. It must not be before the ledger begins.")]
    public string? Since { get; init; }

    [FromQuery(Name = "until"), Description("Only alerts detected before this time. The default is now."), DataType(DataType.DateTime)]
    public string? Until { get; init; }

    [FromQuery(Name = "dryRun"), Description("true counts and sends nothing."), AllowedValues("true", "false")]
    public string? DryRun { get; init; }
}

internal sealed record NoticeListParameters
{
    [FromQuery(Name = "country"), Description("The ISO 3166 code of two letters."), RegularExpression(FilterReader.CountryPattern)]
    public string? Country { get; init; }

    [FromQuery(Name = "held"), Description("true lists only notices with a change that waits for confirmation."), AllowedValues("true", "false")]
    public string? Held { get; init; }

    [FromQuery(Name = "after"), Description("The 'after' of the previous page. Without it you get the first page.")]
    public string? After { get; init; }

    [FromQuery(Name = "limit"), Description(LimitText), Range(1, QueryReader.MaxLimit)]
    public string? Limit { get; init; }
}

internal sealed record NoticeParameters
{
    [FromQuery(Name = "at"), Description("A past time. You get what the relay knew then."), DataType(DataType.DateTime)]
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
    [FromQuery(Name = "format"), Description("The format of a receiver. The default is webhook."), FormatName]
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
