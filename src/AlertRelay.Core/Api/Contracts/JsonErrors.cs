using System.Text.Json.Serialization.Metadata;
using AlertRelay.Alerts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Contracts;

/// <summary>Says in the words of the API why a body cannot be read.</summary>
internal static class JsonErrors
{
    private const string WholeBody = "body";

    /// <param name="expected">The type that the body should have had.</param>
    /// <returns>Null when nothing is wrong with the body.</returns>
    public static ProblemHttpResult? Find(ReadOnlySpan<byte> json, Type expected)
    {
        switch (JsonFaults.First(json, WebJson.Wire.Options.GetTypeInfo(expected)))
        {
            case null:
                return null;
            case { Kind: JsonFaultKind.Broken } broken:
                return ProblemKind.InvalidJson.WithDetail($"The body stops being JSON at line {broken.Line}, byte {broken.Byte}.");
            case var fault:
                var mistakes = new ValidationErrors();
                mistakes.Add(fault.Path.Length == 0 ? WholeBody : fault.Path, Sentence(fault));
                return mistakes.ToProblem();
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
        { Kind: JsonTypeInfoKind.Enumerable } => "a list of texts, such as [\"…\"]",
        { Kind: JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary } => "an object, such as {\"…\": …}",
        _ when info.Type == typeof(string) => "a text in quotes",
        _ when Is<int>(info) => "a whole number without quotes",
        _ when Is<bool>(info) => "true or false",
        _ when Is<DateTimeOffset>(info) => "a time such as \"2026-01-31T09:00:00Z\"",
        _ => "another value",
    };

    private static bool Is<T>(JsonTypeInfo info) where T : struct => (Nullable.GetUnderlyingType(info.Type) ?? info.Type) == typeof(T);
}
