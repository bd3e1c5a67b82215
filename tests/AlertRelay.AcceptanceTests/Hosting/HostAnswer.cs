using System.Net;
using System.Text.Json;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>An answer to a call, judged by the rules of the host (docs/decisions/0002).</summary>
public sealed record HostAnswer(HttpStatusCode Status, string? MediaType, string Body)
{
    /// <summary>An empty answer, or "null", leaves the call open until the host kills the program.</summary>
    public bool Hangs => Body.Length == 0 || Body.Trim() == "null";

    public bool Succeeds => (int)Status is >= 200 and < 300 && MediaType is "application/json" or "text/json" && IsObject;

    private bool IsObject
    {
        get
        {
            try
            {
                using var parsed = JsonDocument.Parse(Body);
                return parsed.RootElement.ValueKind == JsonValueKind.Object;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }
}
