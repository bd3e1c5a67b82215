using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Chats.Telegram;

namespace AlertRelay.Tests.Deliveries.Chats;

public sealed class FormatChoiceTests
{
    [Theory]
    [InlineData("https://hooks.slack.com/services/T000/B000/XXXX", "slack")]
    [InlineData("https://HOOKS.slack.com/services/T000/B000/XXXX", "slack")]
    [InlineData(
        "https://prod-07.westeurope.logic.azure.com:443/workflows/abc/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers&sv=1.0&sig=x",
        "teams")]
    [InlineData(
        "https://default0.1.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/abc/triggers/manual/paths/invoke?api-version=1&sig=x",
        "teams")]
    [InlineData("https://discord.com/api/webhooks/123/token", "discord")]
    [InlineData("https://discordapp.com/api/v10/webhooks/123/token?thread_id=7", "discord")]
    [InlineData("https://chat.googleapis.com/v1/spaces/AAAA/messages?key=k&token=t", "google-chat")]
    [InlineData("https://api.telegram.org/bot1:a/sendMessage?chat_id=-100", "telegram")]
    [InlineData("https://webexapis.com/v1/webhooks/incoming/abc", "webex")]
    [InlineData("https://ntfy.sh/my_alerts-1", "ntfy")]
    [InlineData("https://events.pagerduty.com/v2/enqueue?routing_key=abc", "pagerduty")]
    [InlineData("https://events.eu.pagerduty.com/v2/enqueue?routing_key=abc", "pagerduty")]
    [InlineData("mailto:duty@example.org", "email")]
    [InlineData("https://chat.example.org/hooks/abc", "webhook")]
    [InlineData("https://chat.example.org/hooks/abc/def", "webhook")]
    [InlineData("https://hooks.slack.com.example.org/services/T000/B000/XXXX", "webhook")]
    [InlineData("https://example.org/?next=https://hooks.slack.com/services/T000", "webhook")]
    [InlineData("https://prod-01.usgovvirginia.logic.azure.us/workflows/abc/triggers/manual/paths/invoke?sig=x", "teams")]
    [InlineData("https://default0.1.environment.api.gov.powerplatform.microsoft.us/powerautomate/automations/direct/workflows/abc/triggers/x?sig=x", "teams")]
    [InlineData("https://prod-01.chinaeast2.logic.azure.cn/workflows/abc/triggers/manual/paths/invoke?sig=x", "teams")]
    [InlineData("https://webhook.office.com.example.org/webhookb2/x", "webhook")]
    public void A_target_alone_tells_its_format(string target, string format) =>
        Assert.Equal(new FormatChoice(format), FormatChoice.Of(new Uri(target), null));

    [Theory]
    [InlineData("https://hooks.slack.com/apps")]
    [InlineData("https://discord.com/channels/1/2")]
    [InlineData("https://chat.googleapis.com/v1/spaces/AAAA/messages")]
    [InlineData("https://api.telegram.org/bot1:a/sendMessage")]
    [InlineData("https://events.pagerduty.com/v2/enqueue")]
    [InlineData("https://prod-07.westeurope.logic.azure.com/workflows/abc/triggers/manual/paths/invoke")]
    [InlineData("https://prod-07.westeurope.logic.azure.com/other")]
    [InlineData("https://ntfy.sh/a/b")]
    public void Half_of_a_chats_URL_is_no_webhook(string target) =>
        Assert.Contains("looks like https://", FormatChoice.Of(new Uri(target), null).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://chat.example.org/hooks/abc", "mattermost")]
    [InlineData("https://example.org/chat/hooks/abc", "mattermost")]
    [InlineData("https://chat.example.org/hooks/abc/def", "rocket-chat")]
    [InlineData("https://ntfy.example.org/alerts", "ntfy")]
    [InlineData("https://bots.example.org/bot1:a/sendMessage?chat_id=5", "telegram")]
    [InlineData("https://proxy.example.org/to-slack", "slack")]
    [InlineData("https://hooks.slack.com/services/T000/B000/XXXX", "slack")]
    [InlineData("https://prod-07.westeurope.logic.azure.com/workflows/abc?sig=x", "webhook")]
    [InlineData("https://prod-07.westeurope.logic.azure.com/other", "webhook")]
    [InlineData("https://ntfy.sh/alerts", "webhook")]
    [InlineData("https://example.org/alerts", "webhook")]
    [InlineData("https://example.org/alerts", "of-tomorrow")]
    public void An_owner_who_names_a_format_that_fits_gets_it(string target, string format) =>
        Assert.Equal(new FormatChoice(format), FormatChoice.Of(new Uri(target), format));

    [Theory]
    [InlineData(
        "https://hooks.slack.com/services/T000/B000/XXXX",
        "discord",
        "is one of Slack, which does not take the format 'discord'; leave 'format' out, or write 'slack'.")]
    [InlineData(
        "https://discord.com/api/webhooks/123/token",
        "webhook",
        "is one of Discord, which does not take the format 'webhook'; leave 'format' out, or write 'discord'.")]
    [InlineData("mailto:duty@example.org", "slack", "is one of e-mail, which does not take the format 'slack'; leave 'format' out, or write 'email'.")]
    [InlineData("https://example.org/alerts", "email", "a target of e-mail looks like mailto:duty@example.org; copy it whole.")]
    [InlineData("https://example.org/alerts", "mattermost", "a target of Mattermost looks like https://chat.example.org/hooks/…; copy it whole.")]
    [InlineData("https://hooks.slack.com/apps", "slack", "a target of Slack looks like https://hooks.slack.com/services/T…/B…/…; copy it whole.")]
    [InlineData(
        "https://bots.example.org/bot1:a/sendMessage",
        "telegram",
        "a target of Telegram looks like https://api.telegram.org/bot…/sendMessage?chat_id=…; copy it whole.")]
    public void A_format_that_contradicts_the_target_is_refused_with_what_to_write(string target, string format, string sentence) =>
        Assert.EndsWith(sentence, FormatChoice.Of(new Uri(target), format).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "https://api.telegram.org/bot1:a/sendMessage?chat_id=5&message_thread_id=2",
        "telegram",
        "https://api.telegram.org/bot1:a/sendMessage?message_thread_id=2")]
    [InlineData("https://events.pagerduty.com/v2/enqueue?routing_key=abc", "pagerduty", "https://events.pagerduty.com/v2/enqueue")]
    [InlineData("https://discord.com/api/webhooks/1/t?thread_id=7", "discord", "https://discord.com/api/webhooks/1/t?thread_id=7&wait=true")]
    [InlineData("https://discord.com/api/webhooks/1/t?wait=false", "discord", "https://discord.com/api/webhooks/1/t?wait=true")]
    [InlineData(
        "https://p.logic.azure.com/workflows/a?sp=%2Ftriggers%2Fmanual&sig=a%2Bb",
        "teams",
        "https://p.logic.azure.com/workflows/a?sp=%2Ftriggers%2Fmanual&sig=a%2Bb")]
    public void A_message_is_posted_where_the_platform_wants_it(string target, string format, string address) =>
        Assert.Equal(address, ChatPlatforms.Of(format)!.PostUrl(new Uri(target)).AbsoluteUri);

    [Theory]
    [InlineData("https://contoso.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d", null)]
    [InlineData("https://contoso.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d", "webhook")]
    [InlineData("https://outlook.office.com/webhook/a@b/IncomingWebhook/c/d", "teams")]
    public void An_old_connector_is_refused_with_what_to_use_whatever_the_format(string target, string? named)
    {
        Assert.Contains("make a workflow in Teams", FormatChoice.Of(new Uri(target), named).Error, StringComparison.Ordinal);
        Assert.True(ChatPlatforms.IsTarget(new Uri(target)));
    }

    [Theory]
    [InlineData("https://prod-07.westeurope.logic.azure.com/other?sig=x", true)]
    [InlineData("https://prod-07.westeurope.logic.azure.com/workflows/abc?sig=x", true)]
    [InlineData("https://example.org/alerts", false)]
    public void A_URL_at_a_platforms_host_is_shown_to_nobody(string target, bool isSecret) => Assert.Equal(isSecret, ChatPlatforms.IsTarget(new Uri(target)));

    [Fact]
    public void A_chat_that_moved_is_reached_under_its_new_id() =>
        Assert.Equal(
            "https://api.telegram.org/bot1:a/sendMessage?chat_id=-1007&message_thread_id=2",
            TelegramPlatform.Platform.MovedTarget(new Uri("https://api.telegram.org/bot1:a/sendMessage?chat_id=-7&message_thread_id=2"), "-1007").AbsoluteUri);
}
