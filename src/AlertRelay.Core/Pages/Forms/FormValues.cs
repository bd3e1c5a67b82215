using Microsoft.Extensions.Primitives;

namespace AlertRelay.Pages.Forms;

/// <summary>
/// What the fields of a form hold, and what the API says is wrong with them. A field is called as the API calls its member: "filter.countries".
/// </summary>
public sealed class FormValues
{
    public const string Ticked = "true";

    private static readonly char[] LineEnds = ['\r', '\n'];

    private readonly Dictionary<string, IReadOnlyList<string>> _values;

    private FormValues(Dictionary<string, IReadOnlyList<string>> values) => _values = values;

    /// <summary>By the API's path of the member, such as "filter.countries[1]".</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; private init; } = new Dictionary<string, string[]>();

    public static FormValues Of(IEnumerable<KeyValuePair<string, StringValues>> form) =>
        new(form.ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.Value.OfType<string>()]));

    public static FormValues Of(params IEnumerable<(string Name, string Value)> values) => new(
        values.GroupBy(field => field.Name).ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.Select(each => each.Value)]));

    public FormValues With(string name, params IReadOnlyList<string> values) =>
        new(new Dictionary<string, IReadOnlyList<string>>(_values) { [name] = values }) { Errors = Errors };

    public FormValues WithErrors(IReadOnlyDictionary<string, string[]> errors) => new(_values) { Errors = errors };

    /// <summary>Trimmed; empty if nothing was typed.</summary>
    public string Text(string name) => All(name) is [var first, ..] ? first.Trim() : "";

    public IReadOnlyList<string> All(string name) => _values.GetValueOrDefault(name) ?? [];

    public bool Has(string name, string value) => All(name).Contains(value);

    public bool IsTicked(string name) => Has(name, Ticked);

    public IEnumerable<string> Lines(string name) =>
        Text(name).Split(LineEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<string> ErrorsOf(string name) => Errors.Where(error => FieldOf(error.Key) == name).SelectMany(error => error.Value);

    /// <summary>"filter-countries"</summary>
    public static string IdOf(string name) => name.Replace('.', '-');

    /// <summary>The field of the member that an error names. Headers have names of their own within one field.</summary>
    public static string FieldOf(string path) =>
        path.StartsWith("headers.", StringComparison.Ordinal) ? "headers"
        : path.IndexOf('[', StringComparison.Ordinal) is > 0 and var list ? path[..list]
        : path;
}

/// <param name="Text">What people read.</param>
public sealed record FormChoice(string Value, string Text);

/// <param name="IsOpen">False: folded until something in it is chosen.</param>
public sealed record FormChoiceGroup(string Title, IReadOnlyList<FormChoice> Choices, bool IsOpen = false);
