using System.Net;
using AlertRelay.Observability;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Observability;

public sealed class MetricsPageTests
{
    [Fact]
    public async Task Metrics_are_for_admins()
    {
        await using var api = await ApiHost.Start();

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK),
            ((await api.Look("/metrics")).Status, (await api.Look("/metrics", api.Acme)).Status, (await api.Look("/metrics", api.Admin)).Status));
    }

    [Fact]
    public async Task Metrics_list_all_that_is_declared_and_the_manual_does_too()
    {
        using var declared = new SeenMeasurements();
        await using var api = await ApiHost.Start();
        MeasureEverything();

        var text = (await api.Look("/metrics", api.Admin)).Text;

        var manual = await File.ReadAllTextAsync(Path.Combine(AlertRelay.Tests.Infra.Repository.Root, "docs", "operate", "telemetry.md"), Trial.Cancellation);
        Assert.Equal(11, declared.Declared.Count);
        Assert.All(declared.Declared, instrument =>
        {
            Assert.Contains($"# HELP {InPrometheus(instrument.Name)}", text, StringComparison.Ordinal);
            Assert.Contains($"`{instrument.Name}`", manual, StringComparison.Ordinal);
            Assert.NotEmpty(instrument.Unit!);
        });
    }

    [Fact]
    public async Task Metrics_hold_no_secret_and_nothing_that_has_a_value_for_each_subscription()
    {
        await using var api = await ApiHost.Start();
        var subscription = await api.Subscribe(
            api.Acme, """{"target":"https://hooks.example.org/services/T0/hush","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}""");
        await api.Post($"/api/v1/subscriptions/{subscription}/test", api.Acme);
        MeasureEverything();

        var text = (await api.Look("/metrics", api.Admin)).Text;

        Assert.All(
            [subscription, "hush", "hooks.example.org", "whsec_", "ark_", "acme"],
            secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }

    private static void MeasureEverything()
    {
        Meters.Polled("xx", "read");
        Meters.Requested("example.org", null);
        Meters.Listed("xx", 1);
        Meters.Detected("xx", "issued", TimeSpan.FromMinutes(1));
        Meters.Waited("xx", TimeSpan.FromSeconds(1));
        Meters.Attempted("xx", "timeout");
        Meters.Delivered("xx", TimeSpan.FromSeconds(-1));
        Meters.DeadLettered("gone");
        Meters.Health([("xx", 1)]);
    }

    private static string InPrometheus(string name) => name.Replace('.', '_');
}
