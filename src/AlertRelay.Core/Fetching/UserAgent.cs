namespace AlertRelay.Fetching;

internal static class UserAgent
{
    private static readonly string Version = typeof(UserAgent).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <remarks>Of this shape because some publishers' firewalls refuse a bare program name.</remarks>
    public static string For(string contact) => $"Mozilla/5.0 (compatible; AlertRelay/{Version}; +{contact})";
}
