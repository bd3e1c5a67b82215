using System.Net;

namespace AlertRelay.Tests.Api;

public sealed class DuplicateTests : IAsyncLifetime
{
    private const string All = "/api/v1/subscriptions";
    private const string Body = """{"target":"https://receiver.example.org/sesame","filter":{"countries":["IR","IQ"]}}""";
    private const string SameInOtherWords =
        """{"name":"second","target":"https://RECEIVER.example.org:443/sesame","filter":{"countries":["iq","ir"],"kinds":["alert"]}}""";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_second_of_the_same_target_and_filter_is_refused_and_the_first_is_named()
    {
        var first = await _api.Subscribe(_api.Acme, Body);

        var refused = await _api.Post(All, _api.Acme, SameInOtherWords);

        Assert.Equal((HttpStatusCode.Conflict, "duplicate-subscription"), (refused.Status, refused.Word));
        Assert.Contains($"The subscription {first} of the same tenant", refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("\"allowDuplicate\": true", refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", refused.Text, StringComparison.Ordinal);
        Assert.Single((await _api.Look(All, _api.Acme)).Json["subscriptions"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"target":"https://receiver.example.org/sesame","filter":{"countries":["IR"]}}""")]
    [InlineData("""{"target":"https://receiver.example.org/other","filter":{"countries":["IR","IQ"]}}""")]
    [InlineData("""{"target":"https://receiver.example.org/sesame","filter":{"countries":["IR","IQ"]},"allowDuplicate":true}""")]
    public async Task What_differs_or_is_meant_is_taken(string other)
    {
        await _api.Subscribe(_api.Acme, Body);

        Assert.Equal(HttpStatusCode.Created, (await _api.Post(All, _api.Acme, other)).Status);
    }

    [Fact]
    public async Task One_tenant_learns_nothing_of_another_ones()
    {
        await _api.Subscribe(_api.Acme, Body);

        Assert.Equal(HttpStatusCode.Created, (await _api.Post(All, _api.Globex, Body)).Status);
    }

    [Fact]
    public async Task One_that_is_paused_or_deleted_stands_in_nobodys_way()
    {
        var first = await _api.Subscribe(_api.Acme, Body);
        await _api.Post($"{All}/{first}/pause", _api.Acme);
        var second = await _api.Post(All, _api.Acme, Body);
        Assert.Equal(HttpStatusCode.Created, second.Status);

        await _api.Send(HttpMethod.Delete, $"{All}/{second.Json["id"]}", _api.Acme);
        Assert.Equal(HttpStatusCode.Created, (await _api.Post(All, _api.Acme, Body)).Status);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer()
    {
        var first = await _api.Post(All, _api.Acme, Body, ("Idempotency-Key", "a-1"));

        Assert.Equal(first.Text, (await _api.Post(All, _api.Acme, Body, ("Idempotency-Key", "a-1"))).Text);
        Assert.Equal("duplicate-subscription", (await _api.Post(All, _api.Acme, Body, ("Idempotency-Key", "a-2"))).Word);
    }
}
