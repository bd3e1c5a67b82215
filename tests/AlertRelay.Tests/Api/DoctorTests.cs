using System.Net;
using AlertRelay.Detection;
using AlertRelay.Diagnostics;
using AlertRelay.Polling;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Api;

public sealed class DoctorTests
{
    private const string Doctor = "/api/v1/doctor", Live = """{"live":true}""", Travel = "uk-fcdo-travel";

    [Fact]
    public async Task It_says_what_is_configured_and_which_channels_fail()
    {
        await using var api = await ApiHost.Start();
        await Store(api, Samples.ChannelState(Travel, 1) with { Failures = 2, LastError = "HTTP 503", Health = new HealthState() });

        var answer = (await api.Look(Doctor, api.Admin)).Json;

        Assert.False(answer["healthy"]!.GetValue<bool>());
        Assert.Equal(
            ["Settings ok", "Storage ok", "Secrets ok", "Channels ok", $"{Travel} failed"],
            answer["checks"]!.AsArray().Select(check => $"{check!["name"]} {check["status"]}"));
    }

    [Fact]
    public async Task Channels_are_fetched_one_after_the_other_and_none_within_its_minimum_interval()
    {
        var (running, most, fetched) = (0, 0, new List<string>());
        await using var api = await Start(async (channel, _) =>
        {
            most = Math.Max(most, ++running);
            await Task.Yield();
            running--;
            fetched.Add(channel.Id);
            return [new ProbedDocument(channel.Id, null, 3, null, TimeSpan.FromSeconds(1))];
        });
        await Store(api, Samples.ChannelState(Travel, 1) with { Failures = 0, LastPollAt = api.Time.GetUtcNow().AddSeconds(-1), Health = new HealthState() });

        var first = await api.Post(Doctor, api.Admin, Live);
        var count = fetched.Count;
        var again = await api.Post(Doctor, api.Admin, Live);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, 1), (first.Status, again.Status, most));
        Assert.True(count > 20);
        Assert.DoesNotContain(Travel, fetched);
        Assert.Equal(count, fetched.Count);
        Assert.Equal(fetched.Count, fetched.Distinct().Count());
        Assert.Contains("minimum interval", again.Text);
    }

    [Fact]
    public async Task What_one_instance_has_fetched_no_other_fetches_within_the_minimum_interval()
    {
        var fetched = new List<string>();
        await using var api = await Start((channel, _) =>
        {
            fetched.Add(channel.Id);
            return Task.FromResult<IReadOnlyList<ProbedDocument>>([new ProbedDocument(channel.Id, null, 3, null, TimeSpan.Zero)]);
        });
        using var other = ActivatorUtilities.CreateInstance<RelayDoctor>(api.Get<IServiceProvider>());

        await api.Post(Doctor, api.Admin, Live);
        var checks = await other.Fetch(TimeSpan.FromMinutes(1), ApiHost.Cancellation);

        Assert.Equal(fetched.Distinct(), fetched);
        Assert.All(checks!, check => Assert.Equal(CheckStatus.Skipped, check.Status));
        api.Time.Advance(TimeSpan.FromDays(1));
        await other.Fetch(TimeSpan.FromMinutes(1), ApiHost.Cancellation);
        Assert.Equal(2 * fetched.Distinct().Count(), fetched.Count);
    }

    [Fact]
    public async Task It_ends_after_a_minute_whatever_publishers_do()
    {
        var asked = 0;
        ApiHost api = null!;
        api = await Start(async (_, cancellationToken) =>
        {
            asked++;
            api.Time.Advance(TimeSpan.FromSeconds(61));
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return [];
        });
        await using (api)
        {
            var answer = await api.Post(Doctor, api.Admin, Live);

            Assert.Equal((HttpStatusCode.OK, 1), (answer.Status, asked));
            Assert.Contains("did not answer before the time", answer.Text);
            Assert.Contains("before its turn", answer.Text);
        }
    }

    [Fact]
    public async Task Two_do_not_fetch_at_once()
    {
        var (started, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var api = await Start(async (channel, _) =>
        {
            started.TrySetResult();
            await go.Task;
            return [new ProbedDocument(channel.Id, "HTTP 500", null, null, TimeSpan.Zero)];
        });

        var first = api.Post(Doctor, api.Admin, Live);
        await started.Task;
        var second = await api.Post(Doctor, api.Admin, Live);
        go.SetResult();

        Assert.Equal(("conflict", false), (second.Word, (await first).Json["healthy"]!.GetValue<bool>()));
    }

    private static Task<ApiHost> Start(ProbeChannel probe) => ApiHost.Start(services => services.AddSingleton(probe));

    private static async Task Store(ApiHost api, ChannelState state) =>
        Assert.True(await api.Get<IChannelStore>().Commit(new PollCommit(state), ApiHost.Cancellation));
}
