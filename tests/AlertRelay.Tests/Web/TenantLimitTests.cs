using System.Globalization;
using System.Net;
using AlertRelay.Web;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Web;

public sealed class TenantLimitTests
{
    private const int Limit = 3;

    [Fact]
    public async Task A_tenant_over_its_limit_is_told_when_to_come_back_and_the_others_do_not_feel_it()
    {
        await using var api = await ApiHost.Start(services => services.Configure<ApiOptions>(options => options.RequestsPerMinute = Limit));
        for (var request = 0; request < Limit; request++)
            Assert.Equal(HttpStatusCode.OK, (await api.Look("/api/v1/channels", api.Acme)).Status);

        var refused = await api.Look("/api/v1/channels", api.Acme);

        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests"), (refused.Status, refused.Word));
        Assert.InRange(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await api.Look("/api/v1/channels", api.Globex)).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.Look("/health/live")).Status);
    }

    [Fact]
    public async Task The_operator_is_not_limited()
    {
        await using var api = await ApiHost.Start(services => services.Configure<ApiOptions>(options => options.RequestsPerMinute = 1));

        for (var request = 0; request < Limit; request++)
            Assert.Equal(HttpStatusCode.OK, (await api.Look("/api/v1/channels", api.Admin)).Status);
    }
}
