using System.ComponentModel;
using Microsoft.Extensions.Options;

namespace AlertRelay.Storage.Encryption;

/// <summary>Reads the encryption keys from the setting, else from the file.</summary>
/// <param name="isAnythingEncrypted">If true, a missing file is an error, and no new one is created.</param>
/// <param name="file">The default of Security:KeyFile; null if several machines share the store, so that none creates a key
/// of its own.</param>
public sealed class KeySource(SecurityOptions options, string? file, Func<bool> isAnythingEncrypted)
{
    // App Service leaves the reference itself in place of a secret that it cannot read
    // (https://learn.microsoft.com/azure/app-service/app-service-key-vault-references).
    private const string Unresolved = "@Microsoft.KeyVault(";

    /// <summary>Null if the keys are in a setting, or missing.</summary>
    private string? File => options.EncryptionKey is { Length: > 0 } ? null : options.KeyFile is { Length: > 0 } own ? own : file;

    /// <exception cref="StoreException">There are no keys; the message says where they should be.</exception>
    public IReadOnlyList<EncryptionKey> Read()
    {
        if (options.EncryptionKey is { Length: > 0 } setting)
            return Keys(setting, "Security:EncryptionKey");

        if (File is not { } path)
            throw new StoreException(
                "Secrets cannot be encrypted or decrypted without a key that all instances share: set Security:EncryptionKey to 32 random bytes in base64 "
                + "(openssl rand -base64 32 makes them), or Security:KeyFile to a file that contains them.");

        return Keys(KeyFile.Read(path) ?? Made(path), $"The key file {path}");
    }

    /// <summary>Adds a new key before the others. Older data is re-encrypted within a day.</summary>
    /// <returns>The file; null if the keys are in a setting, which the operator must change.</returns>
    public string? Rotate()
    {
        if (File is { } path)
            KeyFile.Write(path, [EncryptionKey.New(), .. Read()], replace: true);

        return File;
    }

    private string Made(string path)
    {
        if (file is null || isAnythingEncrypted())
            throw new StoreException(
                $"The key file {path} is missing, and what the store holds cannot be opened without it: put its copy back in place; nothing was changed.");

        KeyFile.Write(path, [EncryptionKey.New()], replace: false);
        return KeyFile.Read(path) ?? "";
    }

    private static IReadOnlyList<EncryptionKey> Keys(string text, string source)
    {
        if (text.StartsWith(Unresolved, StringComparison.Ordinal))
            throw new StoreException(
                $"{source} is a reference to a key vault that could not be followed: put the secret that it names into the vault, and give the app's "
                + "identity the right to read it.");

        var keys = text.Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(EncryptionKey.Read).ToList();
        return keys.Count > 0 && keys.TrueForAll(key => key is not null)
            ? [.. keys.OfType<EncryptionKey>()]
            : throw new StoreException(
                $"{source} must hold 32 random bytes in base64, as openssl rand -base64 32 makes them; of several keys the newest comes first.");
    }
}

/// <summary>Section "Security": the keys under which secrets and targets are stored.</summary>
public sealed class SecurityOptions
{
    public const string Section = "Security";

    [Description(
        "A file with an encryption key on each line, for its owner only. With SQLite: `alertrelay.key` in `Storage:Path`, created on the "
        + "first start.")]
    public string? KeyFile { get; set; }

    [Description(
        "The encryption keys themselves, the newest first, in place of a file: 32 random bytes in base64 (`openssl rand -base64 32`). With "
        + "`azure` one of the two must be set, the same for all instances.")]
    [PasswordPropertyText(true)]
    public string? EncryptionKey { get; set; }
}

internal sealed class SecurityOptionsCheck : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options) =>
        options is { KeyFile.Length: > 0, EncryptionKey.Length: > 0 }
            ? ValidateOptionsResult.Fail("Security:KeyFile and Security:EncryptionKey exclude each other: remove one of them.")
            : ValidateOptionsResult.Success;
}
