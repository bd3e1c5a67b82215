using System.Text;
using System.Text.Json;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Verification;

public sealed class VerificationChallengeTests
{
    private const string Token = "T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-A";

    [Theory]
    [InlineData(Token, true)]
    [InlineData(" " + Token + "\n", true)]
    [InlineData("""{"challenge":"T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-A"}""", true)]
    [InlineData("""{"ok":true,"challenge":"T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-A"}""", true)]
    [InlineData("\"" + Token + "\"", true)]
    [InlineData("\uFEFF" + Token, true)]
    [InlineData("\uFEFF\r\n\"" + Token + "\"\r\n", true)]
    [InlineData("\" " + Token + "\\n\"", true)]
    [InlineData("\uFEFF {\"challenge\": \"" + Token + "\\n\"}", true)]
    [InlineData("\"\\ud800\"", false)]
    [InlineData("\"another\"", false)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("ok", false)]
    [InlineData("T0ken", false)]
    [InlineData("t0ken_-T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-A", false)]
    [InlineData("""{"challenge":"another"}""", false)]
    [InlineData("""{"challenge":7}""", false)]
    [InlineData("""{"Challenge":"T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-A"}""", false)]
    [InlineData("""["T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-T0ken_-A"]""", false)]
    [InlineData("<p>" + Token + "</p>", false)]
    public void An_answer_is_the_token_alone_or_as_a_member(string? body, bool answers) => Assert.Equal(answers, VerificationChallenge.IsAnswered(body, Token));

    [Fact]
    public void A_server_that_echoes_has_not_answered()
    {
        var message = VerificationChallenge.For(Some.Subscription(new Uri("https://receiver.example.org/")), Token, "/subscriptions", Some.Time);
        var body = Encoding.UTF8.GetString(message.Body.Span);

        Assert.False(VerificationChallenge.IsAnswered(body, Token));
        Assert.False(VerificationChallenge.IsAnswered($"You sent: {body}", Token));
        Assert.False(VerificationChallenge.IsAnswered($$"""{"json":{{body}}}""", Token));
    }

    [Fact]
    public void It_is_an_event_like_the_others()
    {
        var message = VerificationChallenge.For(Some.Subscription(new Uri("https://receiver.example.org/")), Token, "/subscriptions", Some.Time);
        var json = JsonDocument.Parse(message.Body).RootElement;

        Assert.Equal(
            ("1.0", message.Id, "/subscriptions", VerificationChallenge.Type, "sub_000001"),
            (Text("specversion"), Text("id"), Text("source"), Text("type"), Text("subject")));
        Assert.Equal(Token, json.GetProperty("data").GetProperty("challenge").GetString());

        string? Text(string name) => json.GetProperty(name).GetString();
    }
}
