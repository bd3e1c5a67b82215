namespace AlertRelay.Pages;

/// <summary>A page that an email links to: a sentence or two, and perhaps one button.</summary>
/// <param name="Words">Plain text.</param>
/// <param name="Button">Its label; null for none.</param>
internal sealed record EmailLinkPage(string Title, string Words, string? Button = null)
{
    // The form goes to the page's own address, which holds the token. The field is RFC 8058's; whoever confirms does not mind it.
    public Page Write() => new(Title, Markup.Of($"""
        <h1>{Title}</h1>
        <p>{Words}</p>
        {(Button is null
            ? default
            : Markup.Of(
                $"<form method=\"post\"><input type=\"hidden\" name=\"List-Unsubscribe\" value=\"One-Click\">"
                + $"<button type=\"submit\">{Button}</button></form>"))}
        """));
}

internal static class EmailLinkPages
{
    public static readonly EmailLinkPage AskToConfirm = new(
        "Alerts for your address", "Somebody asked this relay to send alerts of official notices to this email address. Nothing is sent "
        + "before you agree.", "Yes, send me alerts");

    public static readonly EmailLinkPage Confirmed = new("Confirmed", "Alerts are sent to your address from now on. Each email says how to unsubscribe.");

    public static readonly EmailLinkPage ConfirmedBefore = new(
        "Already confirmed", "This link was used before, and your address is confirmed. There is nothing more to do.");

    public static readonly EmailLinkPage ConfirmationExpired = new(
        "This link is too old", "A link confirms for 24 hours. Whoever registered your address can have another email sent.");

    public static readonly EmailLinkPage UnknownConfirmation = new(
        "This link is not known", "It may have been copied only in part, a newer email may have replaced it, or the address was confirmed in "
        + "another way.");

    public static readonly EmailLinkPage AskToLeave = new(
        "Unsubscribe?", "The alerts that brought you here are then no longer sent to your address.", "Unsubscribe");

    public static readonly EmailLinkPage Left = new(
        "Unsubscribed", "These alerts are no longer sent to your address. They begin again only if you confirm it again.");

    public static readonly EmailLinkPage UnknownWayOut = new(
        "This link is not known", "It may have been copied only in part. Every email has the whole link at its end.");
}
