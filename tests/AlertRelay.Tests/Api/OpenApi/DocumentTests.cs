using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Tests.Infra;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace AlertRelay.Tests.Api.OpenApi;

public sealed class DocumentTests(SharedApi shared) : IClassFixture<SharedApi>
{
    // A text for machines, and health under a second address. Beside these only what is not under /api/v1 may leave itself out: pages, and the document.
    private static readonly string[] Undocumented = ["/metrics", "/api/v1/health/live", "/api/v1/health/ready"];

    private ApiHost Api => shared.Api;

    [Fact]
    public async Task The_document_in_docs_is_what_the_code_says()
    {
        var made = Encoding.UTF8.GetString(await Api.Get<ApiDocument>().Json());

        Assert.True(made == Documented.Text(), $"{Documented.File} is stale: run \"dotnet run --project src/AlertRelay -- openapi > {Documented.File}\".");
    }

    [Fact]
    public async Task Anybody_may_read_it_without_a_key()
    {
        var answer = await Api.Look(ApiDocument.Path);

        Assert.Equal(
            ("application/json", "public, max-age=3600", Documented.Text()), (answer.Headers["Content-Type"], answer.Headers["Cache-Control"], answer.Text));
    }

    [Fact]
    public void Every_route_is_in_the_document_and_nothing_else()
    {
        var routes = Endpoints().Where(IsDocumented)
            .SelectMany(
                endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [""]).Select(
                    method => (Method: method, Path: Path(endpoint))))
            .Where(route => route.Method != "HEAD")
            .Select(route => $"{route.Method} {route.Path}");

        Assert.Equal(routes.Order(), Documented.Operations.Select(operation => $"{operation.Method} {operation.Path}").Order());
    }

    [Fact]
    public void Each_operation_has_a_name_of_its_own_and_a_known_tag()
    {
        var operations = Documented.Operations.Select(each => each.Operation).ToList();
        var tags = Documented.Document["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()).ToList();

        Assert.Equal(operations.Count, operations.Select(operation => operation["operationId"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(tags.Order(), operations.Select(operation => operation["tags"]!.AsArray().Single()!.GetValue<string>()).Distinct().Order());
        Assert.All(operations.SelectMany(operation => operation["parameters"]?.AsArray() ?? []), parameter => Assert.NotNull(parameter!["description"]));
    }

    [Fact]
    public void Who_needs_a_key_is_said_of_exactly_the_routes_that_ask_for_one()
    {
        var asking = Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null).Where(IsDocumented).Select(Path).Distinct();

        var documented = Documented.Operations.Where(each => each.Operation["security"]!.AsArray().Count > 0).Select(each => each.Path);
        Assert.Equal(asking.Order(), documented.Distinct().Order());
    }

    [Fact]
    public void All_kinds_of_problems_are_answers_of_some_operation_or_of_any_address()
    {
        var types = Documented.Document["components"]!["responses"]!.AsObject()
            .SelectMany(response => response.Key.Split('.'))
            .Concat([ProblemKind.NoSuchRoute.Word, ProblemKind.MethodNotAllowed.Word])
            // Of a page.
            .Append(ProblemKind.LinkExpired.Word);

        Assert.Equal(ProblemKind.All.Select(kind => kind.Word).Order(), types.Distinct().Order());
    }

    [Fact]
    public async Task Each_operation_names_the_parameters_that_its_handler_knows()
    {
        var id = await Api.Subscribe(Api.Admin);
        foreach (var (path, method, operation) in Documented.Operations.Where(
            each => QueryOf(each.Operation).Any() && !each.Path.EndsWith("/confirm", StringComparison.Ordinal)))
        {
            var address = path.Replace("channels/{id}", "channels/us-cisa-kev", StringComparison.Ordinal)
                .Replace("{id}", id, StringComparison.Ordinal)
                .Replace("{key}", "k", StringComparison.Ordinal);

            var refused = await Api.Send(new HttpMethod(method), $"{address}?nonsense=1", Api.Admin);

            Assert.Equal($"is unknown; write one of: {string.Join(", ", QueryOf(operation))}.", refused.Error("nonsense"));
        }
    }

    [Fact]
    public async Task Redocly_finds_no_error_in_it()
    {
        var npm = System.IO.Path.Combine(Repository.Root, "tests", "npm");
        var ran = await new Tool("node").Run(
            System.IO.Path.Combine(npm, "node_modules", "@redocly", "cli", "bin", "cli.js"), "lint",
            System.IO.Path.Combine(Repository.Root, Documented.File), "--config", System.IO.Path.Combine(npm, "redocly.yaml"));

        Assert.True(ran.ExitCode == 0, ran.Said);
    }

    [Fact]
    public async Task A_client_generated_from_it_compiles_and_works()
    {
        var npm = System.IO.Path.Combine(Repository.Root, "tests", "npm");
        var folder = Directory.CreateTempSubdirectory("alertrelay-client-");
        try
        {
            var ran = await new Tool("node").Run(
                System.IO.Path.Combine(npm, "client.mjs"), System.IO.Path.Combine(Repository.Root, Documented.File), folder.FullName,
                Api.Client.BaseAddress!.ToString(), Api.Admin);

            Assert.True(ran.ExitCode == 0, ran.Said);
            Assert.Contains("created, read, changed, listed and deleted a subscription", ran.Said, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void No_enum_holds_null()
    {
        Assert.DoesNotContain("null", Enums(Documented.Document));
        Assert.NotEmpty(Enums(Documented.Document));

        static IEnumerable<string> Enums(JsonNode? node) => node switch
        {
            JsonObject members => members
                .Where(member => member.Key == "enum")
                .SelectMany(member => member.Value!.AsArray().Select(word => word?.ToString() ?? "null"))
                .Concat(members.SelectMany(member => Enums(member.Value))),
            JsonArray items => items.SelectMany(Enums),
            _ => [],
        };
    }

    [Fact]
    public async Task Others_code_finds_no_fault_in_it_and_its_examples_fit_its_schemas()
    {
        var ran = await new Tool("node").Run(
            System.IO.Path.Combine(Repository.Root, "tests", "npm", "openapi.mjs"), System.IO.Path.Combine(Repository.Root, Documented.File));

        Assert.True(ran.ExitCode == 0, ran.Said);
        Assert.Contains(", 0 faults", ran.Said, StringComparison.Ordinal);
    }

    private static IEnumerable<string> QueryOf(JsonNode operation) =>
        (operation["parameters"]?.AsArray() ?? []).Where(parameter => parameter!["in"]!.GetValue<string>() == "query").Select(
            parameter => parameter!["name"]!.GetValue<string>());

    private IEnumerable<RouteEndpoint> Endpoints() => Api.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static bool IsDocumented(RouteEndpoint endpoint) =>
        !Undocumented.Contains(Path(endpoint))
        && (Path(endpoint).StartsWith("/api/", StringComparison.Ordinal)
            || endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true);

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Replace("**", "", StringComparison.Ordinal).Trim('/');
}
