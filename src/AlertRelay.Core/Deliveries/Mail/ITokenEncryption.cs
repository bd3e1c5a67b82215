namespace AlertRelay.Deliveries.Mail;

/// <summary>Creates tokens that nobody else can create or read, with the key that encrypts the store.</summary>
public interface ITokenEncryption
{
    /// <returns>A token for URLs: letters, digits, "-" and "_". It is different each time.</returns>
    string Encrypt(string text, string purpose);

    /// <returns>Null for a token of another relay or purpose.</returns>
    string? Decrypt(string token, string purpose);
}
