using AlertRelay.Fetching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Fetching;

public sealed class FetchingServicesTests
{
    [Fact]
    public async Task What_is_registered_fetches()
    {
        await using var publisher = await FakePublisher.Start(Answers.Document());
        await using var services = Services(("AllowPrivateNetworks", "true"));

        var result = await services.GetRequiredService<Fetcher>()
            .Fetch(new FetchRequest(publisher.Root, CacheValidators.None), TestContext.Current.CancellationToken);

        Assert.IsType<FetchResult.Fetched>(result);
        Assert.Contains("+https://", Assert.Single(publisher.Seen)["User-Agent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_read()
    {
        await using var services = Services(
            ("Timeout", "00:00:12"), ("MaximumBytes", "4096"), ("HostSpacing", "00:00:02"), ("MaximumRetryAfter", "1.00:00:00"),
            ("UserAgentContact", "relay@example.org"));

        var options = services.GetRequiredService<FetchingOptions>();

        Assert.Equal((TimeSpan.FromSeconds(12), 4096, TimeSpan.FromSeconds(2)), (options.Timeout, options.MaximumBytes, options.HostSpacing));
        Assert.Equal((TimeSpan.FromDays(1), "relay@example.org"), (options.MaximumRetryAfter, options.UserAgentContact));
    }

    [Theory]
    [InlineData("Timeout", "00:10:00")]
    [InlineData("Timeout", "00:00:00")]
    [InlineData("MaximumBytes", "0")]
    [InlineData("HostSpacing", "-00:00:01")]
    [InlineData("MaximumRetryAfter", "00:00:01")]
    [InlineData("UserAgentContact", "")]
    [InlineData("UserAgentContact", "the usual")]
    [InlineData("UserAgentContact", "https://example.org/)\r\nX-Evil: 1")]
    [InlineData("UserAgentContact", "ftp://example.org")]
    public async Task A_wrong_setting_says_what_to_write(string name, string value)
    {
        await using var services = Services((name, value));

        var refused = Assert.Throws<OptionsValidationException>(services.GetRequiredService<FetchingOptions>);

        var sentence = Assert.Single(refused.Failures);
        Assert.Contains($"{(name == "UserAgentContact" ? "Polling" : "Fetching")}:{name} must be", sentence, StringComparison.Ordinal);
        Assert.Contains(", as in ", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_brings_its_own_clock_and_its_own_waiting()
    {
        var time = new FakeTimeProvider();
        DelayAsync pause = (_, _) => Task.CompletedTask;
        await using var services = Services([], [ServiceDescriptor.Singleton<TimeProvider>(time), ServiceDescriptor.Singleton(pause)]);

        Assert.Same(time, services.GetRequiredService<TimeProvider>());
        Assert.Same(pause, services.GetRequiredService<DelayAsync>());
    }

    [Fact]
    public async Task The_pause_keeps_the_relays_clock()
    {
        var time = new FakeTimeProvider();
        await using var services = Services([], [ServiceDescriptor.Singleton<TimeProvider>(time)]);

        var waiting = services.GetRequiredService<DelayAsync>()(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));
        await waiting;
    }

    private static ServiceProvider Services(params (string Name, string Value)[] settings) => Services(settings, []);

    private static ServiceProvider Services((string Name, string Value)[] settings, ServiceDescriptor[] before)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => $"Fetching:{setting.Name}", string? (setting) => setting.Value))
            .Build();
        IServiceCollection services = new ServiceCollection();
        foreach (var descriptor in before)
            services.Add(descriptor);
        return services.AddSingleton<IConfiguration>(configuration).AddFetching().BuildServiceProvider();
    }
}
