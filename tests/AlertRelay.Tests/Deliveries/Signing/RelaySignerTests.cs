using System.Buffers.Text;
using System.Text;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Tests.Deliveries.Fakes;
using Microsoft.Extensions.Time.Testing;
using NSec.Cryptography;

namespace AlertRelay.Tests.Deliveries.Signing;

public sealed class RelaySignerTests
{
    private static readonly byte[] Body = """{"id":"alt_1"}"""u8.ToArray();

    private readonly FakeTimeProvider _time = new(Some.Time);
    private readonly InMemorySigningKeys _store = new();
    private readonly RelaySigner _signer;

    public RelaySignerTests() => _signer = new RelaySigner(_store, _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // RFC 8032, 7.1, test 1; the thumbprint of the same key is that of RFC 8037, appendix A.3.
    [Fact]
    public void A_key_has_the_public_key_and_the_name_of_the_RFCs_example()
    {
        var key = SigningKey.Of(Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), Some.Time);

        Assert.Equal(("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"), (key.PublicKey, key.Id));
    }

    [Fact]
    public async Task Whoever_has_the_public_key_can_check_a_signature()
    {
        var signature = await Sign();

        var key = Assert.Single((await _signer.Ring(Cancellation)).Keys);
        Assert.StartsWith("v1a,", signature, StringComparison.Ordinal);
        Assert.True(Holds(key, signature));
        Assert.False(Holds(key, await Sign(id: "alt_2")));
        Assert.False(Holds(key, await Sign(body: "{}"u8.ToArray())));
        Assert.False(Holds(SigningKey.New(Some.Time), signature));
    }

    [Fact]
    public async Task For_a_day_after_a_rotation_both_keys_sign_and_then_the_new_one_alone()
    {
        var old = Assert.Single((await _signer.Ring(Cancellation)).Keys);
        var @new = (await _signer.Rotate(Cancellation)).Keys[0];

        var both = (await Sign()).Split(' ');
        Assert.Equal((2, true, true), (both.Length, Holds(@new, both[0]), Holds(old, both[1])));

        _time.Advance(RelaySigner.Overlap);
        var after = await Sign();
        Assert.True(Holds(@new, after));
        Assert.Equal([@new.Id, old.Id], (await _signer.Ring(Cancellation)).Keys.Select(key => key.Id));
    }

    [Fact]
    public async Task A_key_that_signs_no_more_keeps_its_public_half_only()
    {
        await _signer.Ring(Cancellation);
        await _signer.Rotate(Cancellation);
        _time.Advance(RelaySigner.Overlap);

        var keys = (await _signer.Rotate(Cancellation)).Keys;

        Assert.Equal([true, true, false], keys.Select(key => key.PrivateKey is not null));
        Assert.All(keys, key => Assert.NotEmpty(key.PublicKey));
    }

    [Fact]
    public async Task What_another_process_rotates_is_noticed_in_time()
    {
        await Sign();
        var @new = (await new RelaySigner(_store, _time).Rotate(Cancellation)).Keys[0];
        Assert.DoesNotContain(' ', await Sign());

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.True(Holds(@new, (await Sign()).Split(' ')[0]));
    }

    [Fact]
    public async Task A_fan_out_reads_the_keys_once()
    {
        for (var receiver = 0; receiver < 1000; receiver++)
            await Sign();

        Assert.Equal(1, _store.Reads);
    }

    // A receiver refuses a signature of another time than that in the header of the retry.
    [Fact]
    public async Task A_message_that_is_sent_again_a_second_later_is_signed_anew()
    {
        var key = Assert.Single((await _signer.Ring(Cancellation)).Keys);
        var first = await Sign();
        Assert.True(Holds(key, first));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(Holds(key, first));
        Assert.True(Holds(key, await Sign()));
    }

    private async Task<string> Sign(string id = "alt_1", byte[]? body = null) =>
        await _signer.Sign(id, _time.GetUtcNow().ToUnixTimeSeconds(), body ?? Body, Cancellation);

    // Of the message that every test signs.
    private bool Holds(SigningKey key, string signature)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"alt_1.{_time.GetUtcNow().ToUnixTimeSeconds()}."), .. Body];
        var publicKey = PublicKey.Import(SignatureAlgorithm.Ed25519, Base64Url.DecodeFromChars(key.PublicKey), KeyBlobFormat.RawPublicKey);
        return SignatureAlgorithm.Ed25519.Verify(publicKey, content, Convert.FromBase64String(signature[4..]));
    }
}
