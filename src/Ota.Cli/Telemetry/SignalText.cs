using System.Globalization;
using Ota.V1;

namespace Ota.Cli.Telemetry;

/// <summary>A value for people.</summary>
internal static class SignalText
{
    public static string Of(SignalValue value) => value.ValueCase switch
    {
        SignalValue.ValueOneofCase.Flag => value.Flag ? "true" : "false",
        SignalValue.ValueOneofCase.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        SignalValue.ValueOneofCase.Number => value.Number.ToString("G", CultureInfo.InvariantCulture),
        SignalValue.ValueOneofCase.Text => value.Text,
        _ => "none",
    };

    /// <summary>As a number; null for a text and for no value.</summary>
    public static double? NumberOf(SignalValue value) => value.ValueCase switch
    {
        SignalValue.ValueOneofCase.Flag => value.Flag ? 1 : 0,
        SignalValue.ValueOneofCase.Integer => value.Integer,
        SignalValue.ValueOneofCase.Number => value.Number,
        _ => null,
    };
}
