using System.CommandLine;
using System.Globalization;
using AlertRelay.Api.Contracts;
using AlertRelay.Composition;
using AlertRelay.Countries;
using AlertRelay.Hosting;
using Spectre.Console;

namespace AlertRelay.Commands;

/// <summary>What every government says about a country, and about all of them.</summary>
public static class CountriesCommand
{
    private static readonly Argument<string> Code = new("country") { Description = "Its ISO 3166 code of two letters, such as IQ" };
    private static readonly Option<string?> At = new("--at")
    {
        Description = "As it was at a past time; a date alone is the end of that day in UTC",
        HelpName = "TIME",
    };

    private static readonly Option<string> Output = new Option<string>("--output")
    {
        Description = "table: for people; json and csv: for programs",
        DefaultValueFactory = _ => "table",
        HelpName = "table|json|csv",
    }.AcceptOnlyFromAmong("table", "json", "csv");

    public static Command CreateCountries()
    {
        var command = new Command("countries", "Print what every government says about a country, now or at a past time") { Code, At, Output };
        command.SetAction(PrintCountry);
        return command;
    }

    public static Command CreateLevels()
    {
        var command = new Command("levels", "Print the levels of all countries, now or at a past time") { At, Output };
        command.SetAction(PrintLevels);
        return command;
    }

    private static async Task<int> PrintCountry(ParseResult parsed, CancellationToken cancellationToken)
    {
        var code = parsed.GetValue(Code)!;
        var country = CountryPictures.Find(code) ?? throw new OperatorException(CountryPictures.NoSuchCountry(code));
        await using var services = RelayHost.Parts(parsed.Configuration());
        var pictures = services.GetRequiredService<CountryPictures>();
        var picture = await pictures.Of(country, await TimeOf(parsed, pictures, cancellationToken), cancellationToken);
        switch (parsed.GetValue(Output))
        {
            case "json":
                Console.WriteLine(CountryDocument.Json(picture));
                break;
            case "csv":
                Console.Write(CountryDocument.Csv([picture]));
                break;
            default:
                PrintTable(picture);
                break;
        }

        return 0;
    }

    private static async Task<int> PrintLevels(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = RelayHost.Parts(parsed.Configuration());
        var pictures = services.GetRequiredService<CountryPictures>();
        var all = await pictures.All(await TimeOf(parsed, pictures, cancellationToken), cancellationToken);
        switch (parsed.GetValue(Output))
        {
            case "json":
                Console.WriteLine(CountryDocument.Json(all));
                break;
            case "csv":
                Console.Write(CountryDocument.Csv(all));
                break;
            default:
                PrintTable(all);
                break;
        }

        return 0;
    }

    private static async Task<DateTimeOffset?> TimeOf(ParseResult parsed, CountryPictures pictures, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(At) is not { } text)
            return null;

        var (time, problem) = await pictures.ReadTime(text, cancellationToken);
        return problem is null ? time : throw new OperatorException($"--at is \"{text}\": {problem}");
    }

    private static void PrintTable(CountryPicture picture)
    {
        Console.WriteLine($"{picture.Country.Name} ({picture.Country.Code}) at {Time(picture.At)} UTC");
        var table = new Table().AddColumns("Government", "State", "Whole country", "Parts", "Since (UTC)", "Published", "Last read (UTC)");
        foreach (var level in picture.Authorities.Where(level => level.State != Knowledge.NotCovered))
            table.AddRow(
                Cell(level.Government), Cell(State(level)), Cell(CountryText.Of(level.Whole)), Cell(CountryText.Of(level.Part)),
                Cell(Time(level.Since)), Cell(Time(level.PublishedAt)), Cell(Time(level.LastReadAt)));
        ConsoleTables.Print(table);
        var silent = picture.Authorities.Where(level => level.State == Knowledge.NotCovered).Select(level => level.Government).ToList();
        if (silent.Count > 0)
            Console.WriteLine($"Not covered by: {string.Join(", ", silent)}.");
        foreach (var line in CountryText.Sentences(picture))
            Console.WriteLine(line);
    }

    private static void PrintTable(IReadOnlyList<CountryPicture> all)
    {
        var table = new Table().AddColumns("Country", "Governments", "Lowest", "Median", "Highest", "Parts, highest", "Not counted");
        foreach (var picture in all.Where(picture => picture.Authorities.Any(level => level.State != Knowledge.NotCovered && level.Since is not null)))
            table.AddRow(
                Cell($"{picture.Country.Code} {picture.Country.Name}"), Cell($"{picture.Whole.Governments}"), Cell(CountryText.Of(picture.Whole.Lowest)),
                Cell(CountryText.Of(picture.Whole.Median)), Cell(CountryText.Of(picture.Whole.Highest)),
                Cell(CountryText.Of(picture.Parts.Highest)),
                Cell(string.Join(", ", picture.Authorities.Where(level => level.State is Knowledge.Unknown or Knowledge.Stale)
                    .Select(level => $"{level.Government} {CountryText.Of(level.State)}"))));
        if (table.Rows.Count == 0)
            Console.WriteLine("No level is known of that time.");
        else
            ConsoleTables.Print(table);
    }

    private static string State(AuthorityLevel level) =>
        level.Held is { } held
            ? $"{CountryText.Of(level.State)}: {(held.Level is { } next ? CountryText.Of(next) : "no longer listed")} waits"
            : CountryText.Of(level.State);

    private static Text Cell(string text) => new(text.ReplaceLineEndings(" "));

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
}
