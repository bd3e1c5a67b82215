using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AlertRelay.Api.Endpoints;

namespace AlertRelay.Tests.Api.OpenApi;

/// <summary>
/// What the document shows is sent to the real API. That the answer is one of the documented ones, <see cref="ApiHost"/> checks of every
/// answer.
/// </summary>
public sealed partial class ExampleTests
{
    public static TheoryData<string, string> Examples =>
        [
            .. Documented.Operations.SelectMany(
                each => ExamplesOf(each.Operation).Select(example => (each.Operation["operationId"]!.GetValue<string>(), example.Key))),
        ];

    [Theory, MemberData(nameof(Examples))]
    public async Task A_body_that_the_document_shows_is_taken(string operationId, string example)
    {
        await using var api = await ApiHost.Start();
        var (path, method, operation) = Documented.Operations.Single(each => each.Operation["operationId"]!.GetValue<string>() == operationId);
        var id = path.Contains("/channels/", StringComparison.Ordinal) ? "uk-fcdo-travel"
            : path.Contains("/keys/", StringComparison.Ordinal) ? await AnyKey(api)
            : await api.Subscribe(api.Admin, """{"target":"https://receiver.example.org/of-the-test"}""");
        var body = ExamplesOf(operation).Single(each => each.Key == example).Value!["value"]!.ToJsonString();

        var answer = await api.Send(new HttpMethod(method), path.Replace("{id}", id, StringComparison.Ordinal), api.Admin, body);

        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Text);
    }

    [Theory, MemberData(nameof(Examples))]
    public async Task Half_a_character_in_any_text_of_it_is_refused(string operationId, string example)
    {
        await using var api = await ApiHost.Start();
        var (path, method, operation) = Documented.Operations.Single(each => each.Operation["operationId"]!.GetValue<string>() == operationId);
        var address = path.Replace("{id}", path.Contains("/keys/", StringComparison.Ordinal) ? await AnyKey(api) : await api.Subscribe(api.Admin),
            StringComparison.Ordinal);
        var body = ExamplesOf(operation).Single(each => each.Key == example).Value!["value"]!.ToJsonString();

        foreach (Match text in Texts().Matches(body))
        {
            var broken = body.Insert(text.Index + 1, @"\ud83d");
            Assert.Equal((HttpStatusCode.BadRequest, broken), ((await api.Send(new HttpMethod(method), address, api.Admin, broken)).Status, broken));
        }
    }

    // Names of members too.
    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Texts();

    [Fact]
    public void Every_operation_that_reads_a_body_shows_one()
    {
        Assert.All(Documented.Operations.Where(each => each.Operation["requestBody"] is not null), each => Assert.NotEmpty(ExamplesOf(each.Operation)));
        Assert.NotEmpty(Examples);
    }

    [Fact]
    public void Every_body_in_JSON_has_examples_and_they_fit_its_schema()
    {
        var bodies = Documented.Bodies.Where(body => body.MediaType.EndsWith("json", StringComparison.Ordinal)).DistinctBy(body => body.Place).ToList();

        Assert.True(bodies.Count > 60);
        Assert.Empty(
            from body in bodies.Where(body => body.MediaType != AuditExport.MediaType)
            let examples = ValuesOf(body.Body)
            where examples.Count == 0
            select $"{body.Place}: chain .WithResponseExample or .WithRequestExamples to the route");
        Assert.Empty(
            from body in bodies
            where body.Body["schema"] is not null
            from example in ValuesOf(body.Body)
            let complaint = AnswerCheck.Complaint($"{body.Place}/schema", example)
            where complaint is not null
            select $"{body.Place}: {complaint}");
    }

    private static List<JsonNode?> ValuesOf(JsonNode body) =>
        [.. body["examples"]?.AsObject().Select(example => example.Value!["value"]) ?? [], .. body["example"] is { } one ? [one] : Array.Empty<JsonNode>()];

    private static async Task<string> AnyKey(ApiHost api) =>
        (await api.Post("/api/v1/keys", api.Admin, """{"name":"of the test"}""")).Json["id"]!.GetValue<string>();

    private static JsonObject ExamplesOf(JsonNode operation) =>
        operation["requestBody"]?["content"]?.AsObject().First().Value!["examples"]?.AsObject() ?? [];
}
