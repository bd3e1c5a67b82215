using AlertRelay.Storage.Encryption;

namespace AlertRelay.Tests.Storage.Encryption;

public sealed class KeySourceTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("alertrelay-keys-");

    private string Place => Path.Combine(_folder.FullName, KeyFile.Name);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_first_start_makes_a_key_that_only_its_owner_can_read_and_the_next_one_finds_it()
    {
        var made = Assert.Single(Source().Read()).Write();

        Assert.Equal(made, Assert.Single(Source(isAnythingSealed: true).Read()).Write());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(Place));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public async Task Of_several_that_start_at_once_all_have_the_same_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Source().Read()[0].Write())));

        Assert.Single(keys.Distinct());
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void A_lost_file_is_told_of_and_no_other_is_made_in_its_place()
    {
        var refused = Assert.ThrowsAny<StoreException>(() => Source(isAnythingSealed: true).Read());

        Assert.Equal(
            $"The key file {Place} is missing, and what the store holds cannot be opened without it: put its copy back in place; nothing was changed.",
            refused.Message);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void A_file_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no such modes.");

        Source().Read();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Place, OwnerOnly | UnixFileMode.GroupRead);

        Assert.Contains("can be read by others: chmod 600", Assert.ThrowsAny<StoreException>(() => Source().Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rotated_file_begins_with_a_new_key_and_keeps_the_others()
    {
        var before = Source().Read()[0].Write();

        Assert.Equal(Place, Source(isAnythingSealed: true).Rotate());

        var after = Source().Read();
        Assert.Equal((2, before), (after.Count, after[1].Write()));
        Assert.NotEqual(before, after[0].Write());
    }

    [Fact]
    public void A_setting_holds_keys_too_and_is_the_operators_to_rotate()
    {
        var (newer, older) = (EncryptionKey.New().Write(), EncryptionKey.New().Write());
        var source = new KeySource(new SecurityOptions { EncryptionKey = $"{newer} {older}" }, Place, () => true);

        Assert.Equal([newer, older], source.Read().Select(key => key.Write()));
        Assert.Null(source.Rotate());
        Assert.Empty(_folder.GetFiles());
    }

    [Theory]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/alertrelay-encryption)", "could not be followed")]
    [InlineData("sesame", "must hold 32 random bytes in base64")]
    [InlineData("   ", "must hold 32 random bytes in base64")]
    public void A_setting_that_is_no_key_says_what_to_write_and_is_not_repeated(string setting, string hint)
    {
        var refused = Assert.ThrowsAny<StoreException>(() => new KeySource(new SecurityOptions { EncryptionKey = setting }, null, () => false).Read());

        Assert.Contains(hint, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        KeyFile.Write(Place, [], replace: false);

        Assert.Contains("must hold 32 random bytes in base64", Assert.ThrowsAny<StoreException>(() => Source().Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_does_not_exist_is_told_of()
    {
        var nowhere = new KeySource(new SecurityOptions { KeyFile = Path.Combine(_folder.FullName, "none", "keys") }, Place, () => false);

        Assert.Contains("cannot be used", Assert.ThrowsAny<StoreException>(nowhere.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_several_machines_share_a_store_none_makes_a_key_of_its_own()
    {
        var nowhere = new KeySource(new SecurityOptions(), null, () => true);
        var elsewhere = new KeySource(new SecurityOptions { KeyFile = Place }, null, () => true);

        Assert.Contains("set Security:EncryptionKey to 32 random bytes", Assert.ThrowsAny<StoreException>(nowhere.Read).Message, StringComparison.Ordinal);
        Assert.Contains("is missing", Assert.ThrowsAny<StoreException>(elsewhere.Read).Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    private KeySource Source(bool isAnythingSealed = false) => new(new SecurityOptions(), Place, () => isAnythingSealed);
}
