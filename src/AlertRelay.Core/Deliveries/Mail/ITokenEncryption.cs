namespace AlertRelay.Deliveries.Mail;

/// <summary>Makes tokens that nobody else can make or read, under the key that seals the store.</summary>
public interface ITokenEncryption
{
    /// <returns>For an address: letters, digits, "-" and "_". Another one each time.</returns>
    string Seal(string text, string purpose);

    /// <returns>Null for what was not sealed here for this purpose.</returns>
    string? Open(string token, string purpose);
}
