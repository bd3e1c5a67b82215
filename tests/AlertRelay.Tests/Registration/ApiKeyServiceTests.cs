using AlertRelay.Auditing;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Registration;

public sealed class ApiKeyServiceTests : IAsyncLifetime
{
    private ApiHost _api = null!;

    private ApiKeyService Keys => _api.Get<ApiKeyService>();

    private IApiKeyStore Store => _api.Get<IApiKeyStore>();

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_key_is_256_bits_of_chance_and_only_its_hash_is_kept()
    {
        var made = await Keys.Create(new KeyDraft("desk", "acme", Role.Subscriber), Actor.CommandLine, ApiHost.Cancellation);

        Assert.Matches("^ark_[A-Za-z0-9_-]{43}$", made.Key);
        Assert.Matches("^key_[A-Za-z0-9_-]{12}$", made.Stored.Id);
        Assert.Matches("^[0-9a-f]{64}$", made.Stored.Hash);
        Assert.DoesNotContain(made.Key, made.Stored.ToString());
    }

    [Fact]
    public async Task The_first_key_is_made_once_and_again_when_no_admin_key_is_valid()
    {
        Assert.Null(await Keys.EnsureFirstKey(ApiHost.Cancellation));

        foreach (var admin in (await Store.List(ApiHost.Cancellation)).Where(key => key.Role == Role.Admin))
            await Store.Revoke(admin.Id, ApiHost.Cancellation);

        var first = await Keys.EnsureFirstKey(ApiHost.Cancellation);
        Assert.Equal(Role.Admin, Assert.IsType<KeyCheck.Accepted>(await Keys.Check(first!, ApiHost.Cancellation)).Key.Role);
        Assert.Null(await Keys.EnsureFirstKey(ApiHost.Cancellation));
    }

    [Fact]
    public async Task A_key_expires_at_its_time_and_the_answer_says_so()
    {
        var made = await _api.Post("/api/v1/keys", _api.Admin, """{"name":"guest","tenant":"acme","expiresAt":"2020-01-03T13:00:00Z"}""");
        var key = made.Json["key"]!.GetValue<string>();
        Assert.Equal(System.Net.HttpStatusCode.OK, (await _api.Look("/api/v1/alerts", key)).Status);

        _api.Time.Advance(TimeSpan.FromHours(1));

        var answer = await _api.Look("/api/v1/alerts", key);
        Assert.Equal("invalid-key", answer.Word);
        Assert.StartsWith("This key expired at 2020-01-03 13:00:00Z.", answer.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Use_is_noted_at_most_once_a_minute()
    {
        var started = _api.Time.GetUtcNow();
        await _api.Look("/api/v1/alerts", _api.Acme);
        _api.Time.Advance(TimeSpan.FromSeconds(59));
        await _api.Look("/api/v1/alerts", _api.Acme);
        Assert.Equal(started, await LastUse());

        _api.Time.Advance(TimeSpan.FromSeconds(1));
        await _api.Look("/api/v1/alerts", _api.Acme);
        Assert.Equal(started.AddMinutes(1), await LastUse());
    }

    [Fact]
    public async Task A_key_is_shown_once_and_a_revoked_one_opens_nothing()
    {
        var made = await _api.Post("/api/v1/keys", _api.Admin, """{"name":"second operator","role":"admin"}""");
        var (id, key) = (made.Json["id"]!.GetValue<string>(), made.Json["key"]!.GetValue<string>());
        Assert.Equal($"/api/v1/keys/{id}", made.Headers["Location"]);

        var list = await _api.Look("/api/v1/keys", key);
        Assert.Contains(id, list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ark_", list.Text);
        Assert.DoesNotContain("hash", list.Text);

        await _api.Send(HttpMethod.Delete, $"/api/v1/keys/{id}", _api.Admin);
        Assert.Equal("invalid-key", (await _api.Look("/api/v1/keys", key)).Word);
    }

    [Fact]
    public async Task The_last_admin_key_stays()
    {
        var admin = (await Store.List(ApiHost.Cancellation)).Single(key => key.Role == Role.Admin);

        Assert.Equal("conflict", (await _api.Send(HttpMethod.Delete, $"/api/v1/keys/{admin.Id}", _api.Admin)).Word);
    }

    private async Task<DateTimeOffset?> LastUse() => (await Store.List(ApiHost.Cancellation)).Single(key => key.Name == "acme").LastUsedAt;
}
