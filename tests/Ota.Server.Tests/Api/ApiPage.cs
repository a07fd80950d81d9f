using System.Text;
using Google.Protobuf.Reflection;
using Ota.Core.Operators;

namespace Ota.Server.Tests.Api;

/// <summary>docs/api.md: services, methods and messages as the descriptors have them, with the comments of proto/ and the rows of the policy.</summary>
internal sealed class ApiPage(ProtoComments comments)
{
    private const string Introduction = """
        # API

        Made from `proto/ota/v1` and `AuthorizationPolicy` by `ApiPageTests`; change those.

        gRPC on the https port, with an operator's certificate or `authorization: Bearer TOKEN`; what is audited is written down before it happens
        and after. Beside these there are `grpc.health.v1.Health` and server reflection (v1 and v1alpha), for anybody. What vehicles send and
        get by MQTT and HTTP is in [vehicle-protocol.md](vehicle-protocol.md).

        """;

    private readonly StringBuilder _page = new(Introduction);

    public string Make(IEnumerable<FileDescriptor> files)
    {
        FileDescriptor[] all = [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
        _page.Append('\n');
        foreach (ServiceDescriptor service in all.SelectMany(file => file.Services))
            _page.Append($"- [{service.Name}](#{service.Name.ToLowerInvariant()}): {FirstSentence(comments.Of(service.FullName))}\n");
        foreach (FileDescriptor file in all)
        {
            foreach (ServiceDescriptor service in file.Services) Write(service);
            foreach (MessageDescriptor message in file.MessageTypes) Write(message);
            foreach (EnumDescriptor one in file.EnumTypes) Write(one);
        }
        return _page.ToString();
    }

    private void Write(ServiceDescriptor service)
    {
        _page.Append($"\n## {service.Name}\n\n`{service.FullName}`: {comments.Of(service.FullName)}\n\n| method | who | takes | gives | what |\n|---|---|---|---|---|\n");
        foreach (MethodDescriptor method in service.Methods)
        {
            _page.Append($"| `{method.Name}` | {WhoMay($"{service.FullName}/{method.Name}")} | {Streamed(method.InputType, method.IsClientStreaming)} ")
                .Append($"| {Streamed(method.OutputType, method.IsServerStreaming)} | {Cell(comments.Of(method.FullName))} |\n");
        }
    }

    private void Write(MessageDescriptor message)
    {
        if (message.GetOptions()?.MapEntry == true) return;
        _page.Append($"\n### {NameOf(message)}\n\n{comments.Of(message.FullName)}\n");
        if (message.Fields.InDeclarationOrder().Count > 0) _page.Append("\n| field | type | what |\n|---|---|---|\n");
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
            _page.Append($"| `{field.Name}` | {TypeOf(field)} | {OneOf(field)}{Cell(comments.Of(field.FullName))} |\n");
        foreach (MessageDescriptor nested in message.NestedTypes) Write(nested);
        foreach (EnumDescriptor nested in message.EnumTypes) Write(nested);
    }

    private void Write(EnumDescriptor one)
    {
        _page.Append($"\n### {NameOf(one)}\n\n{comments.Of(one.FullName)}\n\n| value | number | what |\n|---|---|---|\n");
        foreach (EnumValueDescriptor value in one.Values)
            _page.Append($"| `{value.Name}` | {value.Number} | {Cell(comments.Of($"{one.FullName}.{value.Name}"))} |\n");
    }

    private static string WhoMay(string method)
    {
        MethodRule rule = AuthorizationPolicy.RuleFor(method) ?? throw new InvalidOperationException($"{method} has no row in the policy.");
        string who = rule.Access switch
        {
            MethodAccess.Anyone => "anybody",
            MethodAccess.AnyOperator => "any operator",
            _ => string.Join(", ", rule.Roles.Select(role => role.ToString().ToLowerInvariant())),
        };
        return rule.Mutates ? $"{who}; audited" : who;
    }

    private static string Streamed(MessageDescriptor message, bool isStream) => $"{(isStream ? "stream of " : "")}{Link(message)}";

    private static string TypeOf(FieldDescriptor field)
    {
        if (field.IsMap) return $"map of {ValueOf(field.MessageType.Fields[1])} to {ValueOf(field.MessageType.Fields[2])}";
        string presence = field.IsRepeated ? "list of " : field.HasPresence && field.FieldType != FieldType.Message && field.RealContainingOneof is null ? "optional " : "";
        return presence + ValueOf(field);
    }

    private static string ValueOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => Link(field.MessageType),
        FieldType.Enum => Link(field.EnumType),
        _ => field.FieldType.ToString().ToLowerInvariant(),
    };

    private static string OneOf(FieldDescriptor field) => field.RealContainingOneof is { } choice ? $"One of `{choice.Name}`. " : "";

    private static string Link(DescriptorBase type)
    {
        string name = NameOf(type);
        return type.File.Package == "ota.v1" ? $"[{name}](#{name.Replace(".", "", StringComparison.Ordinal).ToLowerInvariant()})" : $"`{type.FullName}`";
    }

    /// <summary>Within the file, "Credential.Kind".</summary>
    private static string NameOf(DescriptorBase type) => type.FullName[(type.File.Package.Length + 1)..];

    private static string FirstSentence(string text) => text.Split(". ")[0].TrimEnd('.') + ".";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
