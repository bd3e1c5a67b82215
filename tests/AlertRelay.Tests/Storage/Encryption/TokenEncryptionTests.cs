using System.Buffers.Text;
using AlertRelay.Storage.Encryption;

namespace AlertRelay.Tests.Storage.Encryption;

public sealed class TokenEncryptionTests
{
    private const string Purpose = "unsubscribe", Text = "sub_1 0123";

    private readonly TokenEncryption _seal = new(TestKeys.Ring);

    [Fact]
    public void A_token_shows_nothing_is_another_each_time_and_fits_an_address()
    {
        var tokens = Enumerable.Range(0, 50).Select(_ => _seal.Encrypt(Text, Purpose)).ToList();

        Assert.Equal(50, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.Matches("^[A-Za-z0-9_-]{40,200}$", token));
        Assert.All(tokens, token => Assert.Equal(Text, _seal.Decrypt(token, Purpose)));
        Assert.DoesNotContain(
            tokens, token => System.Text.Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Contains("sub_1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_of_before_a_rotation_still_opens()
    {
        var newer = EncryptionKey.New().Write();

        Assert.Equal(Text, new TokenEncryption(TestKeys.Of(newer, TestKeys.Text)).Decrypt(_seal.Encrypt(Text, Purpose), Purpose));
        Assert.Null(new TokenEncryption(TestKeys.Of(newer)).Decrypt(_seal.Encrypt(Text, Purpose), Purpose));
    }

    [Fact]
    public void What_was_sealed_for_something_else_is_no_token()
    {
        Assert.Null(_seal.Decrypt(_seal.Encrypt(Text, "another"), Purpose));
        Assert.Null(_seal.Decrypt(Base64Url.EncodeToString(TestKeys.Ring.Encrypt("sub_1 0123"u8, "subscription sub_1")), Purpose));
    }

    [Fact]
    public void Whoever_changes_a_letter_of_a_token_has_none()
    {
        var token = _seal.Encrypt(Text, Purpose);

        for (var at = 0; at < token.Length - 1; at++)
            Assert.Null(_seal.Decrypt(token[..at] + (token[at] == 'x' ? 'y' : 'x') + token[(at + 1)..], Purpose));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("QVJTMQ")]
    [InlineData("not base64!")]
    [InlineData("QVJTMQ==\r\n")]
    public void What_is_no_token_at_all_is_not_known(string token) => Assert.Null(_seal.Decrypt(token, Purpose));

    [Fact]
    public void A_token_of_a_megabyte_is_not_looked_at() => Assert.Null(_seal.Decrypt(new string('A', 1_000_000), Purpose));
}
