using AlertRelay.Commands;

return await CommandLine.Run(args);
