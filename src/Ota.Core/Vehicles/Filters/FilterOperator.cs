namespace Ota.Core.Vehicles.Filters;

/// <summary>How two values are compared. The sign : is read as an = with wildcards around.</summary>
public enum FilterOperator
{
    /// <summary>=</summary>
    Equal,

    /// <summary>!=, which is NOT with =</summary>
    NotEqual,

    /// <summary>&lt;</summary>
    Less,

    /// <summary>&lt;=</summary>
    LessOrEqual,

    /// <summary>&gt;</summary>
    Greater,

    /// <summary>&gt;=</summary>
    GreaterOrEqual,
}
