using System.Globalization;
using AlertRelay.Commands;
using Spectre.Console;

// Lists, reports and the log are the same on every server; no locale's calendar or separators stand in them.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

PlainWriter.Install();
// Tables have no colours: a terminal gets no control sequences at all.
AnsiConsole.Profile.Capabilities.Ansi = false;

return await CommandLine.Run(args);
