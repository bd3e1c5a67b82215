using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Api.Contracts;

/// <summary>Section "Api"; as environment variables Api__RequestsPerMinute and so on.</summary>
internal sealed class ApiOptions
{
    /// <summary>Of all subscriber keys of one tenant together, at one process. Admin keys are the operator's own and have no limit.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Api:RequestsPerMinute must be between 1 and 1000000.")]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Open at a time, of all callers of the server together, and never more than half of the process's descriptors.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Api:Connections must be between 1 and 1000000.")]
    public int Connections { get; set; } = 10_000;

    /// <summary>That its own keys may make; an operator's may make more for it.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Api:SubscriptionsPerTenant must be between 1 and 1000000.")]
    public int SubscriptionsPerTenant { get; set; } = 1000;
}
