using System.Text.Json.Serialization;

namespace AlertRelay.Alerts;

/// <summary>Several governments raised the same country within a short time.</summary>
/// <param name="Since">When the first of the members was detected.</param>
/// <param name="Members">One per government, in the order of their detection.</param>
public sealed record Cluster(DateTimeOffset Since, IReadOnlyList<ClusterMember> Members)
{
    /// <summary>The channel of all clusters. No publisher is behind it, and no channel file may have its name.</summary>
    public const string ChannelId = "clusters";
}

/// <summary>The alert by which a government raised the country.</summary>
/// <param name="Alert">Its id.</param>
/// <param name="Country">ISO 3166-1 alpha-2 of the government; null for international bodies.</param>
/// <param name="Name">The government's short name for people: "UK", "Canada".</param>
/// <param name="Severity">What the alert raised the country to.</param>
public sealed record ClusterMember(
    string Alert, string Channel, string? Country, string Name, string Authority, string Headline, Severity Severity, Scope Scope, Uri Link,
    DateTimeOffset DetectedAt)
{
    /// <summary>What is counted: channels of one country are one government.</summary>
    [JsonIgnore]
    public string Government => Country ?? Authority;
}
