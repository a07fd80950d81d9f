namespace Ota.Mqtt;

/// <summary>What a sender says about its payload (MQTT 5.0 section 3.3.2.3.2). The codec does not check the payload against it.</summary>
public enum PayloadFormat : byte
{
    /// <summary>Bytes of an unspecified kind.</summary>
    Unspecified = 0,

    /// <summary>Well-formed UTF-8.</summary>
    Utf8 = 1,
}
