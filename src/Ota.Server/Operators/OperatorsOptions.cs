using Ota.Server.Settings;

namespace Ota.Server.Operators;

/// <summary>Limits of operators' credentials.</summary>
internal sealed record OperatorsOptions
{
    public static readonly Setting[] Settings =
    [
        new("credential-days", "N", "Longest life of an operator's credential, in days; 397 without it."),
    ];

    public int CredentialDays { get; init; } = 397;

    public static OperatorsOptions From(SettingValues values) => new()
    {
        CredentialDays = values.Number("credential-days", 1, 3650, "days") ?? new OperatorsOptions().CredentialDays,
    };
}
