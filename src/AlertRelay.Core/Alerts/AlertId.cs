using System.Security.Cryptography;
using System.Text;

namespace AlertRelay.Alerts;

internal static class AlertId
{
    /// <summary>"alr_" and 32 hex digits of a hash of the three values, whatever characters a key contains.</summary>
    public static string Of(string channel, string key, int revision) =>
        "alr_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{channel}\n{key}\n{revision}"))[..16]);
}
