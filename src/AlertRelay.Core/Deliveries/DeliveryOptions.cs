using System.ComponentModel.DataAnnotations;
using AlertRelay.Networking;

namespace AlertRelay.Deliveries;

/// <summary>Section "Delivery"; environment variables: Delivery__Timeout and so on.</summary>
public sealed class DeliveryOptions
{
    // 8443 is the common second port for HTTPS. Other ports often belong to services that were never meant for the internet.
    private static readonly int[] DefaultPorts = [443, 8443];

    // A thousand postponed deliveries, one by one, on a slow storage account.
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(30);

    /// <summary>The timeout of one attempt, from name resolution to the end of the response. Standard Webhooks advises 15 to 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "Delivery:Timeout must be between 00:00:01 and 00:01:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The maximum number of concurrent calls of one process.</summary>
    [Range(1, 1024, ErrorMessage = "Delivery:Concurrency must be between 1 and 1024.")]
    public int Concurrency { get; set; } = 64;

    /// <summary>The maximum number of concurrent calls to one host and port, so that a slow host does not block the others.</summary>
    [Range(1, 256, ErrorMessage = "Delivery:PerHostConcurrency must be between 1 and 256.")]
    public int PerHostConcurrency { get; set; } = 8;

    internal const int DefaultMaximumBytes = 256 * 1024;

    /// <summary>The maximum size of the body of a plain webhook. Longer texts are cut, with a mark and the address of the whole alert.</summary>
    [Range(16 * 1024, 16 * 1024 * 1024, ErrorMessage = "Delivery:MaximumBytes must be between 16384 and 16777216.")]
    public int MaximumBytes { get; set; } = DefaultMaximumBytes;

    /// <summary>The number of subscriptions in one fan-out batch.</summary>
    [Range(1, 5000, ErrorMessage = "Delivery:PageSize must be between 1 and 5000.")]
    public int PageSize { get; set; } = 1000;

    /// <summary>Sends of a batch that have not started after this time are left to the retry worker. See <see cref="BatchTime"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00", ErrorMessage = "Delivery:PageTime must be between 00:00:05 and 00:05:00.")]
    public TimeSpan PageTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For how long the ledger reserves a retry for one worker: clocks may differ.</summary>
    internal TimeSpan Lease => BatchTime + TimeSpan.FromSeconds(30);

    /// <summary>A subscription is disabled if every attempt failed for this long and a delivery is dead-lettered.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00", ErrorMessage = "Delivery:DisableAfter must be between 01:00:00 and 90.00:00:00.")]
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>A finished delivery and its attempts are deleted after this.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Delivery:KeepFor must be between 1.00:00:00 and 3650.00:00:00, as in 30.00:00:00.")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>For local tests only: targets may be in the relay's own network.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Targets may begin with http://. Messages are then signed, but not encrypted in transit.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>The ports of targets; default: 443 and 8443. AllowHttp adds 80; AllowPrivateNetworks allows every port.</summary>
    [MinLength(1, ErrorMessage = "Delivery:Ports must list at least one port, such as 443.")]
    public int[]? Ports { get; set; }

    /// <summary>
    /// The longest time a batch may take: a send that starts at the end of PageTime, with its timeout, and the writing of what was sent or postponed.
    /// A lease must be longer, or the batch is sent a second time while it is still being sent.
    /// </summary>
    public TimeSpan BatchTime => PageTime + Timeout + WriteTime;

    public TargetRules Targets => new(AllowPrivateNetworks, AllowHttp, Ports ?? DefaultPorts);
}
