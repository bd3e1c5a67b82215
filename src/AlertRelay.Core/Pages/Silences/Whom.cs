using AlertRelay.Api.Contracts;

namespace AlertRelay.Pages.Silences;

/// <param name="Key">Id of the API key; null for the command line.</param>
public sealed record Whom(string? Key, string Name, DateTimeOffset At)
{
    internal static Whom? Of(SetterResponse? setter) => setter is null ? null : new(setter.Key, setter.Name, setter.At);
}
