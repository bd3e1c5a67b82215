using System.Net;
using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Api;

public sealed class HeaderTests : IAsyncLifetime
{
    private const string All = "/api/v1/subscriptions";
    private const string Reserved = "the relay, or the connection, says this itself; write another name, such as 'X-Team' or 'Authorization'.";
    private const string BadName = "write a name of 1 to 100 letters, digits or hyphens, such as 'X-Team'.";
    private const string BadValue = "write 1 to 1000 printable characters of ASCII, without line breaks, and without spaces at the ends.";
    private const string Hidden = "'***' is how a value is shown; write the value itself. Earlier values are not sent to another host.";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Names_are_shown_and_values_are_not()
    {
        var made = await Post("""{"X-Team":"travel","Authorization":"Bearer sesame"}""");

        Assert.Equal((HttpStatusCode.Created, """{"Authorization":"***","X-Team":"***"}"""), (made.Status, made.Json["headers"]!.ToJsonString()));
        Assert.DoesNotContain(
            "sesame",
            (await _api.Look($"{All}/{Id(made)}", _api.Admin)).Text + (await _api.Look("/api/v1/audit", _api.Admin)).Text + _api.Log.Text,
            StringComparison.Ordinal);
        Assert.Equal("Authorization=Bearer sesame, X-Team=travel", await Kept(made));
    }

    [Theory]
    [InlineData("""{"name":"b"}""", "Authorization=Bearer sesame, X-Team=travel")]
    [InlineData("""{"headers":{"authorization":"***","X-Desk":"gulf"}}""", "Authorization=Bearer sesame, X-Desk=gulf, X-Team=travel")]
    [InlineData("""{"headers":{"X-Team":null}}""", "Authorization=Bearer sesame")]
    [InlineData("""{"headers":null}""", "")]
    [InlineData("""{"target":"https://receiver.example.org/other"}""", "Authorization=Bearer sesame, X-Team=travel")]
    [InlineData("""{"target":"https://elsewhere.example.org/","headers":null}""", "")]
    [InlineData(
        """{"target":"https://elsewhere.example.org/","headers":{"authorization":"Bearer other","x-team":"cyber"}}""",
        "Authorization=Bearer other, X-Team=cyber")]
    public async Task A_patch_keeps_what_it_does_not_name(string patch, string kept)
    {
        var made = await Post("""{"X-Team":"travel","Authorization":"Bearer sesame"}""");

        Assert.Equal(HttpStatusCode.OK, (await Patch(made, patch)).Status);
        Assert.Equal(kept, await Kept(made), ignoreCase: true);
    }

    [Theory]
    [InlineData("""{"target":"https://elsewhere.example.org/"}""", "headers.X-Team")]
    [InlineData("""{"target":"https://receiver.example.org:8443/alerts"}""", "headers.X-Team")]
    [InlineData("""{"headers":{"X-New":"***"}}""", "headers.X-New")]
    public async Task Hidden_values_are_not_taken_along_to_another_host(string patch, string field)
    {
        var made = await Post("""{"X-Team":"sesame"}""");

        Assert.Equal(Hidden, (await Patch(made, patch)).Error(field));
        Assert.Equal("X-Team=sesame", await Kept(made));
    }

    [Theory]
    [InlineData("Host", "a", Reserved)]
    [InlineData("content-length", "5", Reserved)]
    [InlineData("Content-Type", "a/b", Reserved)]
    [InlineData("Transfer-Encoding", "chunked", Reserved)]
    [InlineData("connection", "close", Reserved)]
    [InlineData("Proxy-Authorization", "a", Reserved)]
    [InlineData("Cookie", "a=b", Reserved)]
    [InlineData("webhook-id", "1", Reserved)]
    [InlineData("WebHook-Request-Origin", "a", Reserved)]
    [InlineData("ce-id", "1", Reserved)]
    [InlineData("traceparent", "a", Reserved)]
    [InlineData("user-agent", "a", Reserved)]
    [InlineData("X Team", "a", BadName)]
    [InlineData("X-Team:", "a", BadName)]
    [InlineData("X-Té", "a", BadName)]
    [InlineData("", "a", BadName)]
    [InlineData("X-Team", "", BadValue)]
    [InlineData("X-Team", " a", BadValue)]
    [InlineData("X-Team", "é", BadValue)]
    [InlineData("X-Team", "a\\r\\nX-Evil: 1", BadValue)]
    [InlineData("X-Team", "a\\nb", BadValue)]
    [InlineData("X-Team", "a\\u0000b", BadValue)]
    [InlineData("X-Team", "***", Hidden)]
    public async Task What_would_forge_or_break_a_request_is_refused(string name, string value, string sentence)
    {
        var refused = await Post($$"""{"{{name}}":"{{value}}"}""");

        Assert.Equal((HttpStatusCode.BadRequest, sentence), (refused.Status, refused.Error($"headers.{name}")));
    }

    [Theory]
    [InlineData(10, 1, "")]
    [InlineData(11, 1, "write at most 10.")]
    [InlineData(4, 1000, "")]
    [InlineData(5, 1000, "names and values may have 4096 characters in all.")]
    public async Task There_is_room_for_ten_and_4096_characters(int count, int length, string sentence)
    {
        var made = await Post("{" + string.Join(',', Enumerable.Range(0, count).Select(number => $"\"X-{number}\":\"{new string('a', length)}\"")) + "}");

        Assert.Equal(sentence, made.Json["errors"]?["headers"]?.GetValue<string>() ?? "");
    }

    [Fact]
    public async Task A_name_stands_once_and_a_chat_has_none()
    {
        Assert.StartsWith("a name stands twice;", (await Post("""{"X-Team":"a","x-team":"b"}""")).Error("headers"), StringComparison.Ordinal);
        var chat = await _api.Post(All, _api.Acme, """{"target":"https://hooks.slack.com/services/T000/B000/sesame","headers":{"X-Team":"a"}}""");
        Assert.Equal("leave them out: only plain webhooks get headers, chats and mail have their own.", chat.Error("headers"));
    }

    private Task<Answer> Post(string headers) => _api.Post(All, _api.Acme, $$"""{"target":"https://receiver.example.org/alerts","headers":{{headers}}}""");

    private Task<Answer> Patch(Answer made, string patch) => _api.Send(HttpMethod.Patch, $"{All}/{Id(made)}", _api.Acme, patch);

    private async Task<string> Kept(Answer made) => string.Join(
        ", ", (await _api.Get<ISubscriptionStore>().Find(Id(made), ApiHost.Cancellation))!.Headers.OrderBy(
            header => header.Key, StringComparer.OrdinalIgnoreCase).Select(header => $"{header.Key}={header.Value}"));

    private static string Id(Answer made) => made.Json["id"]!.GetValue<string>();
}
