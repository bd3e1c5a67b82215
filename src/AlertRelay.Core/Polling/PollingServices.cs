using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Polling;

internal static class PollingServices
{
    public static IServiceCollection AddPolling(this IServiceCollection services)
    {
        services.AddOptions<PollingOptions>().BindConfiguration("Polling").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DocumentReader>();
        services.AddSingleton<PageReader>();
        services.AddSingleton<ChannelReader>();
        services.AddSingleton<ChannelPoller>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<PollRound>();
        services.AddSingleton<PollRequests>();
        services.AddSingleton<FetchTurns>();
        services.AddSingleton<ChannelTrial>();
        return services;
    }
}

/// <summary>Section "Polling"; environment variables: Polling__PagesPerPoll and so on.</summary>
public sealed class PollingOptions
{
    [Description("Pages of an indexed channel that one poll reads. The others follow in the next polls.")]
    [Range(1, 1000, ErrorMessage = "Polling:PagesPerPoll must be between 1 and 1000.")]
    public int PagesPerPoll { get; set; } = 60;

    [Description("A poll requests no further page of an indexed channel after this time. The others follow in the next polls.")]
    [Range(typeof(TimeSpan), "00:00:05", "00:02:00", ErrorMessage = "Polling:ReadingTime must be between 5 seconds and 2 minutes, as in 1m.")]
    public TimeSpan ReadingTime { get; set; } = TimeSpan.FromMinutes(1);

    [Description("How long one instance keeps the others from polling the same channel. After a crash the channel waits until it ends.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Polling:Lease must be between 1 second and 10 minutes, as in 2m.")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    [Description("Alerts are deleted from the history this long after they were detected.")]
    [Range(typeof(TimeSpan), "30.00:00:00", "36500.00:00:00", ErrorMessage = "Polling:KeepAlertsFor must be between 30 and 36500 days, as in 1826d.")]
    public TimeSpan KeepAlertsFor { get; set; } = TimeSpan.FromDays(1826);

    [Description("The original documents of alerts are deleted after this.")]
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Polling:KeepEvidenceFor must be between 1 and 3650 days, as in 365d.")]
    public TimeSpan KeepEvidenceFor { get; set; } = TimeSpan.FromDays(365);

    [Description("Past versions of notices are deleted this long after they were replaced.")]
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Polling:KeepVersionsFor must be between 1 and 3650 days, as in 730d.")]
    public TimeSpan KeepVersionsFor { get; set; } = TimeSpan.FromDays(730);

    [Description("The time of the daily heartbeat, in UTC.")]
    public TimeOnly HeartbeatAt { get; set; } = new(6, 0);

    [Description("Channels that are polled at the same time. Requests to one host never run at the same time.")]
    [Range(1, 64, ErrorMessage = "Polling:Concurrency must be between 1 and 64.")]
    public int Concurrency { get; set; } = 4;

    [Description("The first polls after a start are spread over this time. Under the Functions host `0s`.")]
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Polling:StartSpread must be between 0 and 1 hour, as in 10s.")]
    public TimeSpan StartSpread { get; set; } = TimeSpan.FromSeconds(10);
}
