namespace Grpc.Net.Client;

internal static class UserAgent
{
    public static string Value { get; } =
        $"grpc-dotnet-ota/{typeof(UserAgent).Assembly.GetName().Version?.ToString(3)} (.NET {Environment.Version})";
}
