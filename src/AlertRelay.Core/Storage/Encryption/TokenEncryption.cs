using System.Buffers.Text;
using System.Text;
using AlertRelay.Deliveries.Mail;

namespace AlertRelay.Storage.Encryption;

/// <summary>Every key opens, so that a link in an old letter works after a rotation.</summary>
internal sealed class TokenEncryption(Keyring keys) : ITokenEncryption
{
    private const int Longest = 1_000;

    public string Seal(string text, string purpose) => Base64Url.EncodeToString(keys.Seal(Encoding.UTF8.GetBytes(text), Row(purpose)));

    public string? Open(string token, string purpose)
    {
        if (token.Length > Longest || !Base64Url.IsValid(token))
            return null;

        // A relay without its keys knows nothing about any token.
        keys.Check();
        var sealedText = Base64Url.DecodeFromChars(token);
        try
        {
            return Keyring.IsSealed(sealedText) ? Encoding.UTF8.GetString(keys.Open(sealedText, Row(purpose))) : null;
        }
        catch (StoreException)
        {
            return null;
        }
    }

    // No row of the store is named so: what is sealed there is no token, and the other way round.
    private static string Row(string purpose) => $"token {purpose}";
}
