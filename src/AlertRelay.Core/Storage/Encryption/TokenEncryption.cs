using System.Buffers.Text;
using System.Text;
using AlertRelay.Deliveries.Mail;

namespace AlertRelay.Storage.Encryption;

/// <summary>All keys decrypt, so that a link in an old email works after a rotation.</summary>
internal sealed class TokenEncryption(Keyring keys) : ITokenEncryption
{
    private const int MaxLength = 1_000;

    public string Encrypt(string text, string purpose) => Base64Url.EncodeToString(keys.Encrypt(Encoding.UTF8.GetBytes(text), Row(purpose)));

    public string? Decrypt(string token, string purpose)
    {
        if (token.Length > MaxLength || !Base64Url.IsValid(token))
            return null;

        // Without its keys the relay cannot check any token.
        keys.Check();
        var encrypted = Base64Url.DecodeFromChars(token);
        try
        {
            return Keyring.IsEncrypted(encrypted) ? Encoding.UTF8.GetString(keys.Decrypt(encrypted, Row(purpose))) : null;
        }
        catch (StoreException)
        {
            return null;
        }
    }

    // No stored row has this name, so that neither can be used in place of the other.
    private static string Row(string purpose) => $"token {purpose}";
}
