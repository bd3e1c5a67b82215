using System.Net;
using AlertRelay.Deliveries;

namespace AlertRelay.Tests.Api;

/// <summary>"snapshot": true in a new subscription.</summary>
public sealed class SnapshotRequestTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string PagerDuty = "https://events.pagerduty.com/v2/enqueue?routing_key=0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Who_asks_for_a_snapshot_is_listed_for_it_and_who_does_not_is_not()
    {
        var without = await shared.Api.Subscribe(shared.Api.Acme, """{"target":"https://snapshot.example.org/a"}""");
        var with = await shared.Api.Subscribe(shared.Api.Acme, """{"target":"https://snapshot.example.org/b","snapshot":true}""");

        var listed = (await shared.Api.Get<ISnapshotQueue>().List(100, null, ApiHost.Cancellation)).Select(request => request.SubscriptionId).ToList();
        Assert.Contains(with, listed);
        Assert.DoesNotContain(without, listed);
    }

    [Theory]
    [InlineData($$"""{"target":"{{PagerDuty}}","snapshot":true}""", "snapshot", "leave it out: each level would open an incident.")]
    [InlineData("""{"target":"https://snapshot.example.org/c","filter":{"kinds":["snapshot"]}}""", "filter.kinds[0]", "")]
    [InlineData(
        """{"target":"https://snapshot.example.org/d","snapshot":true,"filter":{"kinds":["cluster"]}}""",
        "snapshot",
        "would be empty, because levels are of the kind")]
    [InlineData(
        """{"target":"https://snapshot.example.org/e","snapshot":true,"filter":{"categories":["cyber"]}}""",
        "snapshot",
        "would be empty, because levels are of travel")]
    public async Task What_cannot_be_asked_for_is_refused(string body, string field, string problem)
    {
        var answer = await shared.Api.Post("/api/v1/subscriptions", shared.Api.Acme, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith(problem, answer.Error(field), StringComparison.Ordinal);
        Assert.DoesNotContain("no error of", answer.Error(field), StringComparison.Ordinal);
    }
}
