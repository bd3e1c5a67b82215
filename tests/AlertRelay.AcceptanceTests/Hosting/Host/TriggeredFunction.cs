using System.Text.Json;
using AlertRelay.AcceptanceTests.Hosting.Rpc;

namespace AlertRelay.AcceptanceTests.Hosting.Host;

/// <summary>A function and its trigger, as the worker describes them.</summary>
public sealed class TriggeredFunction
{
    private readonly JsonElement _trigger;

    internal TriggeredFunction(RpcFunctionMetadata metadata)
    {
        Metadata = metadata;
        _trigger = metadata.RawBindings
            .Select(text => JsonDocument.Parse(text).RootElement)
            .Single(binding => Text(binding, "type").EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));
    }

    public string Name => Metadata.Name;

    public string Id => Metadata.FunctionId;

    public bool IsTimer => Is("timerTrigger");

    public bool IsQueue => Is("queueTrigger");

    public bool IsHttp => Is("httpTrigger");

    /// <summary>The parameter that takes what triggered it.</summary>
    public string Parameter => Text(_trigger, "name");

    public string Schedule => Text(_trigger, "schedule");

    public string QueueName => Text(_trigger, "queueName");

    public IReadOnlyList<string> Methods => [.. _trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!)];

    internal RpcFunctionMetadata Metadata { get; }

    private bool Is(string type) => Text(_trigger, "type").Equals(type, StringComparison.OrdinalIgnoreCase);

    private static string Text(JsonElement binding, string name) => binding.GetProperty(name).GetString()!;
}
