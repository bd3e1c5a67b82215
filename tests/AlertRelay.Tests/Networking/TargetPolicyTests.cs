using AlertRelay.Deliveries;
using AlertRelay.Networking;
using CsCheck;

namespace AlertRelay.Tests.Networking;

public sealed class TargetPolicyTests
{
    private static readonly TargetPolicy Strict = new(new DeliveryOptions().Targets);
    private static readonly TargetPolicy WithHttp = new(new DeliveryOptions { AllowHttp = true }.Targets);
    private static readonly TargetPolicy Trial = new(new DeliveryOptions { AllowPrivateNetworks = true }.Targets);

    [Theory]
    [InlineData("https://example.org/alerts")]
    [InlineData("https://example.org:8443/alerts?token=abc")]
    [InlineData("https://bücher.example/alerts")]
    [InlineData("https://xn--bcher-kva.example/alerts")]
    [InlineData("https://example.org?user=@me")]
    [InlineData("https://example.org./alerts")]
    [InlineData("https://93.184.215.14/")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/")]
    [InlineData("https://172.32.0.1/")]
    [InlineData("https://notlocalhost.example/")]
    public void A_public_target_is_accepted(string target) => Assert.IsType<TargetDecision.Accepted>(Strict.Check(target));

    [Theory]
    [MemberData(nameof(PrivateHosts.Urls), MemberType = typeof(PrivateHosts))]
    public void A_private_host_is_refused_in_every_spelling(string host)
    {
        var refused = Assert.IsType<TargetDecision.Refused>(Strict.Check($"https://{host}/hook"));

        Assert.Contains("Delivery:AllowPrivateNetworks", refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "https://example.org")]
    [InlineData("", "https://example.org")]
    [InlineData("example.org/alerts", "https://example.org")]
    [InlineData("/alerts", "https://")]
    [InlineData("https:///alerts", "https://example.org")]
    [InlineData("https://example.org/a b", "without spaces")]
    [InlineData(" https://example.org/", "without spaces")]
    [InlineData("https://example.org/\r\nX-Evil: 1", "without spaces")]
    [InlineData("https:\\\\example.org\\", "whole URL")]
    [InlineData("http://example.org/", "https://")]
    [InlineData("ftp://example.org/", "https://")]
    [InlineData("file:///etc/passwd", "https://")]
    [InlineData("gopher://example.org/", "https://")]
    [InlineData("https://127.0.0.1../", "whole URL")]
    [InlineData("https://localhost%2e/", "whole URL")]
    [InlineData("https://127%2e0%2e0%2e1/", "whole URL")]
    [InlineData("https://[::1/", "whole URL")]
    [InlineData("https://127.0.0.1%00.example.org/", "whole URL")]
    [InlineData("https://example.org:0/", "443 or 8443")]
    [InlineData("https://example.org:65536/", "whole URL")]
    [InlineData("https://@example.org/", "user name")]
    [InlineData("https://example.org%40127.0.0.1/", "whole URL")]
    [InlineData("https://user:password@example.org/", "user name")]
    [InlineData("https://example.org@127.0.0.1/", "user name")]
    [InlineData("https://example.org/#part", "'#'")]
    [InlineData("https://example.org:22/", "443 or 8443")]
    [InlineData("https://example.org:6379/", "443 or 8443")]
    [InlineData("https://example.org:80/", "443 or 8443")]
    public void What_cannot_be_a_target_is_refused_with_what_to_write(string? target, string hint) =>
        Assert.Contains(hint, Assert.IsType<TargetDecision.Refused>(Strict.Check(target)).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_refusal_does_not_repeat_the_target()
    {
        var refused = Assert.IsType<TargetDecision.Refused>(Strict.Check("https://user:sesame@10.0.0.1:99/very-secret#part"));

        Assert.DoesNotContain("sesame", refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void A_target_has_at_most_2048_characters(int length, bool accepted) =>
        Assert.Equal(accepted, Strict.Check("https://example.org/".PadRight(length, 'x')) is TargetDecision.Accepted);

    [Theory]
    [InlineData("http://example.org/", true)]
    [InlineData("http://example.org:8443/", true)]
    [InlineData("http://example.org:8080/", false)]
    [InlineData("http://10.0.0.1/", false)]
    [InlineData("http://localhost/", false)]
    public void With_plain_http_only_the_scheme_is_freer(string target, bool accepted) =>
        Assert.Equal(accepted, WithHttp.Check(target) is TargetDecision.Accepted);

    [Theory]
    [InlineData("http://127.0.0.1:5000/hook", true)]
    [InlineData("http://localhost:5000/hook", true)]
    [InlineData("https://nas/hook", true)]
    [InlineData("http://user:password@127.0.0.1/", false)]
    [InlineData("ftp://127.0.0.1/", false)]
    [InlineData("http://127.0.0.1/#part", false)]
    public void A_local_trial_reaches_any_host_and_port_but_not_any_url(string target, bool accepted) =>
        Assert.Equal(accepted, Trial.Check(target) is TargetDecision.Accepted);

    [Fact]
    public void The_operator_may_open_another_port()
    {
        var policy = new TargetPolicy(new DeliveryOptions { Ports = [443, 4443] }.Targets);

        Assert.IsType<TargetDecision.Accepted>(policy.Check("https://example.org:4443/"));
        Assert.IsType<TargetDecision.Refused>(policy.Check("https://example.org:8443/"));
    }

    [Fact]
    public void Any_text_gets_a_verdict() =>
        Gen.OneOf(Gen.String, Gen.String.Select(text => "https://" + text)).Sample(text => Assert.NotNull(Strict.Check(text)));

    [Fact]
    public void No_spelling_of_a_private_ipv4_address_passes() =>
        Gen.Select(Gen.Int[0, 2].Select(index => new byte[] { 0, 10, 127 }[index]), Gen.Byte, Gen.Byte, Gen.Byte).Sample((first, second, third, fourth) =>
        {
            var whole = ((uint)first << 24) | ((uint)second << 16) | ((uint)third << 8) | fourth;
            string[] spellings =
            [
                $"{first}.{second}.{third}.{fourth}",
                $"{whole}",
                $"0x{whole:x8}",
                $"0x{first:x}.0x{second:x}.0x{third:x}.0x{fourth:x}",
                $"0{Convert.ToString(first, 8)}.{second}.{third}.{fourth}",
                $"{first}.{whole & 0xffffff}",
                $"[::ffff:{first}.{second}.{third}.{fourth}]",
                $"[64:ff9b::{first:x2}{second:x2}:{third:x2}{fourth:x2}]",
                $"[2002:{first:x2}{second:x2}:{third:x2}{fourth:x2}::1]",
            ];
            Assert.All(spellings, spelling => Assert.IsType<TargetDecision.Refused>(Strict.Check($"https://{spelling}/")));
        });
}
