using AlertRelay.Channels;
using AlertRelay.Storage;
using Microsoft.Extensions.Options;

namespace AlertRelay.Composition;

/// <summary>Distinguishes errors that an operator can fix from bugs.</summary>
public static class OperatorErrors
{
    private const string FrameworksWords = " with the error: '";

    /// <returns>What is wrong and what to write instead; null for a bug.</returns>
    public static string? Explain(Exception fault) => fault switch
    {
        OperatorException or StoreException or CatalogException => fault.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures.Select(Sentence)),
        AggregateException several when several.InnerExceptions.All(each => Explain(each) is not null) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(Explain)),
        InvalidOperationException { InnerException: FormatException or ArgumentException } unreadable =>
            $"{unreadable.Message} {unreadable.InnerException!.Message}",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    // The framework adds class names: "DataAnnotation validation failed for 'X' members: 'Y' with the error: '...'."
    private static string Sentence(string failure)
    {
        var start = failure.IndexOf(FrameworksWords, StringComparison.Ordinal);
        return start < 0 ? failure : failure[(start + FrameworksWords.Length)..].TrimEnd('.', '\'') + ".";
    }
}
