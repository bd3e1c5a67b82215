namespace AlertRelay.Observability;

/// <summary>
/// The event ids that alert rules (infra/modules/alerts.bicep) and operators use. A message may be reworded, but its id keeps
/// its meaning. Messages that are not listed here have no stable id. docs/operate/log.md says what each means.
/// </summary>
public static class EventIds
{
    // Polling
    [LogEvent(LogLevel.Information, "an alert was detected")]
    public const int AlertDetected = 1001;

    [LogEvent(LogLevel.Warning, "something about a document is unusual", "read the message")]
    public const int ChannelRemark = 1002;

    [LogEvent(
        LogLevel.Warning, "a channel's health changed",
        "see `GET /api/v1/channels` or `alertrelay doctor`. They count the pages, entries, levels and places that cannot be "
        + "parsed, and print a new address")]
    public const int ChannelHealth = 1003;

    [LogEvent(LogLevel.Warning, "a channel could not be read", "nothing, unless it repeats: the next poll tries again")]
    public const int ChannelNotRead = 1004;

    [LogEvent(LogLevel.Information, "how many polls of the last hour found nothing new")]
    public const int ChannelUnchanged = 1005;

    [LogEvent(LogLevel.Information, "a channel was read")]
    public const int ChannelRead = 1006;

    [LogEvent(LogLevel.Error, "a poll stopped with an error in the relay", "report it with the stack trace")]
    public const int PollBroken = 1007;

    // Storage
    [LogEvent(LogLevel.Critical, "the storage account cannot be used", "the message names the missing role or setting")]
    public const int StorageNotReady = 1101;

    [LogEvent(LogLevel.Error, "a batch of a fan-out failed too often and was set aside", "[poison queues](../../infra/logs.md#poison-queues)")]
    public const int BatchParked = 1102;

    [LogEvent(LogLevel.Error, "this version cannot read a message in the queue", "[poison queues](../../infra/logs.md#poison-queues)")]
    public const int MessageUnreadable = 1103;

    [LogEvent(LogLevel.Error, "a row cannot be read and is skipped. Everything else continues", "restore that row from a copy of the store")]
    public const int RowUnreadable = 1104;

    [LogEvent(
        LogLevel.Error, "the store cannot be written or read, so `/health/ready` answers 503",
        "the message says what to do. The relay continues by itself")]
    public const int StoreFailing = 1105;

    [LogEvent(LogLevel.Information, "the store can be written again")]
    public const int StoreRecovered = 1106;

    // The API
    [LogEvent(
        LogLevel.Warning, "requests came with a wrong API key. One line a minute at most says how many. After 60 a minute an address gets 429",
        "nothing, unless it repeats")]
    public const int WrongKeys = 1201;

    [LogEvent(
        LogLevel.Warning, "connections were refused because `Api:Connections` were open. There is one line a minute at most",
        "raise the limit of descriptors, or find out who keeps them open")]
    public const int ConnectionsRefused = 1202;

    // Deliveries
    [LogEvent(LogLevel.Warning, "a delivery failed", "nothing: the message names the next attempt. You can send a dead letter again")]
    public const int DeliveryFailed = 1301;

    [LogEvent(LogLevel.Information, "a delivery succeeded after a retry")]
    public const int DeliveredLate = 1302;

    [LogEvent(LogLevel.Warning, "a subscription was disabled", "tell its owner, then run `alertrelay subscriptions resume`")]
    public const int SubscriptionDisabled = 1303;

    [LogEvent(LogLevel.Warning, "a subscription has been failing for days", "tell its owner")]
    public const int SubscriptionFailing = 1304;

    // The function app
    [LogEvent(LogLevel.Information, "a function runs late because the host was down")]
    public const int FunctionLate = 2001;

    [LogEvent(LogLevel.Error, "a call of a function failed", "the message says why")]
    public const int FunctionFailed = 2002;

    [LogEvent(LogLevel.Warning, "a call was cancelled. The next calls do the rest")]
    public const int FunctionCancelled = 2003;

    [LogEvent(
        LogLevel.Warning, "a setting of version 0.1 has no effect",
        "remove it ([Moving an existing app](../../infra/upgrade.md#moving-an-existing-app))")]
    public const int SettingWithoutEffect = 2004;
}
