using Microsoft.Extensions.Options;

namespace AlertRelay.Storage.Encryption;

/// <summary>Section "Security": the keys under which secrets and targets are stored.</summary>
public sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>A file with a key on each line. Unset, with SQLite: alertrelay.key beside the database, made on the first start.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The keys themselves, the newest first, separated by blanks; in Azure a reference to a secret of a key vault.</summary>
    public string? EncryptionKey { get; set; }
}

internal sealed class SecurityOptionsCheck : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options) =>
        options is { KeyFile.Length: > 0, EncryptionKey.Length: > 0 }
            ? ValidateOptionsResult.Fail("Security:KeyFile and Security:EncryptionKey exclude each other: remove one of them.")
            : ValidateOptionsResult.Success;
}
