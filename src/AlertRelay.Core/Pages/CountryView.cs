using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Countries;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Detection;

namespace AlertRelay.Pages;

/// <summary>What every government says about one country, and what changed in the twelve months before.</summary>
/// <param name="root">As in <see cref="Page.Root"/>.</param>
internal sealed class CountryView(ChannelCatalog catalog, string root)
{
    public Page Write(CountryPicture picture, IReadOnlyList<LevelStep> history)
    {
        var said = picture.Authorities.Where(level => level.State != Knowledge.NotCovered).ToList();
        var silent = picture.Authorities.Where(level => level.State == Knowledge.NotCovered).Select(level => level.Government).ToList();
        return new Page($"{picture.Country.Name}: what governments say", Markup.Of($"""
            <h1>{picture.Country.Name}: what governments say</h1>
            <p class="soft">As it was at {AlertView.Time(picture.At)}. <a href="{root}/countries">All countries</a> ·
            <a href="{root}{RelayPages.AtomFeed}?countries={picture.Country.Code}">Alerts about it as a feed</a></p>
            <ul>{Markup.Join(CountryText.Sentences(picture).Select(sentence => Markup.Of($"<li>{sentence}</li>")))}</ul>
            {(said.Count == 0 ? Markup.Of($"<p>No government's level is known.</p>") : default)}
            <ul class="alerts">
            {Markup.Join(said.Select(Authority))}
            </ul>
            {(silent.Count == 0 ? default : Markup.Of($"<p>Nothing is said by: {string.Join(", ", silent)}.</p>"))}
            {History(history)}
            """))
        {
            Root = root,
                        Head = Markup.Join(
                Markup.Of($"<link rel=\"alternate\" type=\"application/json\" href=\"{root}/countries/{picture.Country.Code}.json\">"),
                Page.Feeds(root, $"?countries={picture.Country.Code}")),
        };
    }

    private Markup Authority(AuthorityLevel level) => Markup.Of($"""
        <li class="{CountryWords.Class(level)}">
        <h2>{level.Government}: {CountryWords.Short(level)}</h2>
        {(level.StateReason is { } reason ? Markup.Of($"<p>{TextSanitizer.Line(reason)}</p>") : default)}
        <dl>
        {(level.Whole is { } whole ? Fact("Whole country", Markup.Of($"<bdi>{CountryWords.Own(whole)}</bdi>")) : default)}
        {(level.Part is { } part ? Fact("Parts", Markup.Of($"<bdi>{CountryWords.Own(part)}</bdi>{Parts(level)}")) : default)}
        {(level.Held?.Level is { } held
            ? Fact("Awaits confirmation", Markup.Of($"<bdi>{CountryWords.Short(held.Severity)}: {CountryWords.Own(held)}</bdi>"))
            : default)}
        {(level.Since is { } since ? Fact("Known since", AlertView.Time(since)) : default)}
        {(level.PublishedAt is { } published ? Fact("Published", AlertView.Time(published)) : default)}
        {(level.LastReadAt is { } read ? Fact("Last read", AlertView.Time(read)) : default)}
        {(level.Evidence is { } evidence ? Fact("Evidence (SHA-256)", Markup.Of($"<code>{evidence.Sha256}</code>")) : default)}
        </dl>
        <p>{Official(level)}{Alert(level.Alert)}</p>
        </li>
        """);

    private static Markup Parts(AuthorityLevel level) =>
        level.Parts.Count == 0 ? default : Markup.Of($" ({string.Join(", ", level.Parts.Select(part => TextSanitizer.Line(part.Name)))})");

    private Markup Official(AuthorityLevel level) =>
        level.Link is { } link && catalog.Find(level.Channel) is { } channel && OfficialLink.Of(channel, link) == link
            ? Markup.Of($"<a href=\"{link.AbsoluteUri}\" rel=\"noopener noreferrer external\">{CardWriter.Official}</a> at {link.IdnHost}. ")
            : default;

    private Markup Alert(string? id) => id is null ? default
        : Markup.Of($"<a href=\"{root}{RelayPages.Alerts}/{Uri.EscapeDataString(id)}\">The alert that brought it there</a>.");

    private Markup History(IReadOnlyList<LevelStep> steps) => steps.Count == 0 ? default : Markup.Of($"""
        <section>
        <h2>Changes of twelve months</h2>
        <ul>
        {Markup.Join(steps.Select(Step))}
        </ul>
        </section>
        """);

    private Markup Step(LevelStep step)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"{step.Government}: from {Words(step.From)} to {Words(step.To)}");
        return step.Alert is { } alert
            ? Markup.Of($"<li>{AlertView.Time(step.At)} <a href=\"{root}{RelayPages.Alerts}/{Uri.EscapeDataString(alert)}\" dir=\"auto\">{words}</a></li>")
            : Markup.Of($"<li>{AlertView.Time(step.At)} <span dir=\"auto\">{words}</span></li>");
    }

    private static string Words(Level? level) => level is null ? "nothing"
        : level.Scope == Scope.Part ? $"parts {CountryWords.Short(level.Severity)}"
        : CountryWords.Short(level.Severity);

    private static Markup Fact(string name, Markup value) => Markup.Of($"<dt>{name}</dt><dd>{value}</dd>");
}
