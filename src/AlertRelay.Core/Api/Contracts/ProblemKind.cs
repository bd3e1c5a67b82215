namespace AlertRelay.Api.Contracts;

/// <summary>Every kind of refusal of the API. docs/problems.md lists the same ones for those who call it.</summary>
/// <param name="Word">The last part of the problem's type.</param>
internal sealed record ProblemKind(string Word, int Status, string Title)
{
    public static readonly ProblemKind InvalidJson = new("invalid-json", 400, "The body is not JSON");
    public static readonly ProblemKind InvalidRequest = new("invalid-request", 400, "The request has mistakes");
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
    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, "The tenant has sent too many requests");
    public static readonly ProblemKind InternalError = new("internal-error", 500, "The relay failed");
    public static readonly ProblemKind Unavailable = new("unavailable", 503, "The relay's store does not answer");

    public static readonly IReadOnlyList<ProblemKind> All =
    [
        InvalidJson, InvalidRequest, MissingKey, InvalidKey, Forbidden, NotFound, NoSuchRoute, MethodNotAllowed, Conflict,
        DuplicateSubscription, TooManySubscriptions, LinkExpired, VersionMismatch, TooLarge, UnsupportedMediaType, IdempotencyKeyReused, TestPostRefused,
        TooManyTries, TooManyRequests, InternalError, Unavailable,
    ];

    public string Type => $"https://alertrelay.org/problems/{Word}";

    public Problem WithDetail(string detail) => new() { Type = Type, Title = Title, Status = Status, Detail = detail };
}
