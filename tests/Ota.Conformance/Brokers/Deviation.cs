namespace Ota.Conformance.Brokers;

/// <summary>
/// A test that a broker fails, and why that is the broker's fault. The test must fail as long as the row stands.
/// </summary>
/// <param name="Test">The name of the test method.</param>
/// <param name="Case">The protocol level or the row of the theory; empty is all of them.</param>
/// <param name="Clause">The statement that the broker does not follow.</param>
/// <param name="Reason">What it does instead.</param>
public sealed record Deviation(string Test, string Case, string Clause, string Reason)
{
    public bool Concerns(string test, string of) => Test == test && (Case.Length == 0 || Case == of);
}
