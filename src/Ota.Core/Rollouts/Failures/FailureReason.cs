namespace Ota.Core.Rollouts.Failures;

/// <summary>What went wrong.</summary>
/// <param name="Family">The kind.</param>
/// <param name="Code">
/// Which of that kind: 1 to 0xFFFF are ours (for <see cref="FailureFamily.Flash"/> the UDS negative response code, ISO 14229-1), from 0x10000
/// on the maker's; 0 if not said.
/// </param>
/// <param name="SupplierCode">What the ECU's supplier calls it, up to 64 printable characters; may be empty.</param>
public sealed record FailureReason(FailureFamily Family, int Code = 0, string SupplierCode = "");
