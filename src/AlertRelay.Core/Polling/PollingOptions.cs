using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Polling;

/// <summary>Section "Polling"; in Azure the settings are spelled Polling__PagesPerPoll and so on.</summary>
public sealed class PollingOptions
{
    /// <summary>How many pages of an indexed channel one poll reads; the rest follow in the next polls.</summary>
    [Range(1, 1000, ErrorMessage = "Polling:PagesPerPoll must be between 1 and 1000.")]
    public int PagesPerPoll { get; set; } = 60;

    /// <summary>No further page of an indexed channel is begun after this; the rest follow in the next polls.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:02:00", ErrorMessage = "Polling:ReadingTime must be between 5 seconds and 2 minutes, as in 00:01:00.")]
    public TimeSpan ReadingTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long one instance keeps the others from polling the same channel. Given back when the poll ends; after a crash the channel waits for it.
    /// A poll that outlasts it may be doubled at the publisher, never in what is told.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Polling:Lease must be between 1 second and 10 minutes, as in 00:02:00.")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The documents behind what was told are forgotten after this.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Polling:KeepEvidenceFor must be between 1 and 3650 days, as in 365.00:00:00.")]
    public TimeSpan KeepEvidenceFor { get; set; } = TimeSpan.FromDays(365);

    /// <summary>What a channel said of a subject is forgotten this long after it said something else.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Polling:KeepVersionsFor must be between 1 and 3650 days, as in 730.00:00:00.")]
    public TimeSpan KeepVersionsFor { get; set; } = TimeSpan.FromDays(730);

    /// <summary>The time of day, in UTC, of the heartbeat for subscriptions that ask for it.</summary>
    public TimeOnly HeartbeatAt { get; set; } = new(6, 0);

    /// <summary>How many channels are polled at once; one host is never asked twice at once.</summary>
    [Range(1, 64, ErrorMessage = "Polling:Concurrency must be between 1 and 64.")]
    public int Concurrency { get; set; } = 4;

    /// <summary>The first polls after a start are spread over this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Polling:StartSpread must be between 0 and 1 hour.")]
    public TimeSpan StartSpread { get; set; } = TimeSpan.FromSeconds(10);
}
