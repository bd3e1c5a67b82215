using System.CommandLine;
using System.Text.Json;
using AlertRelay.Composition;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Observability;

namespace AlertRelay.Commands;

/// <summary>A test receiver: prints deliveries and verifies their signatures.</summary>
public static class ListenCommand
{
    private const int DefaultPort = 7072;
    private const int MaxBytes = 1_000_000;

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port on localhost; 0 takes a free one",
        DefaultValueFactory = _ => DefaultPort,
        HelpName = "N",
    };
    private static readonly Option<string?> Secret = new("--secret")
    {
        Description = "The subscription's secret (whsec_...); without it signatures are not checked",
        HelpName = "SECRET",
    };

    public static Command Create()
    {
        var command = new Command("listen", "Receive webhooks on this machine, verify and print them") { Port, Secret };
        command.SetAction(Listen);
        return command;
    }

    /// <param name="received">Called with each delivery: the result of the signature check, and the body.</param>
    public static WebApplication Build(int port, Func<string?> secret, TimeProvider time, Action<string, JsonElement> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBytes);
        var app = builder.Build();
        app.MapPost("/{**path}", (HttpRequest request) => Receive(request, secret(), time, received));
        return app;
    }

    private static async Task<int> Listen(ParseResult parsed, CancellationToken cancellationToken)
    {
        var secret = parsed.GetValue(Secret);
        if (secret is not null && SigningSecrets.Check(secret) is not null)
            throw new OperatorException("--secret must be whsec_ and 24 to 64 bytes in base64, as the relay showed it when the subscription was made.");

        await using var app = Build(parsed.GetValue(Port), () => secret, TimeProvider.System, Print);
        await app.StartAsync(cancellationToken);
        Console.WriteLine(
            $"Listening on {app.Urls.First()}/ for webhooks{(secret is null ? "; without --secret signatures are not checked" : "")}. Press Ctrl+C to stop.");
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static async Task<IResult> Receive(HttpRequest request, string? secret, TimeProvider time, Action<string, JsonElement> received)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer);
        try
        {
            using var body = JsonDocument.Parse(buffer.ToArray());
            var verdict = secret is null ? null : Verify(request, buffer.ToArray(), secret, time);
            var wrong = (verdict as SignatureVerdict.Invalid)?.Reason;
            if (wrong is null && Text(body.RootElement, "type") == VerificationChallenge.Type)
                return Answered(body.RootElement);

            received(verdict is null ? "signature not checked" : wrong is null ? "signature holds" : $"SIGNATURE IS WRONG: {wrong}", body.RootElement);
            return wrong is null ? Results.NoContent() : Results.Unauthorized();
        }
        catch (JsonException)
        {
            return Results.BadRequest();
        }
    }

    // Opts in to deliveries.
    private static IResult Answered(JsonElement body)
    {
        Console.WriteLine($"{VerificationChallenge.Type} of {OneLine(body, "subject") ?? "an unnamed subscription"}: answered");
        return Results.Text(Data(body) is { } data ? Text(data, VerificationChallenge.Token) : null);
    }

    private static SignatureVerdict Verify(HttpRequest request, byte[] body, string secret, TimeProvider time)
    {
        string? Header(string name) => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
        var headers = new SignatureHeaders(
            Header(WebhookSignature.IdHeader), Header(WebhookSignature.TimestampHeader), Header(WebhookSignature.SignatureHeader));
        return WebhookSignature.Verify(secret, headers, body, time.GetUtcNow());
    }

    private static void Print(string verdict, JsonElement body)
    {
        var type = OneLine(body, "type");
        var headline = Data(body) is { } data && OneLine(data, "headline") is { } words ? words + " " : "";
        Console.WriteLine($"{type ?? "(no CloudEvent)"} {headline}[{verdict}, id {OneLine(body, "id") ?? "missing"}]");
    }

    private static JsonElement? Data(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("data", out var data) ? data : null;

    // In one line without control characters, because the body is untrusted.
    private static string? OneLine(JsonElement element, string name) => Text(element, name) is { } text ? PlainText.OneLine(text) : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
