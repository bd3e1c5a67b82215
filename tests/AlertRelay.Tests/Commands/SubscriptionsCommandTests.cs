using AlertRelay.Deliveries;
using AlertRelay.Hosting;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Infra;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Commands;

/// <summary>An operator asks about subscriptions on the command line, beside a relay that runs.</summary>
public sealed class SubscriptionsCommandTests : IAsyncLifetime
{
    private static readonly Tool Program = new(Path.Combine(AppContext.BaseDirectory, "AlertRelay"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("alertrelay-test-");
    private ServiceProvider _relay = null!;

    private static string Desk => Samples.Subscription(1).Id;

    private static string Chat => Samples.Subscription(2).Id;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ISubscriptionStore Store => _relay.GetRequiredService<ISubscriptionStore>();

    public async ValueTask InitializeAsync()
    {
        _relay = RelayHost.Parts(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:Path"] = _folder.FullName }).Build());
        await Store.Add(Samples.Subscription(1) with { Name = "duty desk", Target = new Uri("https://127.0.0.1:1/") }, Cancellation);
        await Store.Add(
            Samples.Subscription(2) with
            {
                Name = "\u001b[31mred",
                Tenant = "globex",
                Format = "slack",
                Target = new Uri("https://hooks.slack.com/services/T0/B0/secret"),
                Status = SubscriptionStatus.Disabled,
            },
            Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task They_are_listed_by_status_and_tenant_without_secrets_and_control_characters()
    {
        var all = await Run("list");
        Assert.Contains(Desk, all.Said, StringComparison.Ordinal);
        Assert.Contains("https://hooks.slack.com/…", all.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", all.Said, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', all.Said);

        Assert.DoesNotContain(Desk, (await Run("list", "--status", "disabled")).Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Chat, (await Run("list", "--tenant", "acme")).Said, StringComparison.Ordinal);
        Assert.Contains("There are no such subscriptions.", (await Run("list", "--status", "paused")).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_shown_with_its_latest_deliveries()
    {
        Assert.Contains("No delivery yet.", (await Run("show", Desk)).Said, StringComparison.Ordinal);

        await _relay.GetRequiredService<IDeliveryStore>().Record([DeliverySamples.Arrived("alr_1", Desk, 1)], Cancellation);
        var shown = (await Run("show", Desk)).Said;
        Assert.Contains("duty desk", shown, StringComparison.Ordinal);
        Assert.Contains("delivered", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_paused_and_resumed_and_the_audit_log_says_who_did_it()
    {
        Assert.Equal($"{Desk} is paused: paused by its owner", (await Run("pause", Desk)).Said.Trim());
        Assert.Equal(SubscriptionStatus.Paused, (await Store.Find(Desk, Cancellation))!.Status);

        Assert.Equal($"{Desk} is active", (await Run("resume", Desk)).Said.Trim());
        Assert.Equal(SubscriptionStatus.Active, (await Store.Find(Desk, Cancellation))!.Status);

        var audit = (await Program.Run("audit", "--since", "2020-01-01", "--data", _folder.FullName)).Said;
        Assert.Contains("subscription.paused", audit, StringComparison.Ordinal);
        Assert.Contains("command line", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_fails_says_why_and_has_its_own_exit_code()
    {
        var ran = await Run("test", Desk);

        Assert.Equal(1, ran.ExitCode);
        Assert.StartsWith("Not delivered: ", ran.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("test")]
    public async Task One_that_does_not_exist_is_a_sentence(string command)
    {
        var ran = await Run(command, "sub_none");

        Assert.Equal((2, "There is no subscription sub_none; alertrelay subscriptions list shows them."), (ran.ExitCode, ran.Said.Trim()));
    }

    private Task<Ran> Run(params string[] arguments) => Program.Run(["subscriptions", .. arguments, "--data", _folder.FullName]);
}
