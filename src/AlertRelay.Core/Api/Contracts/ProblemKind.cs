using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Contracts;

/// <summary>All problem types of the API, with what docs/problems.md says to callers.</summary>
/// <param name="Word">The last part of the problem's type.</param>
/// <param name="When">In Markdown, as is the next one.</param>
internal sealed record ProblemKind(string Word, int Status, string Title, string When, string WhatToDo)
{
    public static readonly ProblemKind InvalidJson = new(
        "invalid-json", 400, "The body is not JSON",
        "The body is not JSON.",
        "Look at the line and byte that `detail` names.");

    public static readonly ProblemKind InvalidRequest = new(
        "invalid-request", 400, "The request has errors",
        "A field or a query parameter is unknown, missing or wrong, or a cursor belongs to another list.",
        "Change what `errors` names.");

    public static readonly ProblemKind MissingKey = new(
        "missing-key", 401, "An API key is needed",
        "There is no header `Authorization`.",
        "Send `Authorization: Bearer ark_…`.");

    public static readonly ProblemKind InvalidKey = new(
        "invalid-key", 401, "The API key is not valid",
        "The key is unknown, revoked or expired.",
        "Ask an operator for another one.");

    public static readonly ProblemKind Forbidden = new(
        "forbidden", 403, "The API key may not do this",
        "The key's role may not do this, or names another tenant.",
        "Use an admin key, or leave `tenant` out.");

    public static readonly ProblemKind NotFound = new(
        "not-found", 404, "There is no such thing",
        "It does not exist, or belongs to another tenant.",
        "List what exists.");

    public static readonly ProblemKind NoSuchRoute = new(
        "no-such-route", 404, "There is nothing at this address",
        "The address is not one of the API.",
        "`GET /` names the addresses.");

    public static readonly ProblemKind MethodNotAllowed = new(
        "method-not-allowed", 405, "The address does not know this method",
        "The address does not support this method.",
        "Use one that the header `Allow` names.");

    public static readonly ProblemKind Conflict = new(
        "conflict", 409, "The present state does not allow this",
        "The present state does not allow it. Examples: a retry while the subscription is paused, a test before the target has "
        + "opted in, revoking the last admin key, or rotating a key that has expired.",
        "Do first what `detail` says.");

    public static readonly ProblemKind DuplicateSubscription = new(
        "duplicate-subscription", 409, "There is such a subscription already",
        "The tenant has an active or unverified subscription with the same target and the same filter. `detail` names it.",
        "Change that one, or write `\"allowDuplicate\": true` if you want every alert twice.");

    public static readonly ProblemKind TooManySubscriptions = new(
        "too-many-subscriptions", 409, "The tenant has all the subscriptions that it may have",
        "The tenant has reached its limit of subscriptions (`Api:SubscriptionsPerTenant`).",
        "Delete one that you do not need, or ask an operator, whose key may create more.");

    public static readonly ProblemKind LinkExpired = new(
        "link-expired", 410, "The link is too old",
        "The 24 hours of the link in a confirmation email are over.",
        "`POST /subscriptions/{id}/verify` sends another email.");

    public static readonly ProblemKind VersionMismatch = new(
        "version-mismatch", 412, "It was changed meanwhile",
        "`If-Match` names another version than the stored one.",
        "Get the subscription again and repeat the change.");

    public static readonly ProblemKind TooLarge = new(
        "too-large", 413, "The body is too large",
        "The body is over 256 KB.",
        "Send less.");

    public static readonly ProblemKind UnsupportedMediaType = new(
        "unsupported-media-type", 415, "The body must be JSON",
        "The body is not sent as JSON.",
        "Send `Content-Type: application/json`.");

    public static readonly ProblemKind IdempotencyKeyReused = new(
        "idempotency-key-reused", 422, "The Idempotency-Key was used for another request",
        "The same `Idempotency-Key` came within 24 hours with another body.",
        "Send the same body, or a new key.");

    public static readonly ProblemKind TestPostRefused = new(
        "test-post-refused", 422, "The chat did not take a test post",
        "A chat did not accept the test message that every new chat gets. Nothing was stored.",
        "Do what `detail` says: check the URL, the bot or the chat's settings.");

    public static readonly ProblemKind TooManyTries = new(
        "too-many-tries", 429, "It was tried too often",
        "A target, or its host, was asked to opt in too often within the hour, or was sent too many test messages.",
        "Wait as long as `Retry-After` says.");

    public static readonly ProblemKind TooManyRequests = new(
        "too-many-requests", 429, "Too many requests",
        "The tenant, an address or a link has reached its limit of requests a minute (`Api:RequestsPerMinute`). Or an address has "
        + "sent 60 requests with a wrong key within a minute. Or the tenant has too many requests at once that search the history "
        + "(such as `/filters/test`) or wait for alerts.",
        "Wait as many seconds as `Retry-After` says.");

    public static readonly ProblemKind InternalError = new(
        "internal-error", 500, "The relay failed",
        "A fault of the relay.",
        "Try later. The relay's log says more.");

    public static readonly ProblemKind Unavailable = new(
        "unavailable", 503, "The relay's store does not answer",
        "The relay's store does not answer.",
        "Try later. The relay's log says what its operator must do.");

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
