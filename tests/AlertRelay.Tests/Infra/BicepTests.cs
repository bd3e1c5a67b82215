using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlertRelay.Tests.Infra;

public sealed partial class BicepTests
{
    // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
    private static readonly string[] AllowedRoles =
    [
        "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner: the host's own state
        "ba92f5b4-2d11-453d-a403-e96b0029c9fe", // Storage Blob Data Contributor: the operator
        "974c5e8b-45b9-4653-ba55-5f855dd0fb88", // Storage Queue Data Contributor
        "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", // Storage Table Data Contributor
        "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
        "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", // Key Vault Secrets Officer: the operator
        "3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher
    ];

    [Theory]
    [InlineData("main.bicep")]
    [InlineData("main.bicepparam")]
    public async Task The_linter_has_nothing_to_say(string file) =>
        Assert.Equal(new Ran(0, ""), await Bicep.Run("lint", Repository.InfraFile(file)));

    [Fact]
    public async Task The_template_compiles_without_a_word() => Assert.Equal(JsonValueKind.Object, (await Bicep.Template).ValueKind);

    [Fact]
    public async Task The_example_parameters_fit_the_template()
    {
        using var scratch = new ScratchFolder();

        var ran = await Bicep.Run("build-params", Repository.InfraFile("main.bicepparam"), "--outfile", scratch.At("parameters.json"), "--no-restore");

        Assert.Equal(new Ran(0, ""), ran);
    }

    [Fact]
    public async Task Every_parameter_is_described_and_only_the_contact_must_be_given()
    {
        var parameters = (await Bicep.Template).GetProperty("parameters").EnumerateObject().ToList();

        Assert.All(parameters, parameter => Assert.NotEqual("", parameter.Value.GetProperty("metadata").GetProperty("description").GetString()));
        Assert.Equal("contact", Assert.Single(parameters, parameter => !parameter.Value.TryGetProperty("defaultValue", out _)).Name);
    }

    [Fact]
    public async Task No_key_and_no_password_opens_anything()
    {
        var resources = await Resources();

        Assert.False(Properties(resources, "Microsoft.Storage/storageAccounts").GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(Properties(resources, "Microsoft.Storage/storageAccounts").GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.True(Properties(resources, "Microsoft.Insights/components").GetProperty("DisableLocalAuth").GetBoolean());
        Assert.True(Properties(resources, "Microsoft.OperationalInsights/workspaces").GetProperty("features").GetProperty("disableLocalAuth").GetBoolean());
        Assert.All(
            resources.Where(resource => Type(resource) == "Microsoft.Web/sites/basicPublishingCredentialsPolicies"),
            door => Assert.False(door.GetProperty("properties").GetProperty("allow").GetBoolean()));
    }

    [Fact]
    public async Task The_key_vault_cannot_be_purged_and_knows_roles_only()
    {
        var vault = Properties(await Resources(), "Microsoft.KeyVault/vaults");

        Assert.True(vault.GetProperty("enablePurgeProtection").GetBoolean());
        Assert.True(vault.GetProperty("enableRbacAuthorization").GetBoolean());
    }

    [Fact]
    public async Task The_encryption_key_comes_from_the_vault_by_reference_and_is_read_as_the_apps_own_identity()
    {
        var resources = await Resources();

        Assert.Contains(
            """
            "Security__EncryptionKey": "[format('@Microsoft.KeyVault(SecretUri={0}secrets/alertrelay-encryption)', parameters('keyVaultUri'))]"
            """,
            (await Bicep.Template).GetRawText(),
            StringComparison.Ordinal);
        Assert.Equal("[parameters('identityId')]", Properties(resources, "Microsoft.Web/sites").GetProperty("keyVaultReferenceIdentity").GetString());
    }

    [Fact]
    public async Task The_function_app_runs_the_isolated_worker_on_flex_consumption()
    {
        var resources = await Resources();
        var runtime = Properties(resources, "Microsoft.Web/sites").GetProperty("functionAppConfig").GetProperty("runtime");

        Assert.Equal("dotnet-isolated", runtime.GetProperty("name").GetString());
        Assert.Equal("10.0", runtime.GetProperty("version").GetString());
        Assert.Equal("FC1", Only(resources, "Microsoft.Web/serverfarms").GetProperty("sku").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("\"AzureWebJobsStorage\"")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("FUNCTIONS_EXTENSION_VERSION")]
    [InlineData("customHandler")]
    public async Task No_setting_is_made_that_the_plan_or_the_worker_does_not_take(string setting) =>
        Assert.DoesNotContain(setting, (await Bicep.Template).GetRawText(), StringComparison.Ordinal);

    [Fact]
    public async Task No_role_is_given_but_those_the_relay_and_its_operator_need()
    {
        var given = RoleId().Matches((await Bicep.Template).GetRawText()).Select(match => match.Value).ToHashSet();

        Assert.Equal(AllowedRoles.Order(), given.Order());
    }

    [Theory]
    [InlineData("alertrelay-fanout")]
    [InlineData("alertrelay-fanout-poison")]
    [InlineData("alertrelay-deliver")]
    [InlineData("alertrelay-deliver-poison")]
    [InlineData("alertrelaychannels")]
    [InlineData("alertrelayalerts")]
    [InlineData("alertrelaysubscriptions")]
    [InlineData("alertrelayapikeys")]
    [InlineData("alertrelaydeliveries")]
    public async Task Queues_and_tables_are_made_beforehand(string name) =>
        Assert.Contains($"\"{name}\"", (await Bicep.Template).GetRawText(), StringComparison.Ordinal);

    private static async Task<List<JsonElement>> Resources() => [.. All((await Bicep.Template).GetProperty("resources"))];

    // A module is a resource that carries a whole template.
    private static IEnumerable<JsonElement> All(JsonElement resources)
    {
        var list = resources.ValueKind == JsonValueKind.Object ? resources.EnumerateObject().Select(named => named.Value) : resources.EnumerateArray();
        return list.SelectMany(resource => Type(resource) == "Microsoft.Resources/deployments"
            ? All(resource.GetProperty("properties").GetProperty("template").GetProperty("resources"))
            : [resource]);
    }

    private static JsonElement Properties(List<JsonElement> resources, string type) => Only(resources, type).GetProperty("properties");

    // The alerts name the storage account again, as one that exists already.
    private static JsonElement Only(List<JsonElement> resources, string type) =>
        Assert.Single(resources, resource => Type(resource) == type && !resource.TryGetProperty("existing", out _));

    private static string? Type(JsonElement resource) => resource.GetProperty("type").GetString();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex RoleId();
}
