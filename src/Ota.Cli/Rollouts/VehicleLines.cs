using Ota.Core.Vehicles;

namespace Ota.Cli.Rollouts;

/// <summary>Reads a file of VINs and vids part by part: it may be larger than memory. What is neither is remembered, not handed on.</summary>
internal sealed class VehicleLines(TextReader text, string path)
{
    private const int PartSize = 5000;
    private const int MaxShown = 20;

    private readonly List<string> _problems = [];
    private long _line;
    private long _bad;

    /// <summary>How many were read.</summary>
    public long Count { get; private set; }

    public IEnumerable<string[]> ReadParts() => Read().Chunk(PartSize);

    /// <summary>To be called when all parts were read.</summary>
    /// <exception cref="CliException">What is wrong in which line, or that there is nothing.</exception>
    public void Check()
    {
        if (_bad > MaxShown) _problems.Add($"And {_bad - MaxShown} more; nothing was done.");
        if (_bad > 0) throw new CliException(ExitCode.Refused, _problems);
        if (Count == 0) throw CliException.BadUsage($"{path} names no vehicle; put a VIN or a vid on each line.");
    }

    private IEnumerable<string> Read()
    {
        while (text.ReadLine() is { } line)
        {
            _line++;
            string vehicle = line.Trim(' ', '\t', '\ufeff');
            if (vehicle.Length == 0) continue;
            if (Vid.TryParse(vehicle) is not null || Vin.TryParse(vehicle) is not null)
            {
                Count++;
                yield return vehicle;
            }
            else if (_bad++ < MaxShown)
            {
                // The text stays out: it may be nearly a VIN.
                _problems.Add($"{path}, line {_line}: this is neither a VIN (17 characters of A-Z and 0-9 without I, O and Q) nor a vid (32 lower-case hexadecimal digits).");
            }
        }
    }
}
