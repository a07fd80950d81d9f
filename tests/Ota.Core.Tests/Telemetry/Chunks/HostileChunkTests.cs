using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Telemetry.Chunks;

namespace Ota.Core.Tests.Telemetry.Chunks;

public sealed class HostileChunkTests
{
    private const byte Version = 1;

    private static readonly Gen<int> Seeds = Gen.Choose(0, int.MaxValue);

    [Fact]
    public void Any_bytes_are_a_chunk_or_are_refused_with_one_exception() => Holds(5000, seed =>
    {
        byte[] bytes = new byte[seed % 200];
        new Random(seed).NextBytes(bytes);
        if (bytes.Length > 3) bytes[0] = Version;
        if (bytes.Length > 3 && seed % 3 > 0) (bytes[1], bytes[2]) = ((byte)(bytes[1] & 3), (byte)(bytes[2] & 3));
        ReadOrRefuse(bytes);
    });

    [Fact]
    public void A_chunk_with_changed_bytes_is_read_or_refused() => Holds(3000, seed =>
    {
        Random random = new(seed);
        byte[] bytes = TestColumn.Write(TestColumn.Some(seed));
        for (int i = random.Next(1, 5); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        ReadOrRefuse(bytes);
    });

    [Fact]
    public void A_chunk_that_was_cut_short_or_made_longer_is_refused() => Holds(1000, seed =>
    {
        byte[] bytes = TestColumn.Write(TestColumn.Some(seed));
        FluentActions.Invoking(() => TestColumn.ReadAll([.. bytes.Take(seed % bytes.Length)])).Should().Throw<ChunkFormatException>();
        FluentActions.Invoking(() => TestColumn.ReadAll([.. bytes, 0])).Should().Throw<ChunkFormatException>();
    });

    [Fact]
    public void Few_bytes_cannot_stand_for_more_values_than_the_limit()
    {
        FluentActions.Invoking(() => Chunk.Read(Bomb(), new ChunkDirectory())).Should().Throw<ChunkFormatException>().WithMessage("*1048576 is the most*");
    }

    [Fact]
    public void Columns_out_of_order_and_values_without_times_are_refused_at_the_writer()
    {
        ChunkWriter writer = new();
        writer.Add(5, ColumnKind.Boolean, [1], [1]);
        FluentActions.Invoking(() => writer.Add(5, ColumnKind.Boolean, [1], [1])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => writer.Add(4, ColumnKind.Integer, [1], [1])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => writer.Add(6, ColumnKind.Integer, [1, 2], [1])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => writer.Add(6, ColumnKind.Boolean, [1], [2])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => writer.Add(6, ColumnKind.Integer, [], [])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => writer.Add(6, ColumnKind.Integer, new long[ChunkLimits.Values], new long[ChunkLimits.Values]))
            .Should().Throw<ArgumentException>();
    }

    /// <summary>Two columns of absences that share one constant series of 2^20 times: 18 bytes.</summary>
    private static byte[] Bomb() => [Version, 1, 2, 0, 0x80, 0x80, 0x40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            TestColumn.ReadAll(bytes);
        }
        catch (ChunkFormatException)
        {
            // As it should be; any other exception fails the test.
        }
    }

    private static void Holds(int times, Action<int> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(Seeds.ToArbitrary(), property));
}
