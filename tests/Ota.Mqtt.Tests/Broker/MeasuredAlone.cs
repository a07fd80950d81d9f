namespace Ota.Mqtt.Tests.Broker;

[CollectionDefinition("Measured alone", DisableParallelization = true)]
public sealed class MeasuredAlone;
