using System.Text;
using AlertRelay.Storage.Encryption;

namespace AlertRelay.Tests.Storage.Encryption;

public sealed class KeyringTests
{
    private static readonly string Older = EncryptionKey.New().Write(), Newer = EncryptionKey.New().Write();
    private static readonly byte[] Secret = "https://chat.example.org/hush"u8.ToArray();

    [Fact]
    public void What_is_sealed_can_be_opened_and_not_be_read()
    {
        var stored = TestKeys.Ring.Encrypt(Secret, "subscription sub_1");

        Assert.Equal(Secret, TestKeys.Ring.Decrypt(stored, "subscription sub_1"));
        Assert.DoesNotContain("hush", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        Assert.NotEqual(stored, TestKeys.Ring.Encrypt(Secret, "subscription sub_1"));
    }

    [Fact]
    public void The_newest_key_seals_and_all_of_them_open()
    {
        var before = TestKeys.Of(Older).Encrypt(Secret, "row");
        var rotated = TestKeys.Of(Newer, Older);
        var after = rotated.Encrypt(Secret, "row");

        Assert.Equal(Secret, rotated.Decrypt(before, "row"));
        Assert.Equal(Secret, TestKeys.Of(Newer).Decrypt(after, "row"));
        Assert.True(after.AsSpan().StartsWith(rotated.CurrentHead));
        Assert.False(before.AsSpan().StartsWith(rotated.CurrentHead));
    }

    [Fact]
    public void A_key_that_another_process_put_first_since_is_found()
    {
        string[] texts = [Older];
        var running = new Keyring(() => [.. texts.Select(text => EncryptionKey.Read(text)!)]);
        running.Check();
        texts = [Newer, Older];

        Assert.Equal(Secret, running.Decrypt(TestKeys.Of(Newer, Older).Encrypt(Secret, "row"), "row"));
    }

    [Fact]
    public void A_key_that_is_not_there_is_named_and_none_is_shown()
    {
        var stored = TestKeys.Of(Older).Encrypt(Secret, "row");

        var refused = Assert.ThrowsAny<StoreException>(() => TestKeys.Of(Newer).Decrypt(stored, "row"));

        Assert.Contains(EncryptionKey.Read(Older)!.Name, refused.Message, StringComparison.Ordinal);
        Assert.Contains("put that key back", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Newer, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Older, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_belongs_to_another_row_was_changed_or_was_cut_is_damaged()
    {
        var stored = TestKeys.Ring.Encrypt(Secret, "subscription sub_1");

        Assert.ThrowsAny<StoreException>(() => TestKeys.Ring.Decrypt(stored, "subscription sub_2"));
        for (var place = 4; place < stored.Length; place++)
        {
            var changed = stored.ToArray();
            changed[place] ^= 1;
            Assert.ThrowsAny<StoreException>(() => TestKeys.Ring.Decrypt(changed, "subscription sub_1"));
            Assert.ThrowsAny<StoreException>(() => TestKeys.Ring.Decrypt(stored.AsSpan(0, place), "subscription sub_1"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64 at all, but of forty-four letters")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_key_is_32_bytes_in_base64(string text) => Assert.Null(EncryptionKey.Read(text));
}
