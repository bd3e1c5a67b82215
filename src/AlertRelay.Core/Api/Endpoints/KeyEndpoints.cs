using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AlertRelay.Api.Endpoints;

internal static class KeyEndpoints
{
    internal const int MaxNameLength = 100;

    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/keys").WithTags("Keys").RequireAuthorization(ApiServices.AdminOnly);
        keys.MapPost("", Create)
            .Describe(
                "createKey", "Create an API key",
                "Makes a key for a tenant and a role. The response contains the key, which is shown only once. Needs an admin key.")
            .WithRequestExamples(RequestExamples.SubscriberKey, RequestExamples.ReaderKey, RequestExamples.AdminKey)
            .WithProblems(ProblemKind.Conflict, ProblemKind.IdempotencyKeyReused)
            .WithResponseExample(OperatorExamples.NewKey);
        keys.MapGet("", List)
            .Describe(
                "listKeys", "List API keys",
                "Returns all keys with their roles and when each was last used. The keys themselves are not shown. Needs an admin key.")
            .WithResponseExample(OperatorExamples.Keys);
        keys.MapDelete("/{id}", Revoke)
            .Describe(
                "revokeKey", "Revoke an API key",
                "Makes the key invalid at once. Its sessions end, and so do the portal links that it created. "
                + "The last admin key cannot be revoked. Needs an admin key.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
        keys
            .MapPost("/{id}/rotate", Rotate)
            .Describe(
                "rotateKey", "Rotate an API key",
                "Makes a new key with the same rights, which is shown only once. "
                + "The old key stays valid for a day, or for the given overlap of up to a week. Needs an admin key.")
            .WithRequestExamples(RequestExamples.KeyRotation).WithResponseExample(OperatorExamples.RotatedKey)
                .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
        keys.MapPost("/rotate-signing", RotateSigning)
            .Describe(
                "rotateSigningKey", "Rotate the signing key",
                "Makes a new key, with which the relay signs from now on. The old key also signs for 24 hours. Needs an admin key.")
            .WithResponseExample(OperatorExamples.RotatedPublicKeys)
            .WithProblems(ProblemKind.Conflict);
        app.MapGet("/signing-keys", ListSigning).WithTags("Keys").RequireAuthorization(ApiServices.AdminOnly)
            .Describe("listSigningKeys", "List signing keys", "Returns the public keys of the relay, newest first. Needs an admin key.")
            .WithResponseExample(OperatorExamples.PublicKeys);
    }

    private static async Task<Results<Created<KeyResponse>, ProblemHttpResult>> Create(
        KeyRequest body, Caller caller,
        [FromHeader(Name = "Idempotency-Key"), Description(IdempotencyKey.OnceDescription), MaxLength(IdempotencyKey.MaxLength)] string? idempotencyKey,
        ApiKeyService keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var draft = Read(body, time.GetUtcNow(), errors);
        if (errors.Any)
            return errors.ToProblem();
        if (idempotencyKey is null)
            return Created(await keys.Create(draft, caller.Actor, cancellationToken));
        if (!IdempotencyKey.TryRead(idempotencyKey, out var once))
            return IdempotencyKey.Unreadable;

        return await keys.CreateOnce(draft, once.Ids(ApiKeyService.IdPrefix, caller.KeyId, time.GetUtcNow()), caller.Actor, cancellationToken) switch
        {
            KeyCreation.Made(var made) => Created(made),
            KeyCreation.Revoked => ProblemKind.Conflict.WithDetail(
                "This request was done before, and its key was revoked since. To make another key, send another Idempotency-Key."),
            KeyCreation.Repeated(var key) when draft.Made(key) => ProblemKind.Conflict.WithDetail(
                "This request was done before, and its key was shown then. If the key is lost, rotate it: POST "
                + $"/api/v1/keys/{key.ReplacedBy ?? key.Id}/rotate."),
            _ => IdempotencyKey.Reused,
        };
    }

    private static Created<KeyResponse> Created(NewApiKey made) =>
        TypedResults.Created($"/api/v1/keys/{made.Stored.Id}", KeyResponse.Of(made.Stored, made.Key));

    private static async Task<Ok<KeyList>> List(IApiKeyStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new KeyList([.. (await store.List(cancellationToken)).Select(key => KeyResponse.Of(key))]));

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        string id, Caller caller, IApiKeyStore store, ApiKeyService keys, CancellationToken cancellationToken)
    {
        if (await Find(id) is not { } revoked)
            return ProblemKind.NoSuch("key", id);

        return await keys.RevokeUnlessLast(revoked, caller.Actor, cancellationToken) ? TypedResults.NoContent()
            : await Find(id) is null ? ProblemKind.NoSuch("key", id)
            : ProblemKind.Conflict.WithDetail("It is the last admin key; POST /api/v1/keys another one first.");

        async Task<ApiKey?> Find(string wanted) => (await store.List(cancellationToken)).FirstOrDefault(key => key.Id == wanted);
    }

    private static async Task<Results<Ok<RotatedKeyResponse>, ProblemHttpResult>> Rotate(
        string id, KeyRotationRequest? body, Caller caller, ApiKeyService keys, CancellationToken cancellationToken)
    {
        var max = (int)KeyRotation.MaxOverlap.TotalSeconds;
        if (body?.OverlapSeconds is < 0 || body?.OverlapSeconds > max)
        {
            var errors = new ValidationErrors();
            errors.Add("overlapSeconds", $"write a whole number from 0 (the old key ends at once) to {max} (a week), or leave it out for a day.");
            return errors.ToProblem();
        }

        var overlap = body?.OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : KeyRotation.DefaultOverlap;
        return await keys.Rotate(id, overlap, caller.Actor, cancellationToken) switch
        {
            KeyRotation.Made(var made, var until) => TypedResults.Ok(new RotatedKeyResponse(KeyResponse.Of(made.Stored, made.Key), until)),
            KeyRotation.Replaced replaced => ProblemKind.Conflict.WithDetail(replaced.Advice),
            KeyRotation.Expired expired => ProblemKind.Conflict.WithDetail(expired.Advice),
            _ => ProblemKind.NoSuch("key", id),
        };
    }

    private static async Task<Ok<JsonWebKeySet>> ListSigning(RelaySigner signer, CancellationToken cancellationToken) =>
        TypedResults.Ok(PublicKeyEndpoints.Of(await signer.Ring(cancellationToken)));

    private static async Task<Results<Ok<JsonWebKeySet>, ProblemHttpResult>> RotateSigning(
        [AsParameters] SigningKeyRotationParameters parameters, HttpRequest request, Caller caller, RelaySigner signer, ChangeAudit log,
        CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var from = QueryReader.Of<SigningKeyRotationParameters>(request.Query, errors).One(parameters.From);
        if (errors.Any)
            return errors.ToProblem();

        if (await signer.Rotate(from, cancellationToken) is not { } ring)
            return ProblemKind.Conflict.WithDetail($"The key '{from}' does not sign any more; GET /api/v1/signing-keys lists the present ones.");

        await log.KeyOfRelay(ring.Keys.ElementAtOrDefault(1)?.Id, ring.Keys[0].Id, AuditAction.SigningKeyRotated, caller.Actor);
        return TypedResults.Ok(PublicKeyEndpoints.Of(ring));
    }

    private static KeyDraft Read(KeyRequest body, DateTimeOffset now, ValidationErrors errors)
    {
        var name = body.Name?.Trim() ?? "";
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
            errors.Add("name", $"write one line of 1 to {MaxNameLength} characters that says whose key it is.");

        var tenant = body.Tenant ?? ApiKeyService.FirstTenant;
        TenantName.Check(tenant, errors);
        if (body.ExpiresAt <= now)
            errors.Add("expiresAt", "is in the past; write a later time, or leave it out for a key that does not expire.");

        var role = body.Role is { } word ? EnumNames<Role>.Read(word, "role", errors) : Role.Subscriber;
        return new KeyDraft(name, tenant, role ?? Role.Subscriber, body.ExpiresAt);
    }
}

/// <summary>
/// The public keys that verify this relay's signatures (RFC 7517), retired ones included. They are cached for less than the time that
/// an old key signs beside a new one.
/// </summary>
public static class PublicKeyEndpoints
{
    public const string Path = "/.well-known/alertrelay/jwks.json";

    public static void MapPublicKeys(this IEndpointRouteBuilder app) => app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], Show)
        .WithTags("Keys")
            .Describe(
                "getPublicKeys", "Get the public keys",
                "Returns the keys with which anybody can verify the signatures of this relay. Needs no API key.")
            .WithResponseExample(OperatorExamples.PublicKeys)
            .WithProblems(ProblemKind.Unavailable);

    internal static JsonWebKeySet Of(SigningRing ring) => new([.. ring.Keys.Select(JsonWebKey.Of)]);

    private static async Task<Ok<JsonWebKeySet>> Show(HttpResponse response, RelaySigner signer, CancellationToken cancellationToken)
    {
        var keys = Of(await signer.Ring(cancellationToken));
        response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Ok(keys);
    }
}
