using Ota.Core.Vehicles;

namespace Ota.Server.Bundles.Director;

/// <summary>An ECU with what it was proven to run, and what it ran before; empty where that is unknown.</summary>
internal readonly record struct ProvenEcu(EcuSerial Serial, HardwareId Hardware, string Digest, string PreviousDigest);
