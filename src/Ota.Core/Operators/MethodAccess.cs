namespace Ota.Core.Operators;

/// <summary>The kinds of callers that a method can be open to.</summary>
public enum MethodAccess
{
    /// <summary>Callers without credentials too.</summary>
    Anyone,

    /// <summary>Every operator, whatever the roles.</summary>
    AnyOperator,

    /// <summary>Operators with one of the rule's roles.</summary>
    Roles,
}
