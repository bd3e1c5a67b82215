using System.Security.Cryptography;
using System.Text;

namespace AlertRelay.Delivery;

public static class DeliveryId
{
    public static string Of(string alertId, string subscriptionId) =>
        "dlv_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{alertId}\n{subscriptionId}"))[..16]);
}
