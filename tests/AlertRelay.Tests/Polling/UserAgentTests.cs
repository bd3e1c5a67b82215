using System.Text.Json;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Polling;

/// <summary>"userAgent" of a channel file.</summary>
public sealed class UserAgentTests
{
    private static readonly Channel Channel = PollingTrial.StateLike() with
    {
        Parser = "html",
        Options = JsonElement.Parse("""{ "list": "li", "link": "a@href", "page": { "title": "h1", "text": "main" } }"""),
    };

    [Theory]
    [InlineData("AlertRelay/{version}", @"\AAlertRelay/\d+\.\d+\.\d+\z")]
    [InlineData("Mozilla/5.0 (compatible; AlertRelay)", @"\AMozilla/5\.0 \(compatible; AlertRelay\)\z")]
    [InlineData(null, @"\AMozilla/5\.0 \(compatible; AlertRelay/\d+\.\d+\.\d+; \+https://[^ )]+\)\z")]
    public async Task Lists_and_pages_are_asked_for_under_the_name_of_the_channel(string? stated, string sent)
    {
        using var trial = new PollingTrial(Channel with { UserAgent = stated });
        trial.Publisher.Shown = url => url.AbsolutePath == "/malta"
            ? "<html><body><h1>Malta</h1><main>Take care.</main></body></html>"
            : "<html><body><ul><li><a href=\"/malta\">Malta</a></li></ul></body></html>";

        await trial.Poll();

        Assert.Equal(2, trial.Publisher.UserAgents.Count);
        Assert.All(trial.Publisher.UserAgents, name => Assert.Matches(sent, name));
    }

    [Fact]
    public void A_host_that_drops_names_with_an_address_is_asked_without_one() =>
        Assert.DoesNotContain("://", AlertRelay.Tests.Channels.Fixture.Channel("au-acsc").UserAgent!, StringComparison.Ordinal);
}
