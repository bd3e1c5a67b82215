using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Tests.Storage;

namespace AlertRelay.Tests.Api;

public sealed class WireUriTests
{
    [Theory]
    [InlineData("https://example.org/a b?c=d e", "https://example.org/a%20b?c=d%20e")]
    [InlineData("https://example.org/ü", "https://example.org/%C3%BC")]
    [InlineData("https://bücher.example.org/a", "https://xn--bcher-kva.example.org/a")]
    [InlineData("https://example.org/a%2Fb?c=%20#d", "https://example.org/a%2Fb?c=%20#d")]
    public void A_link_is_written_as_strict_readers_want_it(string link, string written)
    {
        var alert = Samples.Alert("alr_1") with { Link = new Uri(link) };

        using var json = JsonSerializer.SerializeToDocument(alert, AlertJson.Wire.Alert);

        Assert.Equal(written, json.RootElement.GetProperty("link").GetString());
        Assert.Equal(new Uri(written), json.Deserialize(AlertJson.Wire.Alert)!.Link);
    }
}
