namespace Ota.Server.Operators;

internal static class OperatorsFeature
{
    public static void AddOperators(this IServiceCollection services, OperatorsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<OperatorStore>();
        services.AddSingleton<RevocationStore>();
        services.AddSingleton<CredentialOffice>();
        services.AddSingleton<FirstOperator>();
        services.AddSingleton<OperatorAuthenticator>();
        services.AddSingleton<OperatorsMetrics>();
        services.AddSingleton<CallGate>();
        services.AddGrpc(grpc => grpc.Interceptors.Add<OperatorInterceptor>());
        services.AddGrpcReflection();
    }

    public static void MapOperators(this WebApplication app)
    {
        app.UseMiddleware<AuthenticationMiddleware>();
        app.MapGrpcService<OperatorsService>();
        app.MapGrpcReflectionService();
    }
}
