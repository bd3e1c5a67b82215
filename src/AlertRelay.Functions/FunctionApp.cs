using AlertRelay.Composition;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Observability;
using AlertRelay.Storage.Azure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Functions;

/// <summary>
/// The relay as an isolated worker of the Functions host. It has no loops of its own: all work comes by call. A wrong setting does not end the
/// program, because the host would start it again and again: instead, each call fails with a message that says what to write.
/// </summary>
internal static class FunctionApp
{
    public static IHost Build(string[] args)
    {
        IConfiguration configuration = new ConfigurationBuilder().Build();
        try
        {
            configuration = FunctionSettings.Load();
            FunctionSettings.Check(configuration);
            var host = Build(args, configuration, null);
            // Exporters are created when the host starts, before any call.
            _ = host.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value;
            return host;
        }
        catch (Exception fault) when (OperatorErrors.Explain(fault) is { } sentence)
        {
            return Build(args, configuration, sentence);
        }
    }

    private static IHost Build(string[] args, IConfiguration configuration, string? fault)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddConfiguration(configuration.GetSection("Logging"));
        builder.Services.AddSingleton(services => new SettingsFault(fault, services)).AddSingleton<FunctionCalls>().AddSingleton<HttpPipeline>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        if (fault is null)
            AddRelay(builder.Services, configuration);
        // The API has its own limit with its own response.
        builder.Services.Configure<KestrelServerOptions>(server => server.Limits.MaxRequestBodySize = null);
        return builder.Build();
    }

    private static void AddRelay(IServiceCollection services, IConfiguration configuration)
    {
        services.AddRelay(configuration);
        services.AddSingleton<IRetryQueue, AzureRetryQueue>();
        SettingsFault.TakeOver(services);
        // With this capability the host does not export the worker's logs itself.
        if (TelemetryExporters.Of(configuration).Any)
            services.AddTelemetryLogs(configuration).UseFunctionsWorkerDefaults();
    }
}
