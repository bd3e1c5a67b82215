using AlertRelay.Alerts;
using AlertRelay.Countries;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Layout;

namespace AlertRelay.Pages.Countries;

/// <summary>Levels and states of knowledge as pages show them: symbol, word and color, so that none of them is the only sign.</summary>
internal static class CountryWords
{
    /// <summary>The known ones, the most severe first.</summary>
    public static readonly IReadOnlyList<Severity> Severities = [Severity.Extreme, Severity.Severe, Severity.Moderate, Severity.Minor];

    public static string Symbol(Severity severity) => severity switch
    {
        Severity.Extreme => "■",
        Severity.Severe => "▲",
        Severity.Moderate => "◆",
        Severity.Minor => "●",
        _ => "?",
    };

    public static string Symbol(Knowledge state) => state switch
    {
        Knowledge.Unknown => "?",
        Knowledge.Stale => "◌",
        Knowledge.Held => "◑",
        _ => "–",
    };

    /// <summary>"▲ Severe".</summary>
    public static string Short(Severity severity) => $"{Symbol(severity)} {severity}";

    /// <summary>What is said of the whole country, and of parts only where that is more severe.</summary>
    public static string Short(AuthorityLevel level)
    {
        var whole = level.Whole is { } stated ? Short(stated.Severity) : null;
        var part = level.Part is { } partly && !(partly.Severity <= level.Whole?.Severity) ? PageText.Format(Texts.LevelOfParts, Short(partly.Severity)) : null;
        var words = string.Join(", ", new[] { whole, part }.OfType<string>());
        return level.State switch
        {
            Knowledge.Known => words,
            Knowledge.NotCovered => Symbol(level.State),
            Knowledge.Unknown => $"{Symbol(level.State)} {CountryText.Of(level.State)}",
            _ => $"{Symbol(level.State)} {CountryText.Of(level.State)}{(words.Length == 0 ? "" : $": {words}")}{Waiting(level)}",
        };
    }

    // What waits for confirmation.
    private static string Waiting(AuthorityLevel level) => level.Held is not { } held ? ""
        : " " + (held.Level is { } next ? PageText.Format(Texts.LevelWaits, Short(next.Severity)) : Texts.LevelEndWaits);

    /// <summary>Of the class that colors it. Nothing is colored as safe unless it is known.</summary>
    public static string Class(AuthorityLevel level) => level.State switch
    {
        Knowledge.Unknown => nameof(Severity.Unknown),
        Knowledge.Stale or Knowledge.NotCovered => "blank",
        _ => $"{level.Whole?.Severity ?? level.Part?.Severity ?? Severity.Unknown}",
    };

    /// <summary>A publisher's own words in one line, the sign of a level without words otherwise.</summary>
    public static string Own(Level level) => TextSanitizer.Line(level.Label ?? level.Native ?? "");
}
