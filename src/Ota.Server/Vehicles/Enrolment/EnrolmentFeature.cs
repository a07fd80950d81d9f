namespace Ota.Server.Vehicles.Enrolment;

internal static class EnrolmentFeature
{
    public static void AddEnrolment(this IServiceCollection services, EnrolmentOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<EnrolmentStore>();
        services.AddSingleton<EnrolmentRate>();
        services.AddSingleton<EnrolmentMetrics>();
        services.AddSingleton<EnrolmentDesk>();
        services.AddSingleton<VehicleIssuer>();
        services.AddSingleton<ClaimOffice>();
        services.AddSingleton<FleetCertificates>();
    }

    public static void MapEnrolment(this WebApplication app) => app.MapGrpcService<EnrolmentService>();
}
