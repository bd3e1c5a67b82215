using System.Net;
using System.Text.Json.Nodes;
using AlertRelay.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace AlertRelay.Tests.Api;

public sealed class UnavailableTests
{
    // The function app registers nothing of the API then.
    [Fact]
    public async Task A_relay_with_wrong_settings_answers_with_a_problem_without_the_services_of_the_API()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.UseUnavailable();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var response = await client.GetAsync(new Uri("/api/v1/alerts", UriKind.Relative), TestContext.Current.CancellationToken);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(["type", "title", "status", "detail"], problem.Select(member => member.Key));
        Assert.Equal("https://alertrelay.org/problems/unavailable", problem["type"]!.GetValue<string>());
    }
}
