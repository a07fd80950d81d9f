namespace Ota.Server.Telemetry.Sinks;

/// <summary>One value of one signal, as it goes out to a sink.</summary>
/// <param name="Vid">The vehicle's opaque id; never its VIN.</param>
/// <param name="Signal">The catalogue's path, such as Vehicle.Speed.</param>
/// <param name="TimeMs">When it was captured, in milliseconds since 1970 UTC.</param>
/// <param name="Value">The value, in the type that the catalogue gives the signal.</param>
internal readonly record struct TelemetryPoint(string Vid, string Signal, long TimeMs, PointValue Value);
