namespace Ota.Core.Vehicles.Filters;

/// <summary>The pieces of a filter's text.</summary>
internal enum FilterTokenKind
{
    Word,
    Quoted,
    Sign,
    Open,
    Close,
    End,
}
