using System.Globalization;
using AlertRelay.Commands;

// Lists, reports and the log are the same on every server; no locale's calendar or separators stand in them.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

return await CommandLine.Run(args);
