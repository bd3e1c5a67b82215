using System.Globalization;
using System.Text.RegularExpressions;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Pages;

/// <summary>
/// What a page costs: as many reads as docs/operate/console-pages.md says, however much is stored. The smaller relays already fill each list, so the
/// larger ones may not
/// cost more.
/// </summary>
public sealed partial class PageReadsTests(PageReads pages) : IClassFixture<PageReads>
{
    // An answer of a table may be split, and pages of a list that is spread over several partitions differ.
    private const int SplitAnswers = 20;

    private const int KeyOfSession = 1;

    /// <summary>It searches the history page by page, so more history costs more, up to its limit.</summary>
    private const string Search = "/silences/{subscription}";

    private static readonly Dictionary<string, int> Documented = ReadDocumentation();

    /// <summary>Pages and files of everybody and of operators, without those that only lead elsewhere.</summary>
    public static TheoryData<string> Routes =>
    [
        .. RolePages.All.Where(page => page.Operator == RolePages.Yes && page.Route.StartsWith("GET /", StringComparison.Ordinal))
            .Select(page => page.Route["GET ".Length..]),
    ];

    [Theory, MemberData(nameof(Routes))]
    public async Task A_page_makes_as_many_reads_as_is_documented_however_much_is_stored(string route)
    {
        var few = await pages.Few.Reads(route);
        var many = await pages.Many.Reads(route);

        Assert.True(
            Documented.TryGetValue(route, out var most), $"docs/operate/console-pages.md does not say what {route} reads: {few}, and with much stored {many}.");
        if (route != Search)
            Assert.Equal(few, many);
        Assert.InRange(many, 0, most + KeyOfSession);
    }

    public static TheoryData<string> RoutesWithoutSearch => [.. Routes.Select(row => row.Data).Where(route => route != Search)];

    [Theory, MemberData(nameof(RoutesWithoutSearch))]
    public async Task In_a_storage_account_a_page_makes_as_many_requests_whether_there_is_little_or_much(string route)
    {
        var few = await pages.FewInAzure.Reads(route);

        Assert.InRange(await pages.ManyInAzure.Reads(route), 0, few + SplitAnswers);
    }

    // | `/keys`, `/keys/{key}` | what it shows | 2: why |
    private static Dictionary<string, int> ReadDocumentation() =>
        (from line in File.ReadLines(Path.Combine(Repository.Root, "docs", "operate", "console-pages.md"))
         let row = Row.Match(line)
         where row.Success
         from path in Address.Matches(row.Groups["pages"].Value)
         let route = path.Groups[1].Value.Replace("{channel}", CountedRelay.Channel, StringComparison.Ordinal)
         select (Path: route, Most: int.Parse(row.Groups["most"].Value, CultureInfo.InvariantCulture)))
        .ToDictionary(each => each.Path, each => each.Most);

    [GeneratedRegex(@"^\| (?<pages>`/[^|]*) \| [^|]* \| (?<most>\d+)[^|]*\|$")]
    private static partial Regex Row { get; }

    [GeneratedRegex("`(/[^`]*)`")]
    private static partial Regex Address { get; }
}
