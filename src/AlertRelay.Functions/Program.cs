using System.Globalization;
using AlertRelay.Functions;

// Stored facts, lists and the log are the same on every server, whatever its locale.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

await FunctionApp.Build(args).RunAsync();
