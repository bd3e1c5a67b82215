using NetArchTest.Rules;

namespace AlertRelay.Tests;

/// <summary>The folders of src/AlertRelay and what each may know. docs/architecture.md shows the same table.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Telemetry"] = [],
        ["Alerts"] = [],
        ["Channels"] = ["Alerts"],
        ["Fetching"] = ["Telemetry"],
        ["Detection"] = ["Alerts", "Channels"],
        ["Subscriptions"] = ["Alerts"],
        ["Delivery"] = ["Alerts", "Subscriptions", "Telemetry"],
        ["Polling"] = ["Alerts", "Channels", "Fetching", "Detection", "Delivery", "Telemetry"],
        ["Storage"] = ["Alerts", "Channels", "Detection", "Delivery", "Fetching", "Polling", "Subscriptions"],
        ["Standalone"] = ["Polling", "Delivery"],
        ["Functions"] = ["Polling", "Delivery", "Storage", "Telemetry"],
        ["Web"] = ["Alerts", "Channels", "Fetching", "Detection", "Subscriptions", "Delivery", "Polling", "Storage"],
        ["Cli"] = ["Alerts", "Channels", "Fetching", "Detection", "Subscriptions", "Delivery", "Polling", "Storage", "Standalone", "Functions", "Web", "Telemetry"],
    };

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_knows_only_what_it_may(string folder)
    {
        var forbidden = MayUse.Keys.Except([folder, .. MayUse[folder]]).Select(other => $"AlertRelay.{other}").ToList();
        if (folder is not "Storage")
            forbidden.AddRange(["Azure.Data", "Azure.Storage", "Microsoft.Data.Sqlite"]);

        var result = Types.InAssembly(typeof(Program).Assembly)
            .That().ResideInNamespaceMatching($@"^AlertRelay\.{folder}(\.|$)")
            .ShouldNot().HaveDependencyOnAny([.. forbidden])
            .GetResult();

        Assert.True(result.IsSuccessful, $"{folder} must not use what it uses in: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void Every_folder_is_ruled()
    {
        var folders = typeof(Program).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("AlertRelay.", StringComparison.Ordinal) == true)
            .Select(type => type.Namespace!.Split('.')[1])
            .Distinct();

        Assert.Empty(folders.Except(MayUse.Keys));
    }
}
