using System.Collections.Frozen;
using System.Text.Json;

namespace AlertRelay.Api.Contracts;

/// <summary>The names of an enum in JSON. Reading ignores case.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<string, T> ByWord =
        Enum.GetValues<T>().ToFrozenDictionary(Of, StringComparer.OrdinalIgnoreCase);

    public static T? Find(string word) => ByWord.TryGetValue(word, out var value) ? value : null;

    public static T? Read(string word, string field, ValidationErrors errors, params IEnumerable<T> except)
    {
        if (Find(word) is { } found && !except.Contains(found))
            return found;

        errors.Add(field, $"'{word}' is not known; what may be written: {Listed(except)}.");
        return null;
    }

    public static IReadOnlyList<string> All() => But();

    public static IReadOnlyList<string> But(params IEnumerable<T> except) => [.. Enum.GetValues<T>().Except(except).Select(Of)];

    /// <summary>"issued, raised, lowered"</summary>
    public static string Listed(params IEnumerable<T> except) => string.Join(", ", But(except));

    public static string Of(T value) => JsonSerializer.SerializeToElement(value, WebJson.Wire.Options.GetTypeInfo(typeof(T))).GetString()!;
}
