using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Ota.Core.Telemetry.Batches;
using Ota.Payloads.V1;

namespace Ota.Simulator.Replay;

/// <summary>
/// The trouble codes of one virtual vehicle, put between the steps of its plan: the full set at the start, then some that come and go. They
/// have a chance of their own, so a plan is the same with and without them, and count in stream 3. Their clock is right.
/// </summary>
internal sealed class TroubleCodeSource
{
    private const uint Stream = 3;

    // Misfires, a catalyst, a lost bus; a truck's dosing.
    private static readonly (string Ecu, TroubleCodeFormat Format, string Raw)[] Known =
    [
        ("engine", TroubleCodeFormat.J2012, "0300"), ("engine", TroubleCodeFormat.Uds, "030100"), ("engine", TroubleCodeFormat.Uds, "042000"),
        ("gateway", TroubleCodeFormat.Uds, "C10087"), ("aftertreatment", TroubleCodeFormat.J1939, "900C1405"), ("radio", TroubleCodeFormat.Maker, "B00C"),
    ];

    private readonly double _rate;
    private readonly double _duplicates;
    private readonly long _startMs;
    private readonly Random _random;
    private readonly ByteString _boot;
    private readonly SortedSet<int> _set = [];
    private ulong _seq;

    /// <param name="plan">The vehicle.</param>
    /// <param name="options">The chance after each batch that a code comes or goes; 0: no reports at all.</param>
    /// <param name="startMs">The time at the beginning of the run, Unix milliseconds.</param>
    public TroubleCodeSource(VehiclePlan plan, ReplayOptions options, long startMs)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"trouble codes {options.Seed} {plan.Vid}"));
        byte[] boot = new byte[BootId.Size];
        plan.BootId.Write(boot);
        _boot = ByteString.CopyFrom(boot);
        _random = new Random(BitConverter.ToInt32(hash));
        _rate = options.TroubleCodes;
        _duplicates = options.Faults.Duplicates;
        _startMs = startMs;
    }

    /// <summary>The steps with reports among them.</summary>
    public IEnumerable<VehicleStep> Among(IEnumerable<VehicleStep> steps)
    {
        bool isFirst = true;
        foreach (VehicleStep step in steps)
        {
            if (isFirst && _rate > 0) yield return Full(step.AtMs);
            isFirst = false;
            yield return step;
            if (step is not VehicleStep.Publish || _random.NextDouble() >= _rate) continue;
            VehicleStep.Publish report = Event(step.AtMs);
            yield return report;
            if (_random.NextDouble() < _duplicates) yield return report with { IsRepeat = true };
        }
    }

    private VehicleStep.Publish Full(long at)
    {
        for (int i = 0; i < Known.Length; i++)
        {
            if (_random.Next(3) == 0) _set.Add(i);
        }

        TroubleCodeReport report = Head(at);
        report.Full = true;
        report.Codes.Add(_set.Select(i => Code(i, at)));
        return Publish(report, at);
    }

    private VehicleStep.Publish Event(long at)
    {
        int index = _random.Next(Known.Length);
        bool cleared = _set.Remove(index);
        if (!cleared) _set.Add(index);
        TroubleCodeReport report = Head(at);
        report.Events.Add(new TroubleCodeEvent { Code = Code(index, at), Cleared = cleared, AtMs = _startMs + at });
        return Publish(report, at);
    }

    private TroubleCodeReport Head(long at) => new()
    {
        SchemaVersion = BatchHeader.SchemaVersion,
        BootId = _boot,
        Stream = Stream,
        Seq = ++_seq,
        CaptureMs = _startMs + at,
        SentMs = _startMs + at,
        ClockQuality = Ota.Payloads.V1.ClockQuality.Gnss,
    };

    private TroubleCode Code(int index, long at)
    {
        (string ecu, TroubleCodeFormat format, string raw) = Known[index];
        TroubleCode code = new()
        {
            Ecu = ecu,
            Format = format,
            Raw = ByteString.CopyFrom(Convert.FromHexString(raw)),
            Occurrences = (uint)_random.Next(1, 20),
            FirstMs = _startMs + at,
            LastMs = _startMs + at,
            OdometerM = (uint)_random.Next(1_000_000, 200_000_000),
        };
        if (format == TroubleCodeFormat.Uds) code.Status = 0x2F;
        return code;
    }

    private static VehicleStep.Publish Publish(TroubleCodeReport report, long at) =>
        new(at, Stream, report.Seq, report.ToByteArray(), Readings: 0, IsRepeat: false) { Type = "dtc" };
}
