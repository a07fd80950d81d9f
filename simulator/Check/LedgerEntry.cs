namespace Ota.Simulator.Check;

/// <summary>A line of the ledger: one batch that was sent.</summary>
internal readonly record struct LedgerEntry(string Vid, string BootId, uint Stream, ulong Seq, int Readings, bool Acknowledged);
