using System.Security.Cryptography;
using System.Text;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using CsCheck;

namespace AlertRelay.Tests.Deliveries.Webhooks;

public sealed class WebhookSignatureTests
{
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();
    private static readonly long Now = Some.Time.ToUnixTimeSeconds();

    [Fact]
    public void The_vector_of_the_published_libraries_is_met()
    {
        var signature = WebhookSignature.Sign([new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Body);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void A_signature_is_the_hmac_of_id_time_and_body() =>
        Gen.Select(Gen.Byte.Array[24, 64], Gen.String[Gen.Char.AlphaNumeric, 1, 60], Gen.Long[0, 99_999_999_999], Gen.Byte.Array[0, 3000])
            .Sample((key, id, timestamp, body) =>
            {
                using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
                hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
                hash.AppendData(body);

                Assert.Equal($"v1,{Convert.ToBase64String(hash.GetHashAndReset())}", WebhookSignature.Sign([Secret(key)], id, timestamp, body));
            });

    [Fact]
    public void Every_secret_that_has_not_expired_signs()
    {
        var (fresh, old, expired) = (SigningSecrets.New(), SigningSecrets.New(), SigningSecrets.New());

        var signature = WebhookSignature.Sign([new(fresh), new(old, Some.Time.AddSeconds(1)), new(expired, Some.Time)], "id", Now, Body);

        Assert.Equal(2, signature.Split(' ').Length);
        Assert.IsType<SignatureVerdict.Valid>(Verify(fresh, signature));
        Assert.IsType<SignatureVerdict.Valid>(Verify(old, signature));
        Assert.IsType<SignatureVerdict.Invalid>(Verify(expired, signature));
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void A_timestamp_may_be_five_minutes_off(int seconds, bool valid)
    {
        var secret = SigningSecrets.New();
        var timestamp = Now + seconds;
        var headers = new SignatureHeaders("id", $"{timestamp}", WebhookSignature.Sign([new(secret)], "id", timestamp, Body));

        Assert.Equal(valid, WebhookSignature.Verify(secret, headers, Body, Some.Time) is SignatureVerdict.Valid);
    }

    [Fact]
    public void One_changed_bit_anywhere_is_noticed() =>
        Gen.Select(Gen.Byte.Array[1, 200], Gen.Int[0, 1599]).Sample((body, bit) =>
        {
            var secret = SigningSecrets.New();
            var headers = new SignatureHeaders("id", $"{Now}", WebhookSignature.Sign([new(secret)], "id", Now, body));
            body[bit / 8 % body.Length] ^= (byte)(1 << (bit % 8));

            Assert.IsType<SignatureVerdict.Invalid>(WebhookSignature.Verify(secret, headers, body, Some.Time));
        });

    [Theory]
    [InlineData(null, "1", "v1,x", "webhook-id")]
    [InlineData("id", null, "v1,x", "webhook-timestamp")]
    [InlineData("id", "soon", "v1,x", "webhook-timestamp")]
    [InlineData("id", "1", "v1,x", "minutes")]
    [InlineData("id", "1578617415", null, "webhook-signature")]
    [InlineData("id", "1578617415", "v1,", "webhook-signature")]
    [InlineData("id", "1578617415", "v1a,AAAA v2,BBBB", "webhook-signature")]
    public void A_receiver_is_told_which_header_is_wrong(string? id, string? timestamp, string? signature, string word)
    {
        var verdict = WebhookSignature.Verify(SigningSecrets.New(), new SignatureHeaders(id, timestamp, signature), Body, Some.Time);

        Assert.Contains(word, Assert.IsType<SignatureVerdict.Invalid>(verdict).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int length, bool good) =>
        Assert.Equal(good, SigningSecrets.Check(Secret(new byte[length]).Value) is null);

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not-base64-at-all-not-base64-at-all")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_bad_secret_is_explained_and_signs_nothing(string secret)
    {
        Assert.Contains("whsec_", SigningSecrets.Check(secret), StringComparison.Ordinal);
        Assert.Empty(WebhookSignature.Sign([new(secret)], "id", Now, Body));
        Assert.IsType<SignatureVerdict.Invalid>(Verify(secret, ""));
    }

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")]
    [InlineData("whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjU PD8ILPZIo2LaLaSw")]
    public void A_secret_with_white_space_is_refused(string secret) => Assert.Contains("white space", SigningSecrets.Check(secret), StringComparison.Ordinal);

    [Fact]
    public void New_secrets_are_good_and_differ()
    {
        Assert.Null(SigningSecrets.Check(SigningSecrets.New()));
        Assert.NotEqual(SigningSecrets.New(), SigningSecrets.New());
    }

    private static SigningSecret Secret(byte[] key) => new("whsec_" + Convert.ToBase64String(key));

    private static SignatureVerdict Verify(string secret, string signature) =>
        WebhookSignature.Verify(secret, new SignatureHeaders("id", $"{Now}", signature), Body, Some.Time);
}
