using System.Net;

namespace AlertRelay.Tests.Api;

public sealed class KeyOnceTests : IAsyncLifetime
{
    private const string Keys = "/api/v1/keys", Body = """{"name":"desk","tenant":"acme"}""";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_request_that_is_repeated_with_its_key_makes_one_API_key()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _api.Post(Keys, _api.Admin, Body, ("Idempotency-Key", "click"))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer =>
        {
            Assert.Equal("conflict", answer.Word);
            Assert.Contains("rotate it", answer.Json["detail"]!.GetValue<string>());
        });
        Assert.Single(await Named("desk"));
    }

    [Fact]
    public async Task Another_body_with_the_same_key_is_refused_and_another_day_is_another_request()
    {
        await _api.Post(Keys, _api.Admin, Body, ("Idempotency-Key", "click"));

        Assert.Equal("idempotency-key-reused", (await _api.Post(Keys, _api.Admin, """{"name":"other"}""", ("Idempotency-Key", "click"))).Word);
        _api.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal("conflict", (await _api.Post(Keys, _api.Admin, Body, ("Idempotency-Key", "click"))).Word);
        _api.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.Created, (await _api.Post(Keys, _api.Admin, Body, ("Idempotency-Key", "click"))).Status);
    }

    [Theory]
    [InlineData("rotated"), InlineData("revoked")]
    public async Task A_repeat_makes_no_second_key_although_the_first_one_is_replaced_or_gone(string since)
    {
        var made = await _api.Post(Keys, _api.Admin, Body, ("Idempotency-Key", "click"));
        var id = made.Json["id"]!.GetValue<string>();
        var rotated = since == "rotated" ? (await _api.Post($"{Keys}/{id}/rotate", _api.Admin)).Json["key"]!["id"]!.GetValue<string>() : null;
        if (since == "revoked")
            await _api.Send(HttpMethod.Delete, $"{Keys}/{id}", _api.Admin);
        _api.Time.Advance(TimeSpan.FromHours(23));

        var again = await _api.Post(Keys, _api.Admin, Body, ("Idempotency-Key", "click"));

        Assert.Equal("conflict", again.Word);
        Assert.Contains(rotated is null ? "was revoked since" : $"/keys/{rotated}/rotate", again.Json["detail"]!.GetValue<string>());
        Assert.Equal(rotated is null ? 0 : 2, (await Named("desk")).Count());
        _api.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.Created, (await _api.Post(Keys, _api.Admin, Body, ("Idempotency-Key", "click"))).Status);
    }

    [Fact]
    public async Task A_signing_key_is_rotated_once_however_often_it_is_asked()
    {
        var before = (await _api.Look("/api/v1/signing-keys", _api.Admin)).Json["keys"]![0]!["kid"]!.GetValue<string>();

        var first = await _api.Post($"{Keys}/rotate-signing?from={before}", _api.Admin);
        var again = await _api.Post($"{Keys}/rotate-signing?from={before}", _api.Admin);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (first.Status, again.Status));
        Assert.Equal(2, (await _api.Look("/api/v1/signing-keys", _api.Admin)).Json["keys"]!.AsArray().Count);
    }

    private async Task<IEnumerable<string>> Named(string name) => (await _api.Look(Keys, _api.Admin)).Json["keys"]!.AsArray()
        .Select(key => key!["name"]!.GetValue<string>()).Where(each => each == name);
}
