namespace Ota.Server.Operators;

/// <summary>An operator as stored; times in Unix milliseconds.</summary>
internal sealed class OperatorRow
{
    public string Name { get; init; } = "";

    public string Roles { get; init; } = "";

    public long Created { get; init; }

    /// <summary>Empty for the operator made at the first start.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>Null while active.</summary>
    public long? Disabled { get; init; }
}
