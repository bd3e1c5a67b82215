using System.Runtime.CompilerServices;
using AlertRelay.Alerts;

namespace AlertRelay.Storage;

/// <summary>An alert as a document. It goes into the outbox and moments later into the history, so it is serialised once for both.</summary>
internal static class StoredAlert
{
    // By instance, which is immutable. An entry is collected with its alert.
    private static readonly ConditionalWeakTable<Alert, object> Written = [];

    /// <inheritdoc cref="StoredDocument.Write"/>
    public static object Write(Alert alert) => Written.GetValue(alert, static each => StoredDocument.Write(each, DocumentSerializer.Alert));
}
