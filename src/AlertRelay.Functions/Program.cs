using AlertRelay.Functions;

await FunctionApp.Build(args).RunAsync();
