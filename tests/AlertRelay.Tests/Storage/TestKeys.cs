using AlertRelay.Storage.Encryption;

namespace AlertRelay.Tests.Storage;

/// <summary>Keys of tests only.</summary>
internal static class TestKeys
{
    public static readonly string Text = Convert.ToBase64String([.. Enumerable.Range(1, EncryptionKey.Length).Select(number => (byte)number)]);

    public static readonly Keyring Ring = Of(Text);

    /// <param name="texts">The newest first.</param>
    public static Keyring Of(params string[] texts) => new(() => [.. texts.Select(text => EncryptionKey.Read(text)!)]);
}
