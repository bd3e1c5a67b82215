using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AlertRelay.Api.Contracts;

/// <summary>
/// Reads query parameters, and says what to write instead of an invalid one. The caller's expression names the
/// parameter: "parameters.MinimumSeverity" is minimumSeverity.
/// </summary>
internal sealed class QueryReader(ValidationErrors errors)
{
    internal const int DefaultLimit = 50;
    internal const int MaxLimit = 200;

    /// <summary>In seconds; below the minute after which many proxies give up.</summary>
    internal const int MaxWaitSeconds = 50;

    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <param name="except">Parameters of the type that are not read this time.</param>
    /// <typeparam name="T">A record of <see cref="FromQueryAttribute"/> parameters; other names in the query are errors.</typeparam>
    public static QueryReader Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        IQueryCollection query, ValidationErrors errors, params string[] except)
    {
        Check(query, errors, [.. Names<T>.All.Except(except)]);
        return new QueryReader(errors);
    }

    /// <inheritdoc cref="Of{T}(IQueryCollection, ValidationErrors, string[])"/>
    public static QueryReader Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TMore>(IQueryCollection query, ValidationErrors errors)
    {
        Check(query, errors, [.. Names<T>.All, .. Names<TMore>.All]);
        return new QueryReader(errors);
    }

    /// <inheritdoc cref="Of{T}(IQueryCollection, ValidationErrors, string[])"/>
    public static QueryReader Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TMore,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TStillMore>(IQueryCollection query, ValidationErrors errors)
    {
        Check(query, errors, [.. Names<T>.All, .. Names<TMore>.All, .. Names<TStillMore>.All]);
        return new QueryReader(errors);
    }

    private static void Check(IQueryCollection query, ValidationErrors errors, string[] known)
    {
        foreach (var name in query.Keys.Except(known, StringComparer.OrdinalIgnoreCase))
            errors.Add(name, ValidationErrors.Unknown(name, known));
    }

    public string? One(string? value, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        var values = Split(value);
        if (values.Length > 1)
            errors.Add(Name(expression), "write it once.");

        return values.Length == 0 ? null : values[0];
    }

    /// <summary>"?country=IR&amp;country=IQ" and "?country=IR,IQ" are the same.</summary>
    public static IReadOnlyList<string> All(string[]? values) => [.. (values ?? []).SelectMany(Split)];

    public T? Word<T>(string? value, T? except = null, [CallerArgumentExpression(nameof(value))] string expression = "")
        where T : struct, Enum =>
        One(value, expression) is { } word ? EnumNames<T>.Read(word, Name(expression), errors, except is { } never ? [never] : []) : null;

    public IReadOnlyList<T> AllWords<T>(string[]? values, [CallerArgumentExpression(nameof(values))] string expression = "")
        where T : struct, Enum =>
        [.. All(values).Select(word => EnumNames<T>.Read(word, Name(expression), errors)).OfType<T>()];

    public int Limit(string? value, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        if (One(value, expression) is not { } text)
            return DefaultLimit;

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
            return limit;

        errors.Add(Name(expression), $"write a number from 1 to {MaxLimit}.");
        return DefaultLimit;
    }

    /// <returns>Zero when it is left out.</returns>
    public TimeSpan Wait(string? value, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        if (One(value, expression) is not { } text)
            return TimeSpan.Zero;

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= MaxWaitSeconds)
            return TimeSpan.FromSeconds(seconds);

        errors.Add(Name(expression), $"write a number of seconds from 0 to {MaxWaitSeconds}.");
        return TimeSpan.Zero;
    }

    /// <summary>Of a list that is oldest first when the order is left out.</summary>
    public bool IsNewestFirst(string? value, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        var order = One(value, expression)?.ToLowerInvariant() ?? "oldest";
        if (order is not ("newest" or "oldest"))
            errors.Add(Name(expression), "write newest (to look) or oldest (to follow).");

        return order == "newest";
    }

    /// <returns>False when it is left out.</returns>
    public bool Flag(string? value, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        if (One(value, expression) is not { } text)
            return false;

        if (!bool.TryParse(text, out var flag))
            errors.Add(Name(expression), "write true or false.");

        return flag;
    }

    public DateTimeOffset? Time(string? value, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        if (One(value, expression) is not { } text)
            return null;

        // A plus sign that was not escaped arrives as a space.
        if (DateTimeOffset.TryParseExact(text.Replace(' ', '+'), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;

        errors.Add(Name(expression), "write a time as in 2026-01-31 or 2026-01-31T09:00:00Z.");
        return null;
    }

    private static string[] Split(string? value) => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Name(string expression) => JsonNamingPolicy.CamelCase.ConvertName(expression[(expression.LastIndexOf('.') + 1)..]);

    private static class Names<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>
    {
        public static readonly string[] All =
            [.. typeof(T).GetProperties().Select(property => property.GetCustomAttribute<FromQueryAttribute>()!.Name!)];
    }
}

/// <summary>Stores reject a foreign cursor with an <see cref="ArgumentException"/>.</summary>
internal static class CursorErrors
{
    public const string NotOfThisList = "is not one of this list's; send the cursor of the page before as it is, or none to begin.";

    public static async Task<T> Checked<T>(string? cursor, Func<Task<T>> list, Func<ProblemHttpResult, T> refuse)
    {
        try
        {
            return await list();
        }
        catch (ArgumentException) when (cursor is not null)
        {
            var errors = new ValidationErrors();
            errors.Add("cursor", NotOfThisList);
            return refuse(errors.ToProblem());
        }
    }
}
