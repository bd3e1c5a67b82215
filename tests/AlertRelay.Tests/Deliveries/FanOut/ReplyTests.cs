using System.Text.Json.Nodes;
using AlertRelay.Tests.Deliveries.Fakes;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Deliveries.FanOut;

/// <summary>What is said of a notice later is a reply to what was said of it before, where the platform knows replies.</summary>
public sealed class ReplyTests : IDisposable
{
    private readonly RelayInMemory _relay = new();
    private int _posts = 40;

    public void Dispose() => _relay.Dispose();

    [Fact]
    public async Task In_Telegram_an_update_replies_to_the_last_post_of_its_notice()
    {
        await using var telegram = await Receiver.Start(Answer);
        await Subscribe(telegram);

        await _relay.SendEverything(Some.Alert("alt_1"));
        await Later(Some.Alert("alt_2") with { References = ["alt_1"] });
        await Later(Some.Alert("alt_3") with { References = ["alt_1", "alt_2"] });
        await Later(Some.Alert("alt_4") with { References = ["alt_never_sent"] });

        Assert.Equal([null, "41", "42", null], Replies(telegram));
        var reply = JsonNode.Parse(telegram.Received.ElementAt(1).Body)!;
        Assert.True((bool)reply["reply_parameters"]!["allow_sending_without_reply"]!);
        Assert.Equal("5", reply["chat_id"]!.ToString());
    }

    [Fact]
    public async Task What_was_never_posted_is_not_replied_to()
    {
        await using var telegram = await Receiver.Start(Receiver.Saying(500));
        await Subscribe(telegram);
        await _relay.SendEverything(Some.Alert("alt_1"));
        telegram.Answer = Answer;

        await Later(Some.Alert("alt_2") with { References = ["alt_1"] });

        Assert.Equal([null, null], Replies(telegram));
    }

    // A chat takes a message a second.
    private async Task Later(AlertRelay.Alerts.Alert alert)
    {
        _relay.Clock.Advance(TimeSpan.FromSeconds(3));
        await _relay.SendEverything(alert);
    }

    private Task Answer(HttpContext context)
    {
        context.Response.StatusCode = 200;
        return context.Response.WriteAsync($$"""{"ok":true,"result":{"message_id":{{++_posts}},"chat":{"id":5} } }""");
    }

    private Task Subscribe(Receiver telegram) =>
        _relay.Subscribe(Some.Subscription(telegram.At("/bot1:a/sendMessage?chat_id=5")) with { Format = "telegram", Secrets = [] });

    private static IEnumerable<string?> Replies(Receiver telegram) =>
        telegram.Received.Select(received => JsonNode.Parse(received.Body)!["reply_parameters"]?["message_id"]?.ToString());
}
