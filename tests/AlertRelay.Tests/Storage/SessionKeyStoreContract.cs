using AlertRelay.Keys;
using AlertRelay.Storage.Encryption;

namespace AlertRelay.Tests.Storage;

/// <summary>What every store of session keys must do.</summary>
public abstract class SessionKeyStoreContract
{
    private protected abstract ISessionKeyStore Open(Keyring keys);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_are_there_after_a_restart_and_the_same_id_replaces()
    {
        Assert.Empty(await Open(TestKeys.Ring).List(Cancellation));

        await Open(TestKeys.Ring).Save("key-1", "<key id=\"old\" />", Cancellation);
        await Open(TestKeys.Ring).Save("key-1", "<key id=\"1\" />", Cancellation);
        await Open(TestKeys.Ring).Save("key-2", "<key id=\"2\" />", Cancellation);

        Assert.Equal(["<key id=\"1\" />", "<key id=\"2\" />"], await Open(TestKeys.Ring).List(Cancellation));
    }

    [Fact]
    public async Task A_key_that_cannot_be_decrypted_is_left_out()
    {
        await Open(TestKeys.Ring).Save("key-1", "<key />", Cancellation);

        Assert.Empty(await Open(TestKeys.Of(Convert.ToBase64String(new byte[EncryptionKey.Length]))).List(Cancellation));
    }
}
