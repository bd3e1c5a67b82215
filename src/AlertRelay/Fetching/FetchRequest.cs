namespace AlertRelay.Fetching;

/// <param name="Validators">As the last good answer for this URL left them; <see cref="CacheValidators.None"/> the first time.</param>
/// <param name="Accept">The Accept header; any type when null.</param>
public sealed record FetchRequest(Uri Url, CacheValidators Validators, string? Accept = null);
