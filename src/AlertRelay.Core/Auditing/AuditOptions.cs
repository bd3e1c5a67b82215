using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Auditing;

/// <summary>Section "Audit"; as environment variables Audit__KeepFor and so on.</summary>
internal sealed class AuditOptions
{
    /// <summary>Entries are forgotten after this. Of a whole year one can then still be looked at a month later.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Audit:KeepFor must be between 1 and 3650 days, as in 400.00:00:00.")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(400);
}
