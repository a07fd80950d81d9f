namespace Ota.Conformance;

/// <summary>The normative statements of MQTT 3.1.1 that a test holds the broker to (its appendix B).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class Clause311Attribute(params string[] statements) : Attribute
{
    public IReadOnlyList<string> Statements => statements;
}
