using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Auditing;

/// <summary>Section "Audit"; as environment variables Audit__KeepFor and so on.</summary>
internal sealed class AuditOptions
{
    [Description("Entries of the audit log are deleted after this.")]
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Audit:KeepFor must be between 1 and 3650 days, as in 400d.")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(400);
}
