using System.Text.Json.Serialization;

namespace AlertRelay.Subscriptions;

/// <summary>Who set the quiet hours and the silences of a subscription. Null for what an older version of the relay stored.</summary>
public sealed record NoiseSetters
{
    public static readonly NoiseSetters None = new();

    public Setter? QuietHours { get; init; }

    /// <summary>In the order of <see cref="NotificationSettings.Silences"/>.</summary>
    public IReadOnlyList<Setter?> Silences { get; init; } = [];

    /// <param name="index">Of the silence.</param>
    public Setter? OfSilence(int index) => index < Silences.Count ? Silences[index] : null;

    /// <summary>What is the same in both settings keeps its setter.</summary>
    public NoiseSetters After(NotificationSettings before, NotificationSettings after, Setter by) => ReferenceEquals(before, after) ? this : new()
    {
        QuietHours = after.QuietHours is null ? null : after.QuietHours == before.QuietHours ? QuietHours : by,
        Silences = [.. after.Silences.Select(silence => IndexOf(before.Silences, silence) is { } index ? OfSilence(index) : by)],
    };

    private static int? IndexOf(IReadOnlyList<Silence> silences, Silence silence)
    {
        for (var index = 0; index < silences.Count; index++)
        {
            if (silences[index].IsSame(silence))
                return index;
        }

        return null;
    }
}

/// <param name="Key">Id of the API key; null for the command line.</param>
/// <param name="Name">The key's name then.</param>
public sealed record Setter([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key, string Name, DateTimeOffset At);
