using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Polling;

/// <summary>The result of reading one document of a channel.</summary>
public abstract record DocumentOutcome(Uri Url)
{
    /// <summary>The publisher's clock; null without a response or a Date header.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    public sealed record Unchanged(Uri Url, DocumentState State, TimeSpan? FreshFor) : DocumentOutcome(Url);

    /// <param name="Baseline">It was never read successfully before.</param>
    public sealed record Read(
        Uri Url, DocumentState State, NoticeReading Reading, Evidence Evidence, EvidenceDocument Document, bool Baseline, TimeSpan? FreshFor)
        : DocumentOutcome(Url);

    /// <param name="State">What is known about it; null for nothing.</param>
    public sealed record Failed(Uri Url, string Reason, TimeSpan? RetryAfter, DocumentState? State = null) : DocumentOutcome(Url)
    {
        /// <summary>The publisher responded, but not with the expected document.</summary>
        public bool IsShape { get; init; }

        /// <summary>It redirects permanently to a host that is not in the channel file. The reason contains the URL.</summary>
        public bool IsMoved { get; init; }

        /// <summary>The document is valid, but the places of most notices cannot be read.</summary>
        public bool IsWithoutPlaces { get; init; }
    }
}
