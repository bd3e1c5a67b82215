using System.ComponentModel.DataAnnotations;
using AlertRelay.Networking;

namespace AlertRelay.Deliveries;

/// <summary>Section "Delivery"; as environment variables Delivery__Timeout and so on.</summary>
public sealed class DeliveryOptions
{
    // 8443 is the usual second port for https; anything else is more often a service that was never meant for the internet.
    private static readonly int[] UsualPorts = [443, 8443];

    /// <summary>How long one receiver may take, from the name's resolution to the answer's end. Standard Webhooks advises 15 to 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "Delivery:Timeout must be between 00:00:01 and 00:01:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Receivers called at the same time by one process.</summary>
    [Range(1, 1024, ErrorMessage = "Delivery:Concurrency must be between 1 and 1024.")]
    public int Concurrency { get; set; } = 64;

    /// <summary>Calls at the same time to one host and port, so that a slow host does not take every place.</summary>
    [Range(1, 256, ErrorMessage = "Delivery:PerHostConcurrency must be between 1 and 256.")]
    public int PerHostConcurrency { get; set; } = 8;

    /// <summary>Subscriptions that one fan-out page takes.</summary>
    [Range(1, 5000, ErrorMessage = "Delivery:PageSize must be between 1 and 5000.")]
    public int PageSize { get; set; } = 1000;

    /// <summary>Sends of a page that have not begun by then are left to the worker; whoever leases a page leases it for this and Timeout.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00", ErrorMessage = "Delivery:PageTime must be between 00:00:05 and 00:05:00.")]
    public TimeSpan PageTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A subscription whose every attempt failed for this long is disabled when a delivery is given up.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00", ErrorMessage = "Delivery:DisableAfter must be between 01:00:00 and 90.00:00:00.")]
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>A settled delivery and its attempts are forgotten after this.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Delivery:KeepFor must be between 1.00:00:00 and 3650.00:00:00, as in 30.00:00:00.")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>For local trials only: lets subscriptions reach the relay's own network.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Lets targets begin with http://. What is sent is then readable on the way, though still signed.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Ports that targets may use; unset: 443 and 8443. With AllowHttp 80 too; with AllowPrivateNetworks any.</summary>
    [MinLength(1, ErrorMessage = "Delivery:Ports must list at least one port, such as 443.")]
    public int[]? Ports { get; set; }

    public TargetRules Targets => new(AllowPrivateNetworks, AllowHttp, Ports ?? UsualPorts);
}
