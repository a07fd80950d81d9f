namespace Ota.Mqtt;

/// <summary>
/// What checking a property block finds out on the way: the bit of each property that is present, and two values that every
/// publish needs.
/// </summary>
internal readonly record struct PropertySummary(ulong Present, ushort TopicAlias, uint MessageExpiryInterval)
{
    public bool Has(MqttPropertyId id) => (Present & (1UL << (int)id)) != 0;
}
