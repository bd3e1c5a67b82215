using AlertRelay.Channels;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Contracts;

/// <summary>Collects the errors of a request, so that its sender sees all at once.</summary>
internal sealed class ValidationErrors
{
    private readonly OrderedDictionary<string, string> _byField = [];

    public bool Any => _byField.Count > 0;

    /// <summary>Keeps the first error of each field.</summary>
    public void Add(string field, string sentence) => _byField.TryAdd(field, sentence);

    public ProblemHttpResult ToProblem() =>
        ProblemKind.InvalidRequest.WithDetail(Summary(), KeyValuePair.Create(ProblemKind.Errors, (object?)_byField));

    /// <summary>The error message for an unknown name.</summary>
    public static string Unknown(string name, IReadOnlyList<string> known) => EditDistance.Nearest(name, known) is { } nearest
        ? $"is not known here; did you mean '{nearest}'? What may be written: {string.Join(", ", known)}."
        : $"is not known here; what may be written: {string.Join(", ", known)}.";

    private string Summary() =>
        _byField.Count == 1 ? $"{_byField.GetAt(0).Key}: {_byField.GetAt(0).Value}" : $"These need another value: {string.Join(", ", _byField.Keys)}.";
}
