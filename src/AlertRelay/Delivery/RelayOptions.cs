using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Delivery;

/// <summary>Section "Relay".</summary>
public sealed class RelayOptions
{
    /// <summary>Where others reach this relay; events' sources and links begin with it. Unset: sources are relative.</summary>
    [RegularExpression("https?://[^?#]+", ErrorMessage = "Relay:BaseUrl must be an address such as https://alerts.example.org.")]
    public string? BaseUrl { get; set; }

    public Uri? Base => Uri.TryCreate(BaseUrl, UriKind.Absolute, out var address) ? address : null;
}
