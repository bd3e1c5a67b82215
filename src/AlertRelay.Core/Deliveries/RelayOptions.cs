using System.ComponentModel.DataAnnotations;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries;

/// <summary>Section "Relay".</summary>
public sealed class RelayOptions
{
    /// <summary>Where others reach this relay; events' sources and links begin with it. Unset: sources are relative.</summary>
    [RegularExpression("https?://[^?#]+", ErrorMessage = "Relay:BaseUrl must be an address such as https://alerts.example.org.")]
    public string? BaseUrl { get; set; }

    /// <summary>Whether anybody may read alerts at <see cref="BaseUrl"/>/alerts without a key, and messages link there.</summary>
    public bool PublicPages { get; set; } = true;

    /// <summary>The relay's name among senders (CloudEvents' WebHook-Request-Origin), one for all its instances.</summary>
    public string Origin => Base?.IdnHost ?? "alertrelay";

    /// <summary>The source of events that are about subscriptions.</summary>
    public string SubscriptionsSource => Base is null ? "/subscriptions" : $"{Base.AbsoluteUri.TrimEnd('/')}/api/v1/subscriptions";

    /// <summary>Where a target consents without a key; null where the relay's address is not known.</summary>
    public Uri? Callback(string subscriptionId, string token) =>
        Base is null ? null : new Uri($"{SubscriptionsSource}/{Uri.EscapeDataString(subscriptionId)}/confirm?token={Uri.EscapeDataString(token)}");

    /// <summary>The page on which the reader of a letter confirms its address; null where the relay's address is not known.</summary>
    public Uri? Confirmation(string subscriptionId, string token) =>
        Base is null ? null : RelayPages.At(Base, $"{RelayPages.Confirm}/{Uri.EscapeDataString(subscriptionId)}?token={Uri.EscapeDataString(token)}");

    /// <summary>Mail programs call https only (RFC 8058, section 3.1); on the same machine it may be tried without.</summary>
    public bool CanUnsubscribe => Base is { } address && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback);

    /// <summary>Null where the relay's address is not known.</summary>
    public Uri? Unsubscribing(string token) => Base is null ? null : RelayPages.At(Base, $"{RelayPages.Unsubscribe}/{token}");

    public Uri? Base => Uri.TryCreate(BaseUrl, UriKind.Absolute, out var address) ? address : null;
}
