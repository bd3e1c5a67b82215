using System.Net;
using System.Text.RegularExpressions;
using AlertRelay.Observability;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Documentation;

namespace AlertRelay.Tests.Observability;

public sealed partial class MetricsPageTests
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
    public async Task Metrics_list_all_that_is_declared()
    {
        using var declared = new SeenMeasurements();
        await using var api = await ApiHost.Start();
        MeasureEverything();

        var text = (await api.Look("/metrics", api.Admin)).Text;

        Assert.Equal(declared.Declared.Select(instrument => instrument.Name).Order(), Meters.All.Select(metric => metric.Instrument.Name).Order());
        Assert.All(Meters.All, metric =>
        {
            Assert.Contains($"# HELP {InPrometheus(metric.Instrument.Name)}", text, StringComparison.Ordinal);
            Assert.NotEmpty(metric.Instrument.Unit!);
            Assert.NotEmpty(metric.Instrument.Description!);
        });
    }

    [Fact]
    public void The_manual_has_the_table_of_the_code() => Assert.True(
        new MarkdownPage("docs/operate/telemetry.md").Text.Contains($"\n\n{MetricsTable.Write()}\n", StringComparison.Ordinal),
        "docs/operate/telemetry.md is stale: put what \"dotnet run --project src/AlertRelay -- metrics\" prints in place of its table of metrics.");

    [Fact]
    public void A_metric_has_the_labels_that_the_table_names()
    {
        using var seen = new SeenMeasurements();
        MeasureEverything();

        Assert.All(Meters.All, metric =>
        {
            var measured = seen.Named(metric.Instrument.Name);
            Assert.NotEmpty(measured);
            Assert.All(measured, one => Assert.Equal(
                one.Labels.Keys.Select(label => label.Replace("alertrelay.", "", StringComparison.Ordinal)).Order(),
                Label().Matches(metric.Labels).Select(match => match.Value).Order()));
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

    // Not their values.
    [GeneratedRegex(@"\b(channel|outcome|change|cause|server\.address|http\.response\.status_code)\b")]
    private static partial Regex Label();
}
