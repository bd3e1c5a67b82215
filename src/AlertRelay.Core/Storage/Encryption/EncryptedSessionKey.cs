using System.Text;

namespace AlertRelay.Storage.Encryption;

/// <summary>A key of the framework's data protection, as both stores keep it.</summary>
internal static class EncryptedSessionKey
{
    public static byte[] Encrypt(Keyring keys, string id, string key) => keys.Encrypt(Encoding.UTF8.GetBytes(key), Row(id));

    /// <returns>Null if it cannot be decrypted. The framework then makes a new one, and people sign in again.</returns>
    public static string? Decrypt(Keyring keys, string id, byte[] stored)
    {
        try
        {
            return Encoding.UTF8.GetString(keys.Decrypt(stored, Row(id)));
        }
        catch (UnreadableRowException)
        {
            return null;
        }
    }

    private static string Row(string id) => $"session key {id}";
}
