using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Contracts;

/// <summary>Collects the errors of a request, so that its sender sees all at once.</summary>
internal sealed class ValidationErrors
{
    private readonly OrderedDictionary<string, string> _byField = [];

    public IReadOnlyDictionary<string, string> ByField => _byField;

    public bool Any => _byField.Count > 0;

    /// <summary>Keeps the first error of each field.</summary>
    public void Add(string field, string sentence) => _byField.TryAdd(field, sentence);

    public ProblemHttpResult ToProblem() =>
        ProblemKind.InvalidRequest.WithDetail(Summary(), KeyValuePair.Create(ProblemKind.Errors, (object?)_byField));

    /// <summary>The error message for an unknown name.</summary>
    public static string Unknown(string name, IReadOnlyList<string> known) => EditDistance.Nearest(name, known) is { } nearest
        ? $"is unknown; did you mean '{nearest}'? Write one of: {string.Join(", ", known)}."
        : $"is unknown; write one of: {string.Join(", ", known)}.";

    private string Summary() =>
        _byField.Count == 1 ? $"{_byField.GetAt(0).Key}: {_byField.GetAt(0).Value}" : $"These need another value: {string.Join(", ", _byField.Keys)}.";
}

/// <summary>Explains in the API's terms why a body cannot be read.</summary>
internal static class JsonErrors
{
    private const string WholeBody = "body";

    /// <param name="expected">The type that the body should have had.</param>
    /// <returns>Null when nothing is wrong with the body.</returns>
    public static ProblemHttpResult? Find(ReadOnlySpan<byte> json, Type expected)
    {
        var type = WebJson.Wire.Options.GetTypeInfo(expected);
        switch (JsonFaults.First(json, type))
        {
            case null:
                return null;
            case { Kind: JsonFaultKind.Broken } broken:
                return ProblemKind.InvalidJson.WithDetail($"The body stops being JSON at line {broken.Line}, byte {broken.Byte}.");
            case var fault:
                var errors = new ValidationErrors();
                errors.Add(fault.Path.Length == 0 ? WholeBody : fault.Path, Sentence(fault));
                foreach (var unknown in fault.Kind == JsonFaultKind.Unknown ? Unknown(json, type) : [])
                    errors.Add(unknown.Path, Sentence(unknown));
                return errors.ToProblem();
        }
    }

    private static List<JsonFault> Unknown(ReadOnlySpan<byte> json, JsonTypeInfo type)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            return [.. JsonFaults.Unknown(document.RootElement, type)];
        }
        // After the first unknown member the body may not be valid JSON or text.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string Sentence(JsonFault fault) => fault.Kind switch
    {
        JsonFaultKind.Duplicate => "stands twice; write it once.",
        JsonFaultKind.Unknown => ValidationErrors.Unknown(fault.Member, [.. fault.Type!.Properties.Select(property => property.Name)]),
        JsonFaultKind.Missing => "is missing; write it.",
        JsonFaultKind.NotText => "holds half of a character (such as \\ud83d alone) or bytes that are not UTF-8; write whole characters.",
        _ => $"write {Kind(fault.Type!)}.",
    };

    private static string Kind(JsonTypeInfo info) => info switch
    {
        { Kind: JsonTypeInfoKind.Enumerable } when Example(info.ElementType) is { } element => $"a list, such as [{element}]",
        { Kind: JsonTypeInfoKind.Object } when Example(info.Type) is { } example => $"an object, such as {example}",
        { Kind: JsonTypeInfoKind.Enumerable } => "a list of texts, such as [\"…\"]",
        { Kind: JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary } => "an object, such as {\"…\": …}",
        _ when info.Type == typeof(string) => "a text in quotes",
        _ when Is<int>(info) => "a whole number without quotes",
        _ when Is<bool>(info) => "true or false",
        _ when Is<DateTimeOffset>(info) => "a time such as \"2026-01-31T09:00:00Z\"",
        _ => "another value",
    };

    private static string? Example(Type? type) =>
        type == typeof(DigestRequest) ? """{"every":"day","at":"07:00","zone":"Europe/Berlin"}"""
        : type == typeof(QuietHoursRequest) ? """{"from":"22:00","to":"06:00","zone":"Europe/Berlin"}"""
        : type == typeof(SilenceRequest) ? """{"filter":{"countries":["IR"]},"until":"…","reason":"…"}"""
        : type == typeof(NotificationRequest) ? """{"groupFor":"5m","repeatAfter":"6h"}"""
        : type == typeof(FilterRequest) ? """{"countries":["IR","IQ"],"minimumSeverity":"Severe"}"""
        : null;

    private static bool Is<T>(JsonTypeInfo info) where T : struct => (Nullable.GetUnderlyingType(info.Type) ?? info.Type) == typeof(T);
}
