using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Detection;

namespace AlertRelay.Pages.Alerts;

/// <summary>What pages and feeds say of an alert in the same way.</summary>
internal static partial class AlertText
{
    private const int MaxFact = 2_000;

    public static readonly CardWriter Cards = new(relay: null) { MaxValue = MaxFact };

    /// <summary>The address of an alert's page, or with <see cref="RelayPages.Json"/> or <see cref="RelayPages.Cap"/> of its file.</summary>
    public static string Path(string id, string form = "") => $"{RelayPages.Alerts}/{Uri.EscapeDataString(id)}{form}";

    public static string LevelOf(Severity severity) => severity == Severity.Unknown ? Texts.NoLevelKnown : severity.ToString();

    /// <summary>The publisher's own words for a level in one line; empty if it has none.</summary>
    public static string OwnLevel(Level level) =>
        level.IsKnown || level.Native is null ? TextSanitizer.Line(level.Label ?? "") : Texts.LevelNotReadable;

    // Stored links may be from before the catalogue listed hosts.
    public static Uri? OfficialPage(ChannelCatalog catalog, Alert alert, Card card) =>
        card.Links.FirstOrDefault(link => link.Text == CardWriter.Official) is { Url: var page }
            && catalog.FindAlsoFormer(alert.Channel) is { } channel
            && OfficialLink.Of(channel, page) == page
            ? page
            : null;

    /// <summary>"" means unknown (HTML, "The lang and xml:lang attributes").</summary>
    public static string LanguageOf(string language) => LanguageTag.IsMatch(language) ? language : "";

    // As far as BCP 47 is needed.
    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z")]
    private static partial Regex LanguageTag { get; }
}
