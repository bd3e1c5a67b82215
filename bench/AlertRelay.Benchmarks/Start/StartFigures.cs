using AlertRelay.Benchmarks.FanOut;

namespace AlertRelay.Benchmarks.Start;

/// <summary>What one start took until it was done.</summary>
internal sealed record StartFigures(double Milliseconds, double CpuMilliseconds, double PeakMegabytes)
{
    public static StartFigures Of(Child program, TimeSpan elapsed) => new(elapsed.TotalMilliseconds, program.Cpu.TotalMilliseconds, program.PeakMegabytes);
}
