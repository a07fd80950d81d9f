using Ota.Server.Settings;

namespace Ota.Server.Operators;

/// <summary>Limits of operators' credentials.</summary>
internal sealed record OperatorsOptions
{
    public static readonly Setting[] Settings =
    [
        new("credential-days", "DAYS", "Longest life of an operator's credential.", "397"),
    ];

    public int CredentialDays { get; init; } = 397;

    public static OperatorsOptions From(SettingValues values) => new()
    {
        CredentialDays = values.Number("credential-days", 1, 3650, "days") ?? new OperatorsOptions().CredentialDays,
    };
}
