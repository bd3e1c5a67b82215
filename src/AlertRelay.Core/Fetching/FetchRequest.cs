namespace AlertRelay.Fetching;

/// <param name="Validators">As the last good answer for this URL left them; <see cref="CacheValidators.None"/> the first time.</param>
/// <param name="Accept">The Accept header; any type when null.</param>
/// <param name="Token">Sent to the origin of <paramref name="Url"/> only, not to where it redirects.</param>
internal sealed record FetchRequest(Uri Url, CacheValidators Validators, string? Accept = null, BearerToken? Token = null);
