using AlertRelay.Networking;

namespace AlertRelay.Deliveries.Chats;

/// <summary>RFC 5321: a mail server answers with codes of its own, which <see cref="Mail.MailSender"/> reads.</summary>
internal static class EmailPlatform
{
    public static readonly ChatPlatform Platform = new()
    {
        Name = "email",
        Title = "e-mail",
        Example = "mailto:duty@example.org",
        IsWhole = target => MailTarget.AddressOf(target) is not null,
        Posting = answer => answer.Status is >= 200 and < 300 ? PostAcceptance.Accepted : PostAcceptance.No,
    };
}
