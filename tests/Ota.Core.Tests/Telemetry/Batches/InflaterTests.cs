using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Telemetry.Batches;

namespace Ota.Core.Tests.Telemetry.Batches;

public sealed class InflaterTests
{
    // Bytes of few and of many kinds, short and long, so that stored, fixed and dynamic blocks and long matches all occur.
    private static readonly Gen<byte[]> Data =
        from kinds in Gen.Elements(1, 2, 5, 40, 256)
        from length in Gen.Elements(0, 1, 3, 50, 700, 3_000, 70_000)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select Make(seed, kinds, length);

    private static readonly Gen<CompressionLevel> Level = Gen.Elements(Enum.GetValues<CompressionLevel>());

    [Fact]
    public void What_zlib_deflates_is_inflated()
    {
        Prop.ForAll(Data.ToArbitrary(), Level.ToArbitrary(), (data, level) =>
        {
            byte[] room = new byte[data.Length];
            return new Inflater().TryInflate(Deflate(data, level), room) && room.SequenceEqual(data);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_result_of_another_size_than_announced_is_refused()
    {
        byte[] data = Make(1, 5, 700);
        byte[] deflated = Deflate(data, CompressionLevel.Optimal);
        new Inflater().TryInflate(deflated, new byte[699]).Should().BeFalse();
        new Inflater().TryInflate(deflated, new byte[701]).Should().BeFalse();
        new Inflater().TryInflate([.. deflated, 0], new byte[700]).Should().BeFalse();
    }

    [Fact]
    public void A_cut_off_end_is_refused()
    {
        byte[] data = Make(2, 40, 300);
        byte[] deflated = Deflate(data, CompressionLevel.Optimal);
        for (int length = 0; length < deflated.Length; length++)
            new Inflater().TryInflate(deflated.AsSpan(0, length), new byte[data.Length]).Should().BeFalse();
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_mean_what_zlib_takes_them_for()
    {
        Prop.ForAll(Data.ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (data, seed) =>
        {
            Random random = new(seed);
            byte[] deflated = Deflate(data, CompressionLevel.Optimal);
            deflated[random.Next(deflated.Length)] ^= (byte)(1 << random.Next(8));
            byte[] room = new byte[data.Length];
            return !new Inflater().TryInflate(deflated, room) || Reference(deflated) is not { } reference || reference.SequenceEqual(room);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        Inflater inflater = new();
        byte[] room = new byte[2_000];
        for (int seed = 0; seed < 20_000; seed++) inflater.TryInflate(Make(seed, 256, seed % 200), room.AsSpan(0, seed % 2_000));
    }

    private static byte[] Make(int seed, int kinds, int length)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(kinds))];
    }

    private static byte[] Deflate(byte[] data, CompressionLevel level)
    {
        using MemoryStream target = new();
        using (DeflateStream stream = new(target, level)) stream.Write(data);
        // An empty input leaves the stream of the class library silent; deflate says it with an empty last block.
        return target.ToArray() is { Length: > 0 } deflated ? deflated : [0x03, 0x00];
    }

    private static byte[]? Reference(byte[] deflated)
    {
        try
        {
            using MemoryStream target = new();
            using DeflateStream stream = new(new MemoryStream(deflated), CompressionMode.Decompress);
            stream.CopyTo(target);
            return target.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
