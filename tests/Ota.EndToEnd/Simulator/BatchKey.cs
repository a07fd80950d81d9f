namespace Ota.EndToEnd.Simulator;

/// <summary>What makes a batch the same one.</summary>
internal sealed record BatchKey(string Vid, string BootId, uint Stream, ulong Seq);
