using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Networking;

namespace AlertRelay.Deliveries;

/// <summary>Section "Delivery"; environment variables: Delivery__Timeout and so on.</summary>
public sealed class DeliveryOptions
{
    // 8443 is the common second port for HTTPS. Other ports often belong to services that were never meant for the internet.
    private static readonly int[] DefaultPorts = [443, 8443];

    // A thousand postponed deliveries, one by one, on a slow storage account.
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(30);

    [Description("One attempt, from name resolution to the end of the response. Standard Webhooks advises 15 to 30 s.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "Delivery:Timeout must be between 1s and 1m.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    [Description("Concurrent calls of one process.")]
    [Range(1, 1024, ErrorMessage = "Delivery:Concurrency must be between 1 and 1024.")]
    public int Concurrency { get; set; } = 64;

    [Description("Concurrent calls to one host and port, so that a slow host does not delay the others.")]
    [Range(1, 256, ErrorMessage = "Delivery:PerHostConcurrency must be between 1 and 256.")]
    public int PerHostConcurrency { get; set; } = 8;

    internal const int DefaultMaximumBytes = 256 * 1024;

    [Description("The size of the body of a plain webhook. Longer texts are cut, with the mark \"text cut\" and the address of the whole alert.")]
    [Range(16 * 1024, 16 * 1024 * 1024, ErrorMessage = "Delivery:MaximumBytes must be between 16384 and 16777216.")]
    public int MaximumBytes { get; set; } = DefaultMaximumBytes;

    [Description("Subscriptions in one fan-out batch.")]
    [Range(1, 5000, ErrorMessage = "Delivery:PageSize must be between 1 and 5000.")]
    public int PageSize { get; set; } = 1000;

    [Description("Sends of a batch that have not started after this time are left to the retries.")]
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00", ErrorMessage = "Delivery:PageTime must be between 5s and 5m.")]
    public TimeSpan PageTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For how long the ledger reserves a retry for one worker: clocks may differ.</summary>
    internal TimeSpan Lease => BatchTime + TimeSpan.FromSeconds(30);

    [Description("A subscription is disabled when every attempt failed for this long and a delivery is dead-lettered.")]
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00", ErrorMessage = "Delivery:DisableAfter must be between 1h and 90d.")]
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    [Description("A finished delivery and its attempts are deleted after this.")]
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Delivery:KeepFor must be between 1d and 3650d, as in 30d.")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    [Description("For local tests only: targets may be in the relay's own network, on any port.")]
    public bool AllowPrivateNetworks { get; set; }

    [Description("Targets may begin with http://. Messages are then signed, but not encrypted in transit.")]
    public bool AllowHttp { get; set; }

    [Description("The ports of targets, as `Delivery__Ports__0=443`, `Delivery__Ports__1=8443`. Without it 443 and 8443, and 80 with AllowHttp.")]
    [MinLength(1, ErrorMessage = "Delivery:Ports must list at least one port, such as 443.")]
    public int[]? Ports { get; set; }

    /// <summary>
    /// The longest time a batch may take: a send that starts at the end of PageTime, with its timeout, and the writing of what was sent or postponed.
    /// A lease must be longer, or the batch is sent a second time while it is still being sent.
    /// </summary>
    public TimeSpan BatchTime => PageTime + Timeout + WriteTime;

    public TargetRules Targets => new(AllowPrivateNetworks, AllowHttp, Ports ?? DefaultPorts);
}

/// <summary>Section "Relay".</summary>
public sealed class RelayOptions
{
    [Description("The public address of this relay. Links in messages, the sources of events and the addresses for consent begin with it.")]
    [RegularExpression("https?://[^?#]+", ErrorMessage = "Relay:BaseUrl must be an address such as https://alerts.example.org.")]
    public string? BaseUrl { get; set; }

    [Description("Anybody may read alerts at `/alerts`, and messages link there.")]
    public bool PublicPages { get; set; } = true;

    [Description("Anybody may see on the first page which channels can be read, and when each was read last.")]
    public bool PublicStatus { get; set; }

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
