using System.Globalization;
using System.Net;
using AlertRelay.Alerts;
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
    public async Task Thirty_requests_at_once_make_no_more_subscriptions_than_the_tenant_may_have()
    {
        await using var api = await ApiHost.Start(services => services.Configure<ApiOptions>(options => options.SubscriptionsPerTenant = Limit));

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => api.Post(All, api.Acme, Some.SubscriptionBody)));

        Assert.Equal(Limit, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.Equal("too-many-subscriptions", answer.Word));
        Assert.Equal(Limit, (await api.Look(All, api.Acme)).Json["subscriptions"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_tenant_reads_the_history_once_at_a_time_and_nine_requests_may_be_under_way()
    {
        var history = new HeldHistory();
        await using var api = await ApiHost.Start(services => services.AddSingleton<IAlertStore>(history));
        Task<Answer> Backtest(string key) => api.Post("/api/v1/filters/backtest", key, """{"filter":{},"from":"2020-01-01T00:00:00Z"}""");

        var first = Enumerable.Range(0, 10).Select(_ => Backtest(api.Acme)).ToList();
        var refused = await await Task.WhenAny(first);
        var others = Backtest(api.Globex);
        await Eventually.Is(() => history.Reading == 2, "a request of each tenant reads");
        history.Open.SetResult();

        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests", "5"), (refused.Status, refused.Word, refused.Headers["Retry-After"]));
        Assert.Equal(HttpStatusCode.OK, (await others).Status);
        Assert.Equal(9, (await Task.WhenAll(first)).Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.InRange(history.MostAtOnce, 1, 2);
    }

    [Fact]
    public async Task The_operator_is_not_limited()
    {
        await using var api = await ApiHost.Start(services => services.Configure<ApiOptions>(options => options.RequestsPerMinute = 1));

        for (var request = 0; request < Limit; request++)
            Assert.Equal(HttpStatusCode.OK, (await api.Look("/api/v1/channels", api.Admin)).Status);
    }

    /// <summary>An empty history whose first reading takes until it is opened.</summary>
    private sealed class HeldHistory : IAlertStore
    {
        private int _reading;

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Reading => Volatile.Read(ref _reading);

        public int MostAtOnce { get; private set; }

        public async Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _reading));
            await Open.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref _reading);
            return new AlertPage([], null);
        }

        public Task<bool> Append(Alert alert, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<Alert?> Find(string id, CancellationToken cancellationToken) => Task.FromResult<Alert?>(null);

        public Task<long> Identity(CancellationToken cancellationToken) => Task.FromResult(0L);

        public Task<long> Head(CancellationToken cancellationToken) => Task.FromResult(0L);

        public Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
