using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

/// <summary>An alert as it is sent in a format.</summary>
internal static class PreviewEndpoints
{
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Get(
        string id, [AsParameters] PreviewParameters parameters, Caller caller, HttpRequest request, IAlertStore alerts, MessageFormats formats,
        CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var name = QueryReader.Of<PreviewParameters>(request.Query, errors).One(parameters.Format) ?? WebhookFormat.FormatName;
        var format = formats.Find(name);
        if (format is null)
            errors.Add("format", formats.NotKnown(name));
        if (errors.Any)
            return errors.ToProblem();
        if (await alerts.Find(id, cancellationToken) is not { } alert || !caller.MaySee(alert))
            return ProblemKind.NoSuch("alert", id);

        var message = format!.Render(alert);
        return TypedResults.Bytes(message.Body, message.ContentType);
    }
}
