using AlertRelay.Networking;

namespace AlertRelay.Tests.Networking;

public sealed class MailTargetTests
{
    private static readonly TargetRules Rules = new(AllowPrivateNetworks: false, AllowHttp: false, [443]) { AllowMail = true };

    [Theory]
    [InlineData("mailto:duty@example.org", "duty@example.org")]
    [InlineData("MAILTO:first.last+alerts@mail.example.co.uk", "first.last+alerts@mail.example.co.uk")]
    public void One_plain_address_is_a_target(string target, string address)
    {
        Assert.Equal(address, MailTarget.AddressOf(new Uri(target)));
        Assert.IsType<TargetDecision.Accepted>(new TargetPolicy(Rules).Check(target));
    }

    [Theory]
    [InlineData("mailto:")]
    [InlineData("mailto:duty")]
    [InlineData("mailto:duty@localhost")]
    [InlineData("mailto:a@example.org,b@example.org")]
    [InlineData("mailto:a@example.org;b@example.org")]
    [InlineData("mailto:a@example.org?cc=b@example.org")]
    [InlineData("mailto:a?cc=b@example.org")]
    [InlineData("mailto:a@example.org?subject=x")]
    [InlineData("mailto:a@example.org%0D%0ABcc:b@example.org")]
    [InlineData("mailto:a%0D%0A@example.org")]
    [InlineData("mailto:\"a b\"@example.org")]
    [InlineData("mailto:<a@example.org>")]
    [InlineData("mailto:Duty<a@example.org>")]
    [InlineData("mailto:a%25b.example@relay.example.org")]
    [InlineData("mailto:b.example!a@relay.example.org")]
    [InlineData("mailto:@relay.example.org:a@example.org")]
    [InlineData("mailto:a@[127.0.0.1]")]
    [InlineData("mailto:a..b@example.org")]
    [InlineData("mailto:a@example..org")]
    [InlineData("mailto:a@-example.org")]
    [InlineData("mailto:a@example.org#x")]
    [InlineData("mailto://a@example.org")]
    [InlineData("mailto:a@example.org\r\nBcc:b@example.org")]
    public void Anything_that_could_be_read_as_more_than_that_is_none(string target)
    {
        Assert.True(!Uri.TryCreate(target, UriKind.Absolute, out var url) || MailTarget.AddressOf(url) is null);
        Assert.IsType<TargetDecision.Refused>(new TargetPolicy(Rules).Check(target));
    }

    [Fact]
    public void Without_a_mail_server_no_address_is_a_target() =>
        Assert.Contains(
            "sends no mail",
            Assert.IsType<TargetDecision.Refused>(new TargetPolicy(Rules with { AllowMail = false }).Check("mailto:a@example.org")).Reason,
            StringComparison.Ordinal);
}
