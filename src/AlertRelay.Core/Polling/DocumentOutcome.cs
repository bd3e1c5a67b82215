using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Polling;

/// <summary>What became of one document of a channel.</summary>
public abstract record DocumentOutcome(Uri Url)
{
    /// <summary>The publisher's clock; null where it did not answer or gave no time.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    public sealed record Unchanged(Uri Url, DocumentState State, TimeSpan? FreshFor) : DocumentOutcome(Url);

    /// <param name="Baseline">It was never read well before.</param>
    public sealed record Read(
        Uri Url, DocumentState State, NoticeReading Reading, Evidence Evidence, EvidenceDocument Document, bool Baseline, TimeSpan? FreshFor)
        : DocumentOutcome(Url);

    /// <param name="State">What is known of it all the same; null when that is nothing.</param>
    public sealed record Failed(Uri Url, string Reason, TimeSpan? RetryAfter, DocumentState? State = null) : DocumentOutcome(Url)
    {
        /// <summary>The publisher answered, but not with what it publishes.</summary>
        public bool IsShape { get; init; }

        /// <summary>It moved for good to a host that nobody has checked; the reason names the address.</summary>
        public bool IsMoved { get; init; }

        /// <summary>It is as before, but the places of most notices cannot be read.</summary>
        public bool IsWithoutPlaces { get; init; }
    }
}
