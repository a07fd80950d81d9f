using System.Globalization;
using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Rollouts.Explaining;

/// <summary>Failure reasons as one text, such as <c>flash 0x72 (E-1204)</c>.</summary>
internal static class ReasonText
{
    public static string Of(FailureReason? reason)
    {
        if (reason is null) return "";
        string text = WireName<FailureFamily>.Of(reason.Family);
        if (reason.Code != 0) text += string.Create(CultureInfo.InvariantCulture, $" 0x{reason.Code:x2}");
        return reason.SupplierCode.Length > 0 ? $"{text} ({reason.SupplierCode})" : text;
    }
}
