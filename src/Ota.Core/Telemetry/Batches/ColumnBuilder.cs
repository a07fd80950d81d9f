using System.Text;
using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Telemetry.Batches;

/// <summary>Collects the readings of one signal and writes them as a SignalColumn.</summary>
internal sealed class ColumnBuilder(SignalDefinition signal)
{
    private readonly List<long> _times = [];
    private readonly List<DecimalNumber> _numbers = [];
    private readonly List<double> _doubles = [];
    private readonly List<int> _words = [];
    private readonly List<byte[]> _texts = [];
    private readonly List<int> _absent = [];
    private bool _onlyDoubles;

    public SignalDefinition Signal { get; } = signal;

    public int Count => _times.Count;

    public bool HasTimesOf(ColumnBuilder other) => _times.SequenceEqual(other._times);

    /// <summary>Whole numbers, flags too.</summary>
    public void Add(long time, long value)
    {
        _times.Add(time);
        _numbers.Add(new DecimalNumber(value, 0));
    }

    public void Add(long time, double value)
    {
        _times.Add(time);
        _onlyDoubles |= !DecimalNumber.TryFrom(value, out DecimalNumber number);
        _numbers.Add(number);
        _doubles.Add(value);
    }

    public void Add(long time, DecimalNumber value)
    {
        _times.Add(time);
        _numbers.Add(value);
        _doubles.Add(value.ToDouble());
    }

    public void Add(long time, ReadOnlySpan<byte> text)
    {
        _times.Add(time);
        int word = 0;
        while (word < _texts.Count && !text.SequenceEqual(_texts[word])) word++;
        if (word == _texts.Count) _texts.Add(text.ToArray());
        _words.Add(word);
    }

    public bool HasRoomFor(ReadOnlySpan<byte> text)
    {
        if (_texts.Count < TextReader.MaximumTexts) return true;
        foreach (byte[] known in _texts)
        {
            if (text.SequenceEqual(known)) return true;
        }

        return false;
    }

    /// <summary>No value, explicitly; its place repeats the value before, which costs the least.</summary>
    public void AddAbsent(long time)
    {
        _absent.Add(Count);
        _times.Add(time);
        if (Signal.Kind == SignalKind.Text)
        {
            if (_texts.Count == 0) _texts.Add(Encoding.UTF8.GetBytes(Signal.Allowed.Count > 0 ? Signal.Allowed[0] : ""));
            _words.Add(_words.Count > 0 ? _words[^1] : 0);
            return;
        }

        _numbers.Add(_numbers.Count > 0 ? _numbers[^1] : default);
        _doubles.Add(_doubles.Count > 0 ? _doubles[^1] : 0);
    }

    /// <param name="wire">Where to.</param>
    /// <param name="scratch">Memory to use.</param>
    /// <param name="start">What the times count from.</param>
    /// <param name="timesOf">The earlier column, from 1, whose times are the same; 0 if none.</param>
    public void Write(WireBuffer wire, WireBuffer scratch, long start, int timesOf)
    {
        wire.Field(WireFields.Signal, (ulong)Signal.Id);
        wire.Field(WireFields.TimesOf, (ulong)timesOf);
        if (timesOf == 0) WriteTimes(wire, scratch, start);
        switch (Signal.Kind)
        {
            case SignalKind.Flag:
                WriteFlags(wire, scratch);
                break;
            case SignalKind.Text:
                WriteTexts(wire, scratch);
                break;
            default:
                if (!TryWriteNumbers(wire, scratch)) WriteDoubles(wire, scratch);
                break;
        }

        scratch.Clear();
        foreach (int position in _absent) scratch.Varint((ulong)position);
        wire.Field(WireFields.Absent, scratch.Written);
    }

    private void WriteTimes(WireBuffer wire, WireBuffer scratch, long start)
    {
        scratch.Clear();
        long last = start;
        long step = 0;
        for (int i = 0; i < _times.Count; i++)
        {
            long next = _times[i] - last;
            scratch.Zigzag(i <= 1 ? next : next - step);
            step = next;
            last = _times[i];
        }

        wire.Field(WireFields.Times, scratch.Written);
    }

    private bool TryWriteNumbers(WireBuffer wire, WireBuffer scratch)
    {
        if (_onlyDoubles) return false;
        int decimals = _numbers.Max(number => number.Decimals);
        Span<long> values = new long[_numbers.Count];
        long step = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (Signal.Kind == SignalKind.Integer) values[i] = _numbers[i].Mantissa;
            else if (!_numbers[i].TryRescale(decimals, out values[i])) return false;
            step = Divisor(step, values[i]);
        }

        if (step is 0 or > uint.MaxValue) step = 1;
        scratch.Clear();
        long last = 0;
        foreach (long value in values)
        {
            scratch.Zigzag(unchecked((value / step) - last));
            last = value / step;
        }

        wire.Field(WireFields.Decimals, (ulong)decimals);
        if (step > 1) wire.Field(WireFields.Step, (ulong)step);
        wire.Field(WireFields.Numbers, scratch.Written);
        return true;
    }

    private void WriteDoubles(WireBuffer wire, WireBuffer scratch)
    {
        scratch.Clear();
        foreach (double value in _doubles) scratch.Double(value);
        wire.Field(WireFields.Doubles, scratch.Written);
    }

    private void WriteFlags(WireBuffer wire, WireBuffer scratch)
    {
        scratch.Clear();
        foreach (DecimalNumber flag in _numbers) scratch.Varint((ulong)flag.Mantissa);
        wire.Field(WireFields.Flags, scratch.Written);
    }

    private void WriteTexts(WireBuffer wire, WireBuffer scratch)
    {
        foreach (byte[] text in _texts) wire.Member(WireFields.Texts, text);
        scratch.Clear();
        foreach (int word in _words) scratch.Varint((ulong)word);
        wire.Field(WireFields.TextOf, scratch.Written);
    }

    private static long Divisor(long left, long right)
    {
        if (right == long.MinValue) return 1;
        right = Math.Abs(right);
        while (right != 0) (left, right) = (right, left % right);
        return left;
    }
}
