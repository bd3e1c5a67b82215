using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Polling;

/// <summary>Section "Polling"; environment variables: Polling__PagesPerPoll and so on.</summary>
public sealed class PollingOptions
{
    /// <summary>The maximum number of pages of an indexed channel per poll. The others follow in the next polls.</summary>
    [Range(1, 1000, ErrorMessage = "Polling:PagesPerPoll must be between 1 and 1000.")]
    public int PagesPerPoll { get; set; } = 60;

    /// <summary>A poll requests no further page of an indexed channel after this time. The others follow in the next polls.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:02:00", ErrorMessage = "Polling:ReadingTime must be between 5 seconds and 2 minutes, as in 00:01:00.")]
    public TimeSpan ReadingTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long one instance prevents the others from polling the same channel. It is released when the poll ends; after a crash the channel waits
    /// until it expires. A longer poll may cause duplicate requests, but never duplicate alerts.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Polling:Lease must be between 1 second and 10 minutes, as in 00:02:00.")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Alerts are deleted from the history this long after they were detected. Retries and sends on request need them for weeks.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "36500.00:00:00", ErrorMessage = "Polling:KeepAlertsFor must be between 30 and 36500 days, as in 1826.00:00:00.")]
    public TimeSpan KeepAlertsFor { get; set; } = TimeSpan.FromDays(1826);

    /// <summary>The original documents of alerts are deleted after this.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Polling:KeepEvidenceFor must be between 1 and 3650 days, as in 365.00:00:00.")]
    public TimeSpan KeepEvidenceFor { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Past versions of notices are deleted this long after they were replaced.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Polling:KeepVersionsFor must be between 1 and 3650 days, as in 730.00:00:00.")]
    public TimeSpan KeepVersionsFor { get; set; } = TimeSpan.FromDays(730);

    /// <summary>The time of the daily heartbeat, in UTC.</summary>
    public TimeOnly HeartbeatAt { get; set; } = new(6, 0);

    /// <summary>The maximum number of concurrent polls. Requests to one host never run concurrently.</summary>
    [Range(1, 64, ErrorMessage = "Polling:Concurrency must be between 1 and 64.")]
    public int Concurrency { get; set; } = 4;

    /// <summary>The first polls after a start are spread over this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Polling:StartSpread must be between 0 and 1 hour.")]
    public TimeSpan StartSpread { get; set; } = TimeSpan.FromSeconds(10);
}
