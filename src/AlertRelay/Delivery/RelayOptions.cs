using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Delivery;

/// <summary>Section "Relay".</summary>
public sealed class RelayOptions
{
    /// <summary>Where others reach this relay; events' sources and links begin with it. Unset: sources are relative.</summary>
    [RegularExpression("https?://[^?#]+", ErrorMessage = "Relay:BaseUrl must be an address such as https://alerts.example.org.")]
    public string? BaseUrl { get; set; }

    /// <summary>The relay's name among senders (CloudEvents' WebHook-Request-Origin), one for all its instances.</summary>
    public string Origin => Base?.IdnHost ?? "alertrelay";

    /// <summary>The source of events that are about subscriptions.</summary>
    public string SubscriptionsSource => Base is null ? "/subscriptions" : $"{Base.AbsoluteUri.TrimEnd('/')}/api/v1/subscriptions";

    /// <summary>Where a target consents without a key; null where the relay's address is not known.</summary>
    public Uri? Callback(string subscriptionId, string token) =>
        Base is null ? null : new Uri($"{SubscriptionsSource}/{Uri.EscapeDataString(subscriptionId)}/confirm?token={Uri.EscapeDataString(token)}");

    public Uri? Base => Uri.TryCreate(BaseUrl, UriKind.Absolute, out var address) ? address : null;
}
