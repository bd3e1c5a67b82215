using System.Globalization;
using System.Net;
using AlertRelay.Api;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Api;

public sealed class WrongKeysTests
{
    private const string Wrong = "ark_0000000000000000000000000000000000000000000";

    [Fact]
    public async Task An_address_may_send_sixty_wrong_keys_a_minute_and_a_valid_key_always_passes()
    {
        await using var api = await ApiHost.Start();
        for (var request = 0; request < WrongKeys.PerMinute; request++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await api.Look("/api/v1/channels", Wrong)).Status);

        var refused = await api.Look("/api/v1/channels", Wrong);

        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests"), (refused.Status, refused.Word));
        Assert.InRange(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await api.Look("/api/v1/channels", api.Acme)).Status);
        Assert.Equal("missing-key", (await api.Look("/api/v1/channels")).Word);
        Assert.DoesNotContain(Wrong, api.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_logged_once_a_minute_with_their_number()
    {
        var time = new FakeTimeProvider();
        using var log = new CollectedLog();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        using var keys = new WrongKeys(time, logging.CreateLogger<WrongKeys>());

        keys.Add("192.0.2.1");
        time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        keys.Add("192.0.2.2");
        time.Advance(TimeSpan.FromTicks(1));
        keys.Add(null);

        Assert.Equal(
            [
                "Warning: Requests with a wrong API key since the last such message: 1, the latest from 192.0.2.1. They were refused.",
                "Warning: Requests with a wrong API key since the last such message: 2, the latest from an address that the host does not name. They were "
                    + "refused.",
            ],
            log.Text.Split('\n').Select(line => line.TrimEnd()));
    }
}
