namespace AlertRelay.Api.Contracts;

/// <summary>Bounds of what the API accepts.</summary>
internal static class ApiLimits
{
    public const int BodyBytes = 256 * 1024;
}
