using AlertRelay.Cli;

return await CommandLine.Run(args);
