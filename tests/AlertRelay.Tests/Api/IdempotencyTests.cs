using System.Net;

namespace AlertRelay.Tests.Api;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private const string All = "/api/v1/subscriptions";
    private const string Body = """{"name":"duty desk","target":"https://receiver.example.org/alerts"}""";
    private const string SameInOtherOrder = """ { "target" : "https://receiver.example.org/alerts", "name":"duty desk", "format":"webhook" } """;

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_same_key_and_body_make_one_subscription_and_the_same_answer()
    {
        var first = await Post(_api.Acme, "a-1");
        var again = await Post(_api.Acme, "a-1", SameInOtherOrder);

        Assert.Equal((HttpStatusCode.Created, first.Text, first.Headers["Location"]), (again.Status, again.Text, again.Headers["Location"]));
        Assert.Equal(1, await Count());
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        await Post(_api.Acme, "a-1");

        var other = await Post(_api.Acme, "a-1", """{"target":"https://elsewhere.example.org/"}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (other.Status, other.Word));
        Assert.Equal(1, await Count());
    }

    [Fact]
    public async Task A_key_counts_for_24_hours_over_midnight_and_for_its_tenant()
    {
        var first = Id(await Post(_api.Acme, "a-1", Some.SubscriptionBody));
        _api.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(first, Id(await Post(_api.Acme, "a-1", Some.SubscriptionBody)));
        Assert.NotEqual(first, Id(await Post(_api.Globex, "a-1", Some.SubscriptionBody)));

        _api.Time.Advance(TimeSpan.FromHours(1));
        Assert.NotEqual(first, Id(await Post(_api.Acme, "a-1", Some.SubscriptionBody)));
    }

    [Fact]
    public async Task Twice_at_once_makes_one()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Post(_api.Acme, "a-1")));

        Assert.Single(answers.Select(Id).Distinct());
        Assert.Equal(1, await Count());
    }

    [Fact]
    public async Task A_repeat_does_not_show_a_secret_that_was_rotated_since()
    {
        var first = await Post(_api.Acme, "a-1");
        await _api.Post($"{All}/{Id(first)}/rotate-secret", _api.Acme);

        Assert.DoesNotContain("whsec_", (await Post(_api.Acme, "a-1")).Text);
    }

    [Fact]
    public async Task A_changed_subscription_still_knows_the_request_that_made_it()
    {
        var first = await Post(_api.Acme, "a-1");
        await _api.Send(HttpMethod.Patch, $"{All}/{Id(first)}", _api.Acme, """{"name":"b"}""");

        Assert.Equal(HttpStatusCode.Created, (await Post(_api.Acme, "a-1")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("much")]
    public async Task A_key_that_cannot_be_one_is_refused(string key)
    {
        var answer = await Post(_api.Acme, key == "much" ? new string('a', 256) : key);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid-request"), (answer.Status, answer.Word));
        Assert.Equal(0, await Count());
    }

    private Task<Answer> Post(string caller, string key, string body = Body) => _api.Post(All, caller, body, ("Idempotency-Key", key));

    private async Task<int> Count() => (await _api.Look(All, _api.Admin)).Json["subscriptions"]!.AsArray().Count;

    private static string Id(Answer answer) => answer.Json["id"]!.GetValue<string>();
}
