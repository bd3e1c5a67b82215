using AlertRelay.Alerts;
using AlertRelay.Keys;
using AlertRelay.Polling;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace AlertRelay.Api.Contracts;

/// <summary>The original document behind an alert. Never served with its own type, because a publisher's page must not run under the relay's origin.</summary>
internal static class EvidenceResponse
{
    internal const string Plain = "application/octet-stream";

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Get(
        string id, Caller caller, HttpResponse response, IAlertStore alerts, IEvidenceStore evidence, CancellationToken cancellationToken)
    {
        if (await alerts.Find(id, cancellationToken) is not { } alert || !caller.MaySee(alert))
            return ProblemKind.NoSuch("alert", id);
        if (await evidence.Find(alert.Evidence.Sha256, cancellationToken) is not { } document)
            return ProblemKind.NotFound.WithDetail(
                "The document behind this alert is not kept, or not any more (Polling:KeepEvidenceFor); the alert's evidence names its address, time "
                + "and SHA-256.");

        // RFC 9530: the digest of what is sent, in base64 between colons.
        response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(document.Sha256))}:";
        response.Headers["X-Evidence-Media-Type"] = Legible(document.MediaType);
        return TypedResults.File(
            document.Body.ToArray(),
            Plain,
            $"{document.Sha256}.bin",
            lastModified: alert.Evidence.FetchedAt,
            entityTag: new EntityTagHeaderValue($"\"{document.Sha256}\""));
    }

    private static string Legible(string? mediaType) =>
        mediaType is { Length: > 0 and < 100 } type && type.All(character => char.IsAsciiLetterOrDigit(character) || "/+.-".Contains(character)) ? type : Plain;
}
