using System.Globalization;
using System.Text.Encodings.Web;
using System.Threading.RateLimiting;
using AlertRelay.Api.Contracts;
using AlertRelay.Keys;
using AlertRelay.Observability;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api;

/// <summary>
/// "Authorization: Bearer ark_..." (RFC 6750). The header x-functions-key belongs to the Functions host, which checks it before the
/// relay is called; the relay ignores it. The framework would log each call without a key; <see cref="WrongKeys"/> counts those with a wrong one.
/// </summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, ApiKeyService keys, WrongKeys wrong)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    public const string SchemeName = "Bearer";

    internal const string WriteThis = "Send the header 'Authorization: Bearer ark_…' with an API key; 'alertrelay keys create' creates one.";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return AuthenticateResult.NoResult();

        if (!header.StartsWith(SchemeName + " ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.Fail("The header Authorization does not begin with 'Bearer '.");

        return await keys.Check(KeyOf(Request), Context.RequestAborted) switch
        {
            KeyCheck.Accepted(var key) => Success(new Caller(key.Id, key.Name, key.Tenant, key.Role)),
            KeyCheck.Expired(var at) => AuthenticateResult.Fail($"This key expired at {at.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}."),
            _ => AuthenticateResult.Fail("This relay does not know this key; it may have been revoked."),
        };
    }

    /// <summary>What follows "Bearer"; empty for none.</summary>
    internal static string KeyOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(SchemeName + " ", StringComparison.OrdinalIgnoreCase)
            ? header[(SchemeName.Length + 1)..].Trim()
            : "";

    private static AuthenticateResult Success(Caller caller) =>
        AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(SchemeName), SchemeName));

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        if (failure is not null && wrong.Add(Context.Connection.RemoteIpAddress?.ToString()) is { } wait)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            Response.Headers.RetryAfter = seconds;
            await ProblemKind.TooManyRequests
                .WithDetail($"This address has sent {WrongKeys.PerMinute} requests with a wrong key within a minute. {WriteThis} Try again in {seconds} s.")
                .ExecuteAsync(Context);
            return;
        }

        Response.Headers.WWWAuthenticate = failure is null ? "Bearer realm=\"AlertRelay\"" : "Bearer realm=\"AlertRelay\", error=\"invalid_token\"";
        var problem = failure is null ? ProblemKind.MissingKey.WithDetail(WriteThis) : ProblemKind.InvalidKey.WithDetail($"{failure.Message} {WriteThis}");
        await problem.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemKind.Forbidden.WithDetail("This needs a key of the role admin.").ExecuteAsync(Context);
}

/// <summary>
/// Limits requests with a wrong API key per address and minute, and logs one line a minute for all. A valid key always
/// passes, so that nobody is locked out by others behind the same address, or where the host hides addresses.
/// </summary>
internal sealed partial class WrongKeys(TimeProvider time, ILogger<WrongKeys> logger) : IDisposable
{
    public const int PerMinute = 60;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limit = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = Minute }));

    private readonly Lock _lock = new();
    private long? _loggedAt;
    private int _unlogged;

    /// <returns>How long to wait if the address has sent too many; else null.</returns>
    public TimeSpan? Add(string? address)
    {
        Log(address ?? "an address that the host does not name");
        using var lease = _limit.AttemptAcquire(address ?? "");
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Minute;
    }

    public void Dispose() => _limit.Dispose();

    private void Log(string address)
    {
        int count;
        lock (_lock)
        {
            _unlogged++;
            if (_loggedAt is { } last && time.GetElapsedTime(last) < Minute)
                return;

            (_loggedAt, count, _unlogged) = (time.GetTimestamp(), _unlogged, 0);
        }

        LogWrongKeys(count, address);
    }

    [LoggerMessage(EventIds.WrongKeys, LogLevel.Warning,
        "Requests with a wrong API key since the last such message: {Count}, the latest from {Address}. They were refused.")]
    private partial void LogWrongKeys(int count, string address);
}
