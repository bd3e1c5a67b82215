using System.Net;
using System.Text.Json.Nodes;
using AlertRelay.Api.Endpoints;

namespace AlertRelay.Tests.Api;

public sealed class PublicKeyTests : IAsyncLifetime
{
    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Anybody_finds_the_public_keys_and_no_private_one()
    {
        var answer = await _api.Look(PublicKeyEndpoints.Path);

        Assert.Equal((HttpStatusCode.OK, "public, max-age=3600"), (answer.Status, answer.Headers["Cache-Control"]));
        var key = Assert.Single(answer.Json["keys"]!.AsArray())!.AsObject();
        Assert.Equal(["kid", "x", "iat", "kty", "crv", "alg", "use"], key.Select(member => member.Key));
        Assert.Equal(("OKP", "Ed25519", "EdDSA", "sig"), (Text(key, "kty"), Text(key, "crv"), Text(key, "alg"), Text(key, "use")));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", Text(key, "x"));
    }

    [Fact]
    public async Task A_rotated_key_stays_listed_with_the_time_at_which_it_ends()
    {
        var before = Text((await _api.Look(PublicKeyEndpoints.Path)).Json["keys"]![0]!.AsObject(), "kid");

        await _api.Post("/api/v1/keys/rotate-signing", _api.Admin);

        var keys = (await _api.Look(PublicKeyEndpoints.Path)).Json["keys"]!.AsArray();
        Assert.Equal(2, keys.Count);
        Assert.NotEqual(before, Text(keys[0]!.AsObject(), "kid"));
        Assert.Equal(before, Text(keys[1]!.AsObject(), "kid"));
        Assert.Null(keys[0]!["exp"]);
        Assert.Equal(_api.Time.GetUtcNow().AddDays(1).ToUnixTimeSeconds(), keys[1]!["exp"]!.GetValue<long>());
    }

    private static string Text(JsonObject key, string name) => key[name]!.GetValue<string>();
}
