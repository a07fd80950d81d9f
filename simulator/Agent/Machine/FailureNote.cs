using Ota.Payloads.V1;

namespace Ota.Simulator.Agent.Machine;

/// <summary>What went wrong, as a journal keeps it.</summary>
/// <param name="Family">What kind of thing.</param>
/// <param name="Code">Which of that kind.</param>
/// <param name="SupplierCode">What the ECU's supplier calls it.</param>
internal sealed record FailureNote(FailureFamily Family, uint Code = 0, string SupplierCode = "")
{
    public Failure ToMessage() => new() { Family = Family, Code = Code, SupplierCode = SupplierCode };
}
