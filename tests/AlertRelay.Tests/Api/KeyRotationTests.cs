using System.Net;
using AlertRelay.Keys;

namespace AlertRelay.Tests.Api;

public sealed class KeyRotationTests : IAsyncLifetime
{
    private const string Keys = "/api/v1/keys";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_new_key_is_like_the_old_one_which_opens_for_one_more_day()
    {
        var old = await _api.Post(Keys, _api.Admin, """{"name":"guest","tenant":"acme","expiresAt":"2020-02-01T00:00:00Z"}""");

        var rotated = await Rotate(Id(old));

        var key = rotated.Json["key"]!;
        Assert.Equal(
            ("guest", "acme", "subscriber", "2020-02-01T00:00:00+00:00"),
            (key["name"]!.GetValue<string>(), key["tenant"]!.GetValue<string>(), key["role"]!.GetValue<string>(), key["expiresAt"]!.GetValue<string>()));
        Assert.Equal("2020-01-04T12:00:00+00:00", rotated.Json["previousKeyUntil"]!.GetValue<string>());
        Assert.True(await Opens(Key(old)) && await Opens(key["key"]!.GetValue<string>()));

        _api.Time.Advance(TimeSpan.FromDays(1));
        Assert.False(await Opens(Key(old)));
        Assert.True(await Opens(key["key"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"overlapSeconds":0}""", "2020-01-03T12:00:00+00:00")]
    [InlineData("""{"overlapSeconds":604800}""", "2020-01-10T12:00:00+00:00")]
    [InlineData("{}", "2020-01-04T12:00:00+00:00")]
    public async Task The_overlap_can_be_said(string body, string until)
    {
        var old = await _api.Post(Keys, _api.Admin, """{"name":"guest"}""");

        Assert.Equal(until, (await Rotate(Id(old), body)).Json["previousKeyUntil"]!.GetValue<string>());
        Assert.Equal(!body.Contains(":0", StringComparison.Ordinal), await Opens(Key(old)));
    }

    [Fact]
    public async Task A_key_that_ends_before_the_overlap_does_keeps_its_end()
    {
        var old = await _api.Post(Keys, _api.Admin, """{"name":"guest","expiresAt":"2020-01-03T13:00:00Z"}""");

        Assert.Equal("2020-01-03T13:00:00+00:00", (await Rotate(Id(old))).Json["previousKeyUntil"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_last_admin_key_can_be_rotated_by_itself()
    {
        var id = (await _api.Get<IApiKeyStore>().List(ApiHost.Cancellation)).Single(key => key.Role == Role.Admin).Id;

        var rotated = await Rotate(id, """{"overlapSeconds":0}""");

        Assert.False(await Opens(_api.Admin));
        Assert.Equal(HttpStatusCode.OK, (await _api.Look(Keys, rotated.Json["key"]!["key"]!.GetValue<string>())).Status);
    }

    [Fact]
    public async Task A_rotation_whose_answer_was_lost_is_repeated_at_the_new_key()
    {
        var old = Id(await _api.Post(Keys, _api.Admin, """{"name":"guest"}"""));
        var lost = (await Rotate(old)).Json["key"]!["id"]!.GetValue<string>();

        var again = await Rotate(old);

        Assert.Equal((HttpStatusCode.Conflict, $"It was rotated already; rotate {lost}, which came in its place."), (again.Status, Detail(again)));
        Assert.Equal(HttpStatusCode.OK, (await Rotate(lost)).Status);
    }

    [Fact]
    public async Task What_cannot_be_rotated_says_why()
    {
        var old = Id(await _api.Post(Keys, _api.Admin, """{"name":"guest","expiresAt":"2020-01-03T13:00:00Z"}"""));
        _api.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("It expired at 2020-01-03 13:00:00Z; make a new key.", Detail(await Rotate(old)));
        Assert.Equal("not-found", (await Rotate("key_none")).Word);
    }

    [Theory]
    [InlineData("-1", "write a whole number from 0 (the old key ends at once) to 604800 (a week), or leave it out for a day.")]
    [InlineData("604801", "write a whole number from 0 (the old key ends at once) to 604800 (a week), or leave it out for a day.")]
    [InlineData("1.5", "write a whole number without quotes.")]
    [InlineData("\"60\"", "write a whole number without quotes.")]
    public async Task An_overlap_out_of_range_changes_nothing(string overlap, string sentence)
    {
        var old = await _api.Post(Keys, _api.Admin, """{"name":"guest"}""");

        Assert.Equal(sentence, (await Rotate(Id(old), $$"""{"overlapSeconds":{{overlap}}}""")).Error("overlapSeconds"));
        Assert.True(await Opens(Key(old)));
    }

    private Task<Answer> Rotate(string id, string? body = null) => _api.Post($"{Keys}/{id}/rotate", _api.Admin, body);

    private async Task<bool> Opens(string key) => (await _api.Look("/api/v1/channels", key)).Status == HttpStatusCode.OK;

    private static string Id(Answer made) => made.Json["id"]!.GetValue<string>();

    private static string Key(Answer made) => made.Json["key"]!.GetValue<string>();

    private static string Detail(Answer answer) => answer.Json["detail"]!.GetValue<string>();
}
