using System.Globalization;
using System.Net;
using AlertRelay.Api.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Api;

public sealed class TenantLimitTests
{
    private const string All = "/api/v1/subscriptions";
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
    public async Task A_tenant_has_so_many_subscriptions_and_an_operator_may_make_more_for_it()
    {
        await using var api = await ApiHost.Start(services => services.Configure<ApiOptions>(options => options.SubscriptionsPerTenant = Limit));
        for (var number = 0; number < Limit; number++)
            Assert.Equal(HttpStatusCode.Created, (await api.Post(All, api.Acme, Some.SubscriptionBody)).Status);

        var refused = await api.Post(All, api.Acme, Some.SubscriptionBody);

        Assert.Equal((HttpStatusCode.Conflict, "too-many-subscriptions"), (refused.Status, refused.Word));
        Assert.Equal(
            "The tenant 'acme' has 3 subscriptions, and may have no more; delete one that is no longer needed, or ask an operator of the relay "
            + "(Api:SubscriptionsPerTenant).",
            refused.Json["detail"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Created, (await api.Post(All, api.Globex, Some.SubscriptionBody)).Status);
        var more = await api.Post(All, api.Admin, Some.SubscriptionBody.Replace("}", ",\"tenant\":\"acme\"}", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.Created, "acme"), (more.Status, more.Json["tenant"]!.GetValue<string>()));
        await api.Send(HttpMethod.Delete, $"{All}/{more.Json["id"]}", api.Acme);
        Assert.Equal("too-many-subscriptions", (await api.Post(All, api.Acme, Some.SubscriptionBody)).Word);
    }

    [Fact]
    public async Task The_operator_is_not_limited()
    {
        await using var api = await ApiHost.Start(services => services.Configure<ApiOptions>(options => options.RequestsPerMinute = 1));

        for (var request = 0; request < Limit; request++)
            Assert.Equal(HttpStatusCode.OK, (await api.Look("/api/v1/channels", api.Admin)).Status);
    }
}
