using AlertRelay.Channels;
using AlertRelay.Storage;
using Microsoft.Extensions.Options;

namespace AlertRelay.Composition;

/// <summary>Tells what an operator can put right from what is a bug.</summary>
public static class OperatorErrors
{
    /// <returns>What is wrong and what to write instead; null for a bug, which keeps its stack trace.</returns>
    public static string? Explain(Exception fault) => fault switch
    {
        OperatorException or StoreException or CatalogException => fault.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        InvalidOperationException { InnerException: FormatException or ArgumentException } unreadable =>
            $"{unreadable.Message} {unreadable.InnerException!.Message}",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
