namespace Ota.Core.Vehicles.Filters;

/// <summary>How a field is compared.</summary>
public enum FilterKind
{
    /// <summary>With =, != and : (holds); wildcards are allowed.</summary>
    Text,

    /// <summary>With = and !=; one of some words.</summary>
    Word,

    /// <summary>With =, !=, &lt;, &lt;=, &gt; and &gt;=. An unknown number is equal to none, below none and above none.</summary>
    Number,

    /// <summary>With &lt;, &lt;=, &gt; and &gt;=.</summary>
    Time,

    /// <summary>Several texts: = or : if one of them fits, != if none does.</summary>
    Texts,

    /// <summary>Texts by name: the name follows after a dot.</summary>
    NamedTexts,
}
