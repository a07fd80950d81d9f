using Ota.Server.Settings;

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>Limits of enrolment.</summary>
internal sealed record EnrolmentOptions
{
    public static readonly Setting[] Settings =
    [
        new("vehicle-certificate-days", "DAYS", "Life of a vehicle's certificate.", "730"),
        new("enrol-rate", "N/S", "Enrolments tried, on average, with as many at once; further ones are told to come later.", "200"),
    ];

    public int CertificateDays { get; init; } = 730;

    public int TriesPerSecond { get; init; } = 200;

    public static EnrolmentOptions From(SettingValues values)
    {
        EnrolmentOptions defaults = new();
        return new EnrolmentOptions
        {
            CertificateDays = values.Number("vehicle-certificate-days", 1, 3650, "days") ?? defaults.CertificateDays,
            TriesPerSecond = values.Number("enrol-rate", 1, 1_000_000, "enrolments a second") ?? defaults.TriesPerSecond,
        };
    }
}
