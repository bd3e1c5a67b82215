using System.Reflection;
using AlertRelay.Alerts;
using NetArchTest.Rules;

namespace AlertRelay.Tests;

/// <summary>The folders of src/AlertRelay.Core and what each may know. docs/build/architecture.md shows the same table.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Core = typeof(Alert).Assembly, Server = typeof(Program).Assembly;

    private static readonly string[] Domain =
    [
        "Alerts", "Auditing", "Channels", "Clusters", "Deliveries", "Detection", "Fetching", "Keys", "Networking", "Observability", "Polling", "Subscriptions",
    ];

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Alerts"] = [],
        ["Auditing"] = ["Alerts", "Subscriptions"],
        ["Networking"] = [],
        ["Observability"] = [],
        ["Channels"] = ["Alerts"],
        ["Clusters"] = ["Alerts", "Channels"],
        ["Detection"] = ["Alerts", "Channels"],
        ["Fetching"] = ["Channels", "Networking", "Observability"],
        ["Subscriptions"] = ["Alerts"],
        ["Keys"] = ["Alerts", "Auditing"],
        ["Deliveries"] = ["Alerts", "Auditing", "Networking", "Observability", "Subscriptions"],
        ["Polling"] = ["Alerts", "Channels", "Clusters", "Deliveries", "Detection", "Fetching", "Observability"],
        ["Maintenance"] = Domain,
        ["Storage"] = Domain,
        ["Diagnostics"] = [.. Domain, "Storage"],
        ["Countries"] = ["Alerts", "Channels", "Detection", "Polling"],
        ["Registration"] = [.. Domain, "Api.Contracts"],
        ["Feeds"] = ["Alerts", "Api", "Channels", "Deliveries", "Pages", "Subscriptions"],
        ["Api"] = [.. Domain, "Countries", "Diagnostics", "Feeds", "Maintenance", "Pages", "Registration", "Storage"],
        ["Pages"] = [.. Domain, "Api", "Countries", "Diagnostics", "Registration", "Storage"],
        ["Composition"] = [.. Domain, "Api", "Countries", "Diagnostics", "Feeds", "Maintenance", "Pages", "Registration", "Storage"],
    };

    private static readonly string[] Databases = ["Azure.Data", "Azure.Storage", "Microsoft.Data.Sqlite"];

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_knows_only_what_it_may(string folder)
    {
        var mayUse = MayUse[folder];
        var forbidden = MayUse.Keys.Except([folder, .. mayUse]).Select(other => $"AlertRelay.{other}").ToList();
        if (mayUse.Contains("Api.Contracts"))
        {
            forbidden.Remove("AlertRelay.Api");
            forbidden.AddRange(["AlertRelay.Api.Endpoints", "AlertRelay.Api.OpenApi"]);
        }

        if (folder is not "Storage")
            forbidden.AddRange(Databases);

        var result = Types.InAssembly(Core)
            .That().ResideInNamespaceMatching($@"^AlertRelay\.{folder}(\.|$)")
            .ShouldNot().HaveDependencyOnAny([.. forbidden])
            .GetResult();

        Assert.True(result.IsSuccessful, $"{folder} must not use what it uses in: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void What_every_folder_may_use_knows_no_folder()
    {
        var result = Types.InAssembly(Core)
            .That().ResideInNamespaceMatching("^AlertRelay$")
            .ShouldNot().HaveDependencyOnAny([.. MayUse.Keys.Select(folder => $"AlertRelay.{folder}"), .. Databases])
            .GetResult();

        Assert.True(result.IsSuccessful, $"these know a folder: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void Every_folder_is_ruled() => Assert.Empty(Folders_of(Core).Except(MayUse.Keys));

    [Fact]
    public void The_library_knows_neither_program() =>
        Assert.Empty(Core.GetReferencedAssemblies().Select(assembly => assembly.Name).Intersect(["AlertRelay", "AlertRelay.Functions"]));

    [Fact]
    public void The_server_has_two_folders_and_no_database_of_its_own()
    {
        Assert.Empty(Folders_of(Server).Except(["Commands", "Hosting"]));
        var loops = Types.InAssembly(Server)
            .That()
            .ResideInNamespaceMatching(@"^AlertRelay\.Hosting(\.|$)")
            .ShouldNot()
            .HaveDependencyOnAny("AlertRelay.Commands")
            .GetResult();
        Assert.True(loops.IsSuccessful, $"Hosting must not use what it uses in: {string.Join(", ", loops.FailingTypeNames ?? [])}");
    }

    private static IEnumerable<string> Folders_of(Assembly assembly) => assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("AlertRelay.", StringComparison.Ordinal) == true)
        .Select(type => type.Namespace!.Split('.')[1])
        .Distinct();
}
