namespace Ota.Conformance;

/// <summary>The normative statements of MQTT 5.0 that a test holds the broker to (its appendix B).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClauseAttribute(params string[] statements) : Attribute
{
    public IReadOnlyList<string> Statements => statements;
}
