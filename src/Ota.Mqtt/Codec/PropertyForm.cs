namespace Ota.Mqtt;

/// <summary>The form of a property's value on the wire.</summary>
internal enum PropertyForm : byte
{
    Unknown,
    Byte,
    UInt16,
    UInt32,
    Variable,
    Text,
    Binary,
    TextPair,
}
