using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Clusters;

/// <summary>Section "Clusters"; environment variables: Clusters__MinimumAuthorities and so on.</summary>
public sealed class ClusterOptions
{
    [Description("The number of governments that must raise the same country for a cluster.")]
    [Range(2, 20, ErrorMessage = "Clusters:MinimumAuthorities must be between 2 and 20.")]
    public int MinimumAuthorities { get; set; } = 3;

    [Description("They must raise it within this time.")]
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00", ErrorMessage = "Clusters:Within must be between 1 hour and 7 days, as in 24h.")]
    public TimeSpan Within { get; set; } = TimeSpan.FromHours(24);

    [Description("A cluster ends when no government has raised the country for this time.")]
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00", ErrorMessage = "Clusters:EndsAfter must be between 1 hour and 30 days, as in 72h.")]
    public TimeSpan EndsAfter { get; set; } = TimeSpan.FromHours(72);
}
