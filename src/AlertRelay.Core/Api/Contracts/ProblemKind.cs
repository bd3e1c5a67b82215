using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Contracts;

/// <summary>All problem types of the API. docs/problems.md lists them for callers.</summary>
/// <param name="Word">The last part of the problem's type.</param>
internal sealed record ProblemKind(string Word, int Status, string Title)
{
    public static readonly ProblemKind InvalidJson = new("invalid-json", 400, "The body is not JSON");
    public static readonly ProblemKind InvalidRequest = new("invalid-request", 400, "The request has errors");
    public static readonly ProblemKind MissingKey = new("missing-key", 401, "An API key is needed");
    public static readonly ProblemKind InvalidKey = new("invalid-key", 401, "The API key is not valid");
    public static readonly ProblemKind Forbidden = new("forbidden", 403, "The API key may not do this");
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is no such thing");
    public static readonly ProblemKind NoSuchRoute = new("no-such-route", 404, "There is nothing at this address");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The address does not know this method");
    public static readonly ProblemKind Conflict = new("conflict", 409, "The present state does not allow this");
    public static readonly ProblemKind DuplicateSubscription = new("duplicate-subscription", 409, "There is such a subscription already");
    public static readonly ProblemKind TooManySubscriptions = new("too-many-subscriptions", 409, "The tenant has all the subscriptions that it may have");
    public static readonly ProblemKind LinkExpired = new("link-expired", 410, "The link is too old");
    public static readonly ProblemKind VersionMismatch = new("version-mismatch", 412, "It was changed meanwhile");
    public static readonly ProblemKind TooLarge = new("too-large", 413, "The body is too large");
    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The body must be JSON");
    public static readonly ProblemKind IdempotencyKeyReused = new("idempotency-key-reused", 422, "The Idempotency-Key was used for another request");
    public static readonly ProblemKind TestPostRefused = new("test-post-refused", 422, "The chat did not take a test post");
    public static readonly ProblemKind TooManyTries = new("too-many-tries", 429, "It was tried too often");
    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, "Too many requests");
    public static readonly ProblemKind InternalError = new("internal-error", 500, "The relay failed");
    public static readonly ProblemKind Unavailable = new("unavailable", 503, "The relay's store does not answer");

    public static readonly IReadOnlyList<ProblemKind> All =
    [
        InvalidJson, InvalidRequest, MissingKey, InvalidKey, Forbidden, NotFound, NoSuchRoute, MethodNotAllowed, Conflict,
        DuplicateSubscription, TooManySubscriptions, LinkExpired, VersionMismatch, TooLarge, UnsupportedMediaType, IdempotencyKeyReused, TestPostRefused,
        TooManyTries, TooManyRequests, InternalError, Unavailable,
    ];

    /// <summary>
    /// The problem's member that says, by the field's path in the body ("filter.channels[0]") or the query's name, what is wrong and what to write.
    /// </summary>
    public const string Errors = "errors";

    /// <summary>Passes the wait to the header Retry-After. Not part of the body.</summary>
    public const string RetryAfter = "retryAfter";

    public string Type => $"https://alertrelay.org/problems/{Word}";

    /// <summary>For answers that have a status and no body: those of the router and of the server.</summary>
    public static ProblemHttpResult OfStatus(int status, HttpRequest request) => status switch
    {
        400 => InvalidRequest.WithDetail("The request cannot be read."),
        404 => NoSuchRoute.WithDetail($"There is nothing at {Quoted(request.Path)}; GET / names the addresses that there are."),
        405 => MethodNotAllowed.WithDetail($"{Quoted(request.Path)} does not know {Quoted(request.Method)}; the header Allow names what it knows."),
        413 => TooLarge.WithDetail($"The body is larger than {ApiLimits.BodyBytes / 1024} KB."),
        415 => UnsupportedMediaType.WithDetail("Send JSON that is not compressed, with the header 'Content-Type: application/json'."),
        _ => TypedResults.Problem("The request failed.", instance: null, status, $"HTTP {status}", "about:blank"),
    };

    /// <summary>Created for each request, because the framework adds members while it writes.</summary>
    /// <param name="detail">What to write instead.</param>
    /// <param name="extensions">Further members of the problem, such as <see cref="Errors"/>.</param>
    public ProblemHttpResult WithDetail(string detail, params IEnumerable<KeyValuePair<string, object?>> extensions) =>
        TypedResults.Problem(detail, instance: null, Status, Title, Type, extensions);

    public static ProblemHttpResult NoSuch(string what, string id, string hint = "") =>
        NotFound.WithDetail($"There is no {what} {Quoted(id)} that this key may see.{hint}");

    private static string Quoted(string text) => text.Length <= 100 ? $"'{text}'" : $"'{text[..100]}…'";
}
