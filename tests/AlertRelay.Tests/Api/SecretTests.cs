using System.Net;
using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Api;

public sealed class SecretTests : IAsyncLifetime
{
    private const string All = "/api/v1/subscriptions";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_secret_is_shown_when_it_is_made_and_never_again()
    {
        var made = await _api.Post(All, _api.Acme, Some.SubscriptionBody);
        var path = $"{All}/{made.Json["id"]}";
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", made.Json["secret"]!.GetValue<string>());

        var rotated = await _api.Post($"{path}/rotate-secret", _api.Acme);
        Assert.StartsWith("whsec_", rotated.Json["secret"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEqual(made.Json["secret"]!.GetValue<string>(), rotated.Json["secret"]!.GetValue<string>());

        var later = new[]
        {
            await _api.Look(path, _api.Acme),
            await _api.Look(All, _api.Admin),
            await _api.Send(HttpMethod.Patch, path, _api.Acme, """{"name":"b"}"""),
            await _api.Post($"{path}/pause", _api.Acme),
            await _api.Post($"{path}/resume", _api.Acme),
            await _api.Post($"{path}/test", _api.Acme),
            await _api.Look($"{path}/deliveries", _api.Acme),
        };
        Assert.All(later, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.All(later, answer => Assert.DoesNotContain("whsec_", answer.Text));
        Assert.All(later, answer => Assert.Equal("no-store", answer.Headers["Cache-Control"]));
        Assert.DoesNotContain("whsec_", _api.Log.Text);
    }

    [Fact]
    public async Task An_old_secret_signs_for_one_more_day()
    {
        var own = "whsec_" + Convert.ToBase64String(new byte[24]);
        var id = await _api.Subscribe(_api.Acme, $$"""{"target":"https://receiver.example.org/","secret":"{{own}}"}""");

        var rotated = await _api.Post($"{All}/{id}/rotate-secret", _api.Acme);

        var tomorrow = _api.Time.GetUtcNow().AddDays(1);
        var kept = (await _api.Get<ISubscriptionStore>().Find(id, ApiHost.Cancellation))!.Secrets;
        Assert.Equal([new SigningSecret(rotated.Json["secret"]!.GetValue<string>()), new SigningSecret(own, tomorrow)], kept);
        Assert.Equal(tomorrow, rotated.Json["previousSecretsUntil"]!.GetValue<DateTimeOffset>());

        _api.Time.Advance(TimeSpan.FromDays(2));
        await _api.Post($"{All}/{id}/rotate-secret", _api.Acme);
        Assert.DoesNotContain(own, (await _api.Get<ISubscriptionStore>().Find(id, ApiHost.Cancellation))!.Secrets.Select(secret => secret.Value));
    }

    [Fact]
    public async Task The_address_of_a_chat_is_shown_shortened()
    {
        const string Password = "T000/B000/XXXXXXXX";
        var chat = new Subscription
        {
            Id = "sub_chat",
            Tenant = "acme",
            Target = new Uri($"https://hooks.chat.example.org/services/{Password}"),
            Format = "slack",
            CreatedAt = Some.Friday,
            UpdatedAt = Some.Friday,
        };
        await _api.Get<ISubscriptionStore>().Add(chat, ApiHost.Cancellation);

        var answers = new[]
        {
            await _api.Look($"{All}/sub_chat", _api.Acme),
            await _api.Look(All, _api.Acme),
            await _api.Post($"{All}/sub_chat/pause", _api.Acme),
            await _api.Post($"{All}/sub_chat/rotate-secret", _api.Acme),
        };

        Assert.Equal("https://hooks.chat.example.org/…", answers[0].Json["target"]!.GetValue<string>());
        Assert.All(answers, answer => Assert.DoesNotContain(Password, answer.Text));
        Assert.DoesNotContain(Password, _api.Log.Text);
    }
}
