using System.ComponentModel;
using Microsoft.Extensions.Options;

namespace AlertRelay.Storage.Encryption;

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
    public string? EncryptionKey { get; set; }
}

internal sealed class SecurityOptionsCheck : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options) =>
        options is { KeyFile.Length: > 0, EncryptionKey.Length: > 0 }
            ? ValidateOptionsResult.Fail("Security:KeyFile and Security:EncryptionKey exclude each other: remove one of them.")
            : ValidateOptionsResult.Success;
}
