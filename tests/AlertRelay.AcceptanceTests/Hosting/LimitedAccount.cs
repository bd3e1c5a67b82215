using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>Connection strings under which a storage account cannot be used.</summary>
public static class LimitedAccount
{
    private const string Version = "2021-12-02", Services = "bqt", Resources = "sco";

    /// <summary>Nobody listens there.</summary>
    public const string Silent = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=AAAA;"
        + "QueueEndpoint=http://127.0.0.1:1/devstoreaccount1;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;"
        + "BlobEndpoint=http://127.0.0.1:1/devstoreaccount1;";

    /// <summary>With a key that is not the account's.</summary>
    public static string WrongKey(string connection) => With(connection, "AccountKey", Convert.ToBase64String(new byte[64]));

    /// <summary>With a shared access signature that allows to read, and not to create anything.</summary>
    public static string ReadOnly(string connection)
    {
        var parts = Parts(connection);
        var until = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        // https://learn.microsoft.com/rest/api/storageservices/create-account-sas#construct-the-signature-string
        var signed = $"{parts["AccountName"]}\nrl\n{Services}\n{Resources}\n\n{until}\n\n\n{Version}\n\n";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(parts["AccountKey"]), Encoding.UTF8.GetBytes(signed)));
        var token = $"sv={Version}&ss={Services}&srt={Resources}&sp=rl&se={Uri.EscapeDataString(until)}&sig={Uri.EscapeDataString(signature)}";
        var addresses = parts.Where(part => part.Key.EndsWith("Endpoint", StringComparison.Ordinal)).Select(part => $"{part.Key}={part.Value}");
        return string.Join(';', addresses.Append($"SharedAccessSignature={token}"));
    }

    private static string With(string connection, string name, string value)
    {
        var parts = Parts(connection);
        parts[name] = value;
        return string.Join(';', parts.Select(part => $"{part.Key}={part.Value}"));
    }

    private static Dictionary<string, string> Parts(string connection) =>
        connection.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
}
