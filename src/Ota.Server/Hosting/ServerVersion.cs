using System.Reflection;

namespace Ota.Server.Hosting;

/// <summary>Which build this is.</summary>
internal static class ServerVersion
{
    /// <summary>Semantic version without build metadata.</summary>
    public static string Text { get; } = typeof(ServerVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
