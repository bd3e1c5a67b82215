using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Mail;

public sealed class MailSenderTests : IAsyncDisposable
{
    private readonly FakeMailServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_letter_goes_to_one_address_whatever_it_says_itself()
    {
        using var relay = Relay();

        await Send(relay);

        Assert.Equal(["EHLO", "MAIL FROM:<alerts@relay.example>", "RCPT TO:<duty@example.org>", "DATA"], _server.Commands.Select(WithoutParameters));
        var letter = Assert.Single(_server.Letters);
        Assert.Contains("From: AlertRelay <alerts@relay.example>\r\n", letter, StringComparison.Ordinal);
        Assert.Contains("To: duty@example.org\r\n", letter, StringComparison.Ordinal);
        Assert.Contains("Date: Fri, 10 Jan 2020 00:50:15 +0000\r\n", letter, StringComparison.Ordinal);
        Assert.Contains("Message-Id: <alt_1@relay.example>\r\n", letter, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://relay.example/u", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", letter, StringComparison.Ordinal);
        Assert.Equal(DeliveryStatus.Delivered, relay.Deliveries["alt_1", "sub_000001"]!.Status);
        Assert.Equal("2.0.0 queued as 4XyZ", Assert.Single(relay.Deliveries.AllAttempts).ResponseStart);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such user", true, 1)]
    [InlineData("RCPT", "550 5.1.2 no such domain", true, 1)]
    [InlineData("RCPT", "553 5.1.3 bad syntax", true, 1)]
    [InlineData("RCPT", "550 5.1.6 moved away", true, 1)]
    [InlineData("RCPT", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", true, 1)]
    [InlineData("RCPT", "550-5.1.1 The email account that you tried to reach does not exist.\r\n550 5.1.1 Please look for typos", true, 1)]
    [InlineData("RCPT", "550 #5.1.1 <duty@example.org> not here", true, 1)]
    [InlineData("RCPT", "550 unknown user", true, 1)]
    [InlineData("RCPT", "550 5.1.0 <policy@example.org>: recipient address unknown", true, 1)]
    [InlineData("RCPT", "550 No such mailbox here", true, 1)]
    [InlineData("RCPT", "551 user not found", true, 1)]
    [InlineData("RCPT", "550 5.2.1 mailbox disabled", false, 1)]
    [InlineData("RCPT", "550 5.1.8 sender not known", false, 1)]
    [InlineData("RCPT", "550 5.1.11 something new", false, 1)]
    [InlineData("RCPT", "550 5.7.1 no such user", false, 1)]
    [InlineData("RCPT", "550 5.7.23 SPF check failed", false, 1)]
    [InlineData("RCPT", "550 5.1.1 blocked by policy", false, 1)]
    [InlineData("RCPT", "550 SPF: user is not a valid sender", false, 1)]
    [InlineData("RCPT", "550 invalid user, listed by zen.spamhaus.org", false, 1)]
    [InlineData("RCPT", "550 client 5.1.1.9 refused", false, 1)]
    [InlineData("RCPT", "550 too many messages for this user", false, 1)]
    [InlineData("RCPT", "550 Requested action not taken", false, 1)]
    [InlineData("MAIL", "530 5.7.0 authentication required", false, 1)]
    [InlineData("RCPT", "530 5.7.1 authentication required", false, 1)]
    [InlineData("DATA", "530 5.7.0 must issue a STARTTLS command first", false, 1)]
    [InlineData("RCPT", "550 5.7.1 relaying denied", false, 1)]
    [InlineData("RCPT", "554 relay access denied", false, 1)]
    [InlineData("RCPT", "550 relaying denied", false, 1)]
    [InlineData("RCPT", "552 5.2.2 mailbox full", false, 1)]
    [InlineData("RCPT", "450 4.2.0 greylisted, come back later", false, 1)]
    [InlineData("MAIL", "451 4.3.0 try again", false, 1)]
    [InlineData("MAIL", "553 5.1.8 sender not known", false, 1)]
    [InlineData("DATA.", "554 5.6.0 not this letter", false, 2)]
    [InlineData("DATA.", "451 4.3.0 try again", false, 1)]
    [InlineData("", "421 4.3.2 closing", false, 1)]
    public async Task A_refusal_for_good_of_the_address_ends_the_subscription_and_any_other_is_tried_again(
        string command, string answer, bool ends, int attempts)
    {
        _server.Answers[command] = answer;
        using var relay = Relay();

        await Send(relay);

        Assert.Equal(ends ? SubscriptionStatus.Disabled : SubscriptionStatus.Active, relay.Subscriptions["sub_000001"].Status);
        Assert.Equal(ends ? DeliveryStatus.Dead : DeliveryStatus.Pending, relay.Deliveries["alt_1", "sub_000001"]!.Status);
        Assert.Equal(attempts, relay.Deliveries.AllAttempts.Count);
        Assert.All(relay.Deliveries.AllAttempts, attempt => Assert.Equal(int.Parse(answer[..3], null), attempt.StatusCode));
        Assert.DoesNotContain(
            "duty@",
            $"{relay.Deliveries["alt_1", "sub_000001"]} {relay.Subscriptions["sub_000001"].StatusReason} {string.Join('\n', relay.Logged)}",
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_without_a_mail_server_sends_nothing_and_says_so()
    {
        using var relay = Relay(new MailOptions());

        await Send(relay);

        Assert.Contains("must set Mail:Host", relay.Deliveries["alt_1", "sub_000001"]!.Reason, StringComparison.Ordinal);
        Assert.Empty(_server.Commands);
    }

    [Theory]
    [InlineData("235 2.7.0 welcome", DeliveryStatus.Delivered)]
    [InlineData("535 5.7.8 wrong password", DeliveryStatus.Pending)]
    public async Task A_relay_signs_in_where_it_is_told_to(string answer, DeliveryStatus status)
    {
        _server.Answers["EHLO"] = "250-mail.example.org\r\n250 AUTH PLAIN";
        _server.Answers["AUTH"] = answer;
        using var relay = Relay(
            new MailOptions { Host = "127.0.0.1", Port = _server.Port, From = "alerts@relay.example", User = "relay", Password = "sesame" });

        await Send(relay);

        Assert.Contains("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes("\0relay\0sesame")), _server.Commands);
        Assert.Equal(status, relay.Deliveries["alt_1", "sub_000001"]!.Status);
        Assert.DoesNotContain("sesame", string.Join('\n', relay.Logged), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("250 ENHANCEDSTATUSCODES")]
    [InlineData("250 STARTTLS")]
    public async Task A_server_elsewhere_must_offer_TLS_with_a_good_certificate(string offer)
    {
        _server.Answers["EHLO"] = $"250-mail.example.org\r\n{offer}";
        // "LOCALHOST" is loopback to the network and nothing special to the relay.
        using var relay = Relay(
            new MailOptions { Host = "LOCALHOST", Port = _server.Port, From = "alerts@relay.example", User = "relay", Password = "sesame" });

        await Send(relay);

        Assert.Equal("tls", Assert.Single(relay.Deliveries.AllAttempts).Error);
        Assert.Empty(_server.Letters);
        Assert.DoesNotContain(_server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_with_a_certificate_that_nobody_vouches_for_is_named_as_that()
    {
        _server.Answers["EHLO"] = "250-mail.example.org\r\n250 STARTTLS";
        using var relay = Relay(new MailOptions { Host = "LOCALHOST", Port = _server.Port, From = "alerts@relay.example" });

        await Send(relay);

        Assert.Contains("signed by itself", relay.Deliveries["alt_1", "sub_000001"]!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_no_email_is_a_failed_attempt_with_a_reason_and_the_log_names_its_kind_once()
    {
        using var relay = Relay(chat: new BrokenFormat());

        await Send(relay);
        await relay.SendEverything(Some.Alert("alt_2"));

        Assert.Equal(["unexpected", "unexpected"], relay.Deliveries.AllAttempts.Select(attempt => attempt.Error));
        Assert.StartsWith("the relay itself failed to send it (", relay.Deliveries["alt_2", "sub_000001"]!.Reason, StringComparison.Ordinal);
        Assert.Single(relay.Logged, line => line.Contains("does not expect", StringComparison.Ordinal));
    }

    [Fact]
    public void All_letters_share_the_places_of_the_one_server() =>
        Assert.Equal(ConcurrencyLimiter.HostOf(new Uri("mailto:a@one.example")), ConcurrencyLimiter.HostOf(new Uri("mailto:b@two.example")));

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        await _server.DisposeAsync();
        using var relay = Relay();

        await Send(relay);

        Assert.Equal("refused", Assert.Single(relay.Deliveries.AllAttempts).Error);
        Assert.Equal(DeliveryStatus.Pending, relay.Deliveries["alt_1", "sub_000001"]!.Status);
    }

    private static string WithoutParameters(string command) =>
        command.StartsWith("EHLO", StringComparison.Ordinal)
            ? "EHLO"
            : command[..(command.IndexOf('>', StringComparison.Ordinal) is > 0 and var end ? end + 1 : command.Length)];

    private RelayInMemory Relay(MailOptions? mail = null, IMessageFormat? chat = null) => new(
        mail: mail ?? new MailOptions { Host = "127.0.0.1", Port = _server.Port, From = "AlertRelay <alerts@relay.example>" },
        chats: [chat ?? new LetterFormat()]);

    private static async Task Send(RelayInMemory relay)
    {
        await relay.Subscribe(Some.Subscription(new Uri("mailto:duty@example.org")) with { Format = "email", Secrets = [] });
        await relay.SendEverything(Some.Alert());
    }

    private sealed class BrokenFormat : IMessageFormat
    {
        public string Name => "email";

        public Message Render(Alert alert) => new(alert.Id, "message/rfc822", ReadOnlyMemory<byte>.Empty);
    }

    private sealed class LetterFormat : IMessageFormat
    {
        public string Name => "email";

        public Message Render(Alert alert) => new(alert.Id, "message/rfc822", Encoding.UTF8.GetBytes(
            $"Message-Id: <{alert.Id}@relay.example>\r\nFrom: elsewhere@example.net\r\nTo: elsewhere@example.net, two@elsewhere.example\r\n"
            + $"Bcc: elsewhere@example.net\r\nReply-To: elsewhere@example.net\r\nSubject: {alert.Title}\r\nList-Unsubscribe: "
            + $"<https://relay.example/u>\r\n\r\n{alert.Headline}\r\n"));
    }
}
