using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Deliveries;

/// <summary>Section "Relay".</summary>
public sealed class RelayOptions
{
    [Description("The public address of this relay. Links in messages, the sources of events and the addresses for consent begin with it.")]
    [RegularExpression("https?://[^?#]+", ErrorMessage = "Relay:BaseUrl must be an address such as https://alerts.example.org.")]
    public string? BaseUrl { get; set; }

    [Description("Anybody may read alerts at `/alerts`, and messages link there.")]
    public bool PublicPages { get; set; } = true;

    /// <summary>The relay's name in handshakes (CloudEvents' WebHook-Request-Origin), the same for all its instances.</summary>
    public string Origin => Base?.IdnHost ?? "alertrelay";

    /// <summary>The source of events about subscriptions.</summary>
    public string SubscriptionsSource => Base is null ? "/subscriptions" : $"{Base.AbsoluteUri.TrimEnd('/')}/api/v1/subscriptions";

    /// <summary>The URL by which a target confirms without an API key; null without BaseUrl.</summary>
    public Uri? Callback(string subscriptionId, string token) =>
        Base is null ? null : new Uri($"{SubscriptionsSource}/{Uri.EscapeDataString(subscriptionId)}/confirm?token={Uri.EscapeDataString(token)}");

    /// <summary>The page on which the reader of an email confirms the address; null without BaseUrl.</summary>
    public Uri? Confirmation(string subscriptionId, string token) =>
        Base is null ? null : RelayPages.At(Base, $"{RelayPages.Confirm}/{Uri.EscapeDataString(subscriptionId)}?token={Uri.EscapeDataString(token)}");

    /// <summary>Mail programs call HTTPS only (RFC 8058, section 3.1). On the same machine HTTP works for tests.</summary>
    public bool CanUnsubscribe => Base is { } address && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback);

    /// <summary>Null without BaseUrl.</summary>
    public Uri? Unsubscribing(string token) => Base is null ? null : RelayPages.At(Base, $"{RelayPages.Unsubscribe}/{token}");

    public Uri? Base => Uri.TryCreate(BaseUrl, UriKind.Absolute, out var address) ? address : null;
}
