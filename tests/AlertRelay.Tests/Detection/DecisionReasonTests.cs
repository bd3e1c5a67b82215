using System.Text.Json;
using AlertRelay.Detection;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Detection;

public sealed class DecisionReasonTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operate", "reasons.md"));

    public static TheoryData<DecisionReason> All => [.. Enum.GetValues<DecisionReason>()];

    [Theory, MemberData(nameof(All))]
    public void Each_reason_is_listed_on_the_page_about_truth(DecisionReason reason)
    {
        var code = JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());

        Assert.Contains($"| `{code}` | {reason.Text("…")} |", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_reasons_read_the_same() =>
        Assert.Equal(Enum.GetValues<DecisionReason>().Length, Enum.GetValues<DecisionReason>().Select(reason => reason.Text()).Distinct().Count());
}
