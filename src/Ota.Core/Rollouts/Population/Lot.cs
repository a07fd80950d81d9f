using System.Buffers.Binary;

namespace Ota.Core.Rollouts.Population;

/// <summary>What a vehicle drew: halves of a keyed hash. Two that draw the same rank are a matter of 2^-64.</summary>
/// <param name="Rank">Orders the vehicles of one stratum.</param>
/// <param name="Phase">Decides where a stratum begins within its first share; used of its first vehicle only.</param>
internal readonly record struct Lot(ulong Rank, ulong Phase)
{
    public static Lot Of(ReadOnlySpan<byte> code) => new(BinaryPrimitives.ReadUInt64BigEndian(code), BinaryPrimitives.ReadUInt64BigEndian(code[8..]));
}
