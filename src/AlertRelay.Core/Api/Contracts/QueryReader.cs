using System.Globalization;

namespace AlertRelay.Api.Contracts;

/// <summary>Reads the part of an address after "?", and complains about what it does not know.</summary>
internal sealed class QueryReader(IQueryCollection query, ValidationErrors mistakes)
{
    internal const int UsualLimit = 50;
    internal const int LargestLimit = 200;

    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    public QueryReader Knows(params IReadOnlyList<string> names)
    {
        foreach (var name in query.Keys.Except(names, StringComparer.OrdinalIgnoreCase))
            mistakes.Add(name, ValidationErrors.Unknown(name, names));

        return this;
    }

    public string? One(string name)
    {
        var values = All(name);
        if (values.Count > 1)
            mistakes.Add(name, "write it once.");

        return values.Count == 0 ? null : values[0];
    }

    /// <summary>"?country=IR&amp;country=IQ" and "?country=IR,IQ" are the same.</summary>
    public IReadOnlyList<string> All(string name) =>
        [.. query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    public T? Word<T>(string name, params IEnumerable<T> except)
        where T : struct, Enum =>
        One(name) is { } word ? EnumNames<T>.Read(word, name, mistakes, except) : null;

    public IReadOnlyList<T> AllWords<T>(string name)
        where T : struct, Enum =>
        [.. All(name).Select(word => EnumNames<T>.Read(word, name, mistakes)).OfType<T>()];

    public int Limit()
    {
        if (One("limit") is not { } text)
            return UsualLimit;

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LargestLimit)
            return limit;

        mistakes.Add("limit", $"write a number from 1 to {LargestLimit}.");
        return UsualLimit;
    }

    /// <returns>False when it is left out.</returns>
    public bool Flag(string name)
    {
        if (One(name) is not { } text)
            return false;

        if (!bool.TryParse(text, out var flag))
            mistakes.Add(name, "write true or false.");

        return flag;
    }

    public DateTimeOffset? Time(string name)
    {
        if (One(name) is not { } text)
            return null;

        // A plus sign that was not escaped arrives as a space.
        if (DateTimeOffset.TryParseExact(text.Replace(' ', '+'), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;

        mistakes.Add(name, "write a time as in 2026-01-31 or 2026-01-31T09:00:00Z.");
        return null;
    }
}
