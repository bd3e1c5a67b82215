using System.Net;
using System.Text.Json;
using AlertRelay.Deliveries.Verification;

namespace AlertRelay.Tests.Api;

/// <summary>
/// Answers every request in the place of the internet; what the hosts are called says how. All but those called "mute" say that they want
/// alerts.
/// </summary>
public sealed class Receiver : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Host;
        if (request.Method == HttpMethod.Options)
            return Answer(HttpStatusCode.MethodNotAllowed);

        if (!request.Headers.Contains("webhook-signature"))
            return Answer(HttpStatusCode.Unauthorized);

        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        if (body.RootElement.GetProperty("type").GetString() == VerificationChallenge.Type)
            return host.StartsWith("mute", StringComparison.Ordinal)
                ? Answer(HttpStatusCode.NoContent)
                : Answer(HttpStatusCode.OK, body.RootElement.GetProperty("data").GetProperty(VerificationChallenge.Token).GetString()!);

        return host.StartsWith("busy", StringComparison.Ordinal)
            ? Answer(HttpStatusCode.ServiceUnavailable, "come back later")
            : Answer(HttpStatusCode.NoContent);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string text = "") => new(status) { Content = new StringContent(text) };
}
