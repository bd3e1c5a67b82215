using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AlertRelay.Api.Endpoints;

internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder app)
    {
        var subscriptions = app.MapGroup("/subscriptions").WithTags("Subscriptions").AddEndpointFilter(new SubscriptionHeaders());
        subscriptions.MapPost("", Create)
            .Describe(
                "createSubscription", "Create a subscription",
                "Stores the subscription, and asks its target to opt in. A chat must take a test message first. "
                + "The response contains the signing secret, which is shown only once.")
            .WithRequestExamples(RequestExamples.Webhook, RequestExamples.Travel, RequestExamples.Quiet)
            .WithProblems(
                ProblemKind.Forbidden, ProblemKind.DuplicateSubscription, ProblemKind.TooManySubscriptions, ProblemKind.IdempotencyKeyReused,
                ProblemKind.TestPostRefused, ProblemKind.TooManyTries)
            .WithResponseExample(SubscriptionExamples.New);
        subscriptions.MapGet("", List)
            .Describe(
                "listSubscriptions", "List subscriptions",
                "Returns the subscriptions of the tenant, or those of one status. An admin key gets all tenants, or one.")
            .WithResponseExample(SubscriptionExamples.All)
            .WithProblems(ProblemKind.Forbidden);
        subscriptions.MapGet("/{id}", Get)
            .Describe(
                "getSubscription", "Get a subscription",
                "Returns the subscription and its version. "
                + "The URL of a chat is shortened, and values of headers are hidden, because they are secrets.")
            .WithProblems(ProblemKind.NotFound)
            .WithResponseExample(SubscriptionExamples.One);
        subscriptions.MapPatch("/{id}", Patch)
            .AddEndpointFilter(new MergePatchOnly())
            .Accepts<SubscriptionPatch>(MergePatchOnly.MediaTypes[0], MergePatchOnly.MediaTypes[1])
            .Describe(
                "changeSubscription", "Update a subscription",
                "Changes the given fields by JSON Merge Patch (RFC 7396). A new target must opt in again. "
                + "With `If-Match` another version than the given one is refused.")
            .WithResponseExample(SubscriptionExamples.Renamed)
                .WithRequestExamples(RequestExamples.Rename, RequestExamples.Narrow)
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict, ProblemKind.TestPostRefused, ProblemKind.TooManyTries);
        subscriptions.MapDelete("/{id}", Delete)
            .Describe("deleteSubscription", "Delete a subscription", "Deletes the subscription. Its pending deliveries are dead-lettered.")
            .WithProblems(ProblemKind.NotFound);
        subscriptions.MapSubscriptionActions();
        subscriptions.MapVerification();
    }

    private static async Task<Results<Created<SubscriptionResponse>, ProblemHttpResult>> Create(
        SubscriptionRequest body, Caller caller,
        [FromHeader(Name = "Idempotency-Key"), Description(IdempotencyKey.Description), MaxLength(IdempotencyKey.MaxLength)] string? idempotencyKey,
        SubscriptionReader reader, SubscriptionRegistration registration, CancellationToken cancellationToken)
    {
        var tenant = body.Tenant ?? caller.Tenant;
        if (!caller.MaySee(tenant))
            return ProblemKind.Forbidden.WithDetail("Only an admin key may name another tenant; leave 'tenant' out.");

        if (body.Verified == true && !caller.IsAdmin)
            return TargetVerification.OnlyAdminsMarkAsVerified;

        var errors = new ValidationErrors();
        TenantName.Check(tenant, errors);
        var kinds = caller.IsAdmin && tenant == caller.Tenant ? SubscriptionReader.OfOperators : SubscriptionReader.OfSubscribers;
        if (reader.Read(body, kinds, errors) is not { } draft)
            return errors.ToProblem();

        if (idempotencyKey is null)
            return Created(await registration.Add(draft, tenant, caller, cancellationToken));

        return IdempotencyKey.TryRead(idempotencyKey, out var key)
            ? Created(await registration.AddOnce(draft, tenant, caller, key, cancellationToken))
            : IdempotencyKey.Unreadable;
    }

    private static async Task<Results<Ok<SubscriptionList>, ProblemHttpResult>> List(
        [AsParameters] SubscriptionListParameters parameters, HttpRequest request, Caller caller, TenantSubscriptions subscriptions,
        CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var query = QueryReader.Of<SubscriptionListParameters>(request.Query, errors);
        var tenant = query.One(parameters.Tenant) ?? (caller.IsAdmin ? null : caller.Tenant);
        if (!caller.IsAdmin && tenant != caller.Tenant)
            return ProblemKind.Forbidden.WithDetail("Only an admin key may name another tenant; leave 'tenant' out.");

        var (status, limit, cursor) = (query.Word<SubscriptionStatus>(parameters.Status), query.Limit(parameters.Limit), query.One(parameters.Cursor));
        if (errors.Any)
            return errors.ToProblem();

        return await CursorErrors.Checked<Results<Ok<SubscriptionList>, ProblemHttpResult>>(cursor, async () =>
        {
            var page = await subscriptions.List(tenant, status, cursor, limit, cancellationToken);
            return TypedResults.Ok(new SubscriptionList([.. page.Subscriptions.Select(each => SubscriptionResponse.Of(each))], page.Cursor));
        }, refused => refused);
    }

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> Get(
        string id, Caller caller, TenantSubscriptions subscriptions, IDeliveryStore deliveries, CancellationToken cancellationToken) =>
        await subscriptions.Find(id, caller, cancellationToken) is { } found
            ? TypedResults.Ok(
                SubscriptionResponse.Of(found) with
                {
                    LastSequence = ChatPlatforms.Is(found.Format) ? null : await deliveries.LastNumber(id, cancellationToken),
                })
            : ProblemKind.NoSuch("subscription", id);

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> Patch(
        [AsParameters] SubscriptionRoute which, [FromBody] JsonElement patch, SubscriptionReader reader, TenantSubscriptions subscriptions,
        TimeProvider time, CancellationToken cancellationToken) =>
        Answer(await subscriptions.Change(
            which, AuditAction.SubscriptionUpdated, current => SubscriptionPatcher.Patched(current, patch, reader, time.GetUtcNow()), cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        [AsParameters] SubscriptionRoute which, TenantSubscriptions subscriptions, CancellationToken cancellationToken) =>
        await subscriptions.Delete(which, cancellationToken) is { } refused ? refused : TypedResults.NoContent();

    public static Results<Ok<SubscriptionResponse>, ProblemHttpResult> Answer(UpdateResult edit) => edit switch
    {
        UpdateResult.Made(var subscription) => TypedResults.Ok(SubscriptionResponse.Of(subscription)),
        UpdateResult.Refused(var problem) => problem,
        _ => throw new InvalidOperationException($"{edit.GetType().Name} is not known."),
    };

    private static Results<Created<SubscriptionResponse>, ProblemHttpResult> Created(UpdateResult edit) => edit switch
    {
        UpdateResult.Made(var made) => Created(made),
        UpdateResult.Refused(var problem) => problem,
        _ => throw new InvalidOperationException($"{edit.GetType().Name} is not known."),
    };

    private static Created<SubscriptionResponse> Created(Subscription made) =>
        TypedResults.Created($"/api/v1/subscriptions/{made.Id}", SubscriptionResponse.Of(made, made.Secrets is [var only] ? only.Value : null));
}

/// <summary>Applies a merge patch to a subscription.</summary>
internal static class SubscriptionPatcher
{
    public static UpdateResult Patched(Subscription current, JsonElement patch, SubscriptionReader reader, DateTimeOffset now)
    {
        if (JsonErrors.Find(JsonMarshal.GetRawUtf8Value(patch), typeof(SubscriptionPatch)) is { } unreadable)
            return new UpdateResult.Refused(unreadable);

        var merged = MergePatch.Apply(Editable(current, patch, now), patch).Deserialize(WebJson.Wire.SubscriptionPatch) ?? new SubscriptionPatch();
        var errors = new ValidationErrors();
        var body = new SubscriptionRequest(merged.Name, merged.Target, merged.Format, merged.Filter, merged.Noise, Headers: merged.Headers);
        return reader.Read(body, current.Filter.Kinds, errors, IsOfSameHost(merged.Target, current.Target) ? current.Headers : null) is { } draft
            ? new UpdateResult.Made(Signed(Changed(current, draft)))
            : new UpdateResult.Refused(errors.ToProblem());
    }

    private static Subscription Changed(Subscription current, SubscriptionDraft draft) => current.MovedTo(draft.Target) with
    {
        Name = draft.Name,
        Format = draft.Format,
        Filter = draft.Filter,
        Noise = draft.Noise,
        Headers = draft.Headers ?? Subscription.NoHeaders,
    };

    // Otherwise a caller could have the hidden values sent to another host.
    private static bool IsOfSameHost(string? target, Uri current) =>
        Uri.TryCreate(target, UriKind.Absolute, out var url) && (url.Scheme, url.IdnHost, url.Port) == (current.Scheme, current.IdnHost, current.Port);

    // A webhook is signed and a chat is not, even after a change of format. rotate-secret shows a secret that is not known yet.
    private static Subscription Signed(Subscription changed) => ChatPlatforms.Is(changed.Format)
        ? changed.Secrets.Count == 0 ? changed : changed with { Secrets = [] }
        : changed.Secrets.Count > 0 ? changed : changed with { Secrets = [new SigningSecret(SigningSecrets.New())] };

    // A silence that has ended meanwhile is not an error of this patch.
    private static NotificationSettings WithoutEnded(NotificationSettings noise, DateTimeOffset now) =>
        noise with { Silences = [.. noise.Silences.Where(silence => silence.Until > now)] };

    // A format that was recognised from the old target is dropped with it.
    private static JsonObject Editable(Subscription current, JsonElement patch, DateTimeOffset now) => new()
    {
        ["name"] = current.Name,
        ["target"] = current.Target.AbsoluteUri,
        ["format"] = MergePatch.Names(patch, "target") ? FormatChoice.Keep(current.Target, current.Format) : current.Format,
        ["filter"] = JsonSerializer.SerializeToNode(current.Filter, WebJson.Wire.Filter),
        ["headers"] = new JsonObject(current.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)HeaderReader.Hidden))),
        ["noise"] = JsonSerializer.SerializeToNode(WithoutEnded(current.Noise, now), WebJson.Wire.NotificationSettings),
    };
}
