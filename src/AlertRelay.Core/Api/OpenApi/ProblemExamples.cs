using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AlertRelay.Api.OpenApi;

/// <summary>A problem of each kind that an operation can return, as a caller gets it. A test provokes most of them and compares.</summary>
internal static class ProblemExamples
{
    /// <param name="options">Of the server, which write real problems too.</param>
    public static JsonNode Json(ProblemKind kind, JsonSerializerOptions options)
    {
        var problem = Of(kind).ProblemDetails;
        // It is sent as a header.
        problem.Extensions.Remove(ProblemKind.RetryAfter);
        return JsonSerializer.SerializeToNode(problem, (JsonTypeInfo<ProblemDetails>)options.GetTypeInfo(typeof(ProblemDetails)))!;
    }

    public static ProblemHttpResult Of(ProblemKind kind) => kind.Word switch
    {
        "invalid-json" => kind.WithDetail("The body stops being JSON at line 1, byte 9."),
        "invalid-request" => Invalid(),
        "missing-key" => kind.WithDetail(KeyAuthentication.WriteThis),
        "invalid-key" => kind.WithDetail($"This relay does not know this key; it may have been revoked. {KeyAuthentication.WriteThis}"),
        "forbidden" => kind.WithDetail("This needs a key of the role admin."),
        "not-found" => ProblemKind.NoSuch("subscription", SubscriptionExamples.Id),
        "conflict" => RecoveryEndpoints.NotActive(SubscriptionExamples.Stored()),
        "duplicate-subscription" => SubscriptionRegistration.Duplicate(SubscriptionExamples.Id),
        "too-many-subscriptions" => SubscriptionRegistration.TooMany(SubscriptionExamples.Tenant, 1000),
        "version-mismatch" => EntityTag.Mismatch(7),
        "too-large" => kind.WithDetail($"The body is larger than {ApiLimits.BodyBytes / 1024} KB."),
        "unsupported-media-type" => kind.WithDetail("Send JSON that is not compressed, with the header 'Content-Type: application/json'."),
        "idempotency-key-reused" => IdempotencyKey.Reused,
        "test-post-refused" => kind.WithDetail("Slack did not take the test post, so nothing was changed or kept: answered HTTP 500."),
        "too-many-tries" => TargetVerification.TooMany(ChannelExamples.Now.AddHours(1), ChannelExamples.Now),
        "too-many-requests" => kind.WithDetail("Its tenant has sent all the requests that it may in a minute; try again in 12 s."),
        "internal-error" => kind.WithDetail(ProblemExceptionHandler.Failed),
        "unavailable" => kind.WithDetail(ProblemExceptionHandler.NoStore),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind.Word, "A kind of problem without an example."),
    };

    private static ProblemHttpResult Invalid()
    {
        var errors = new ValidationErrors();
        FilterReader.Country("Iran", "filter.countries[0]", errors);
        return errors.ToProblem();
    }
}
