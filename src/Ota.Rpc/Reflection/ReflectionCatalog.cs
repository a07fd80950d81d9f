using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;

namespace Grpc.Reflection;

/// <summary>Every .proto file behind the mapped services, by file name, symbol and extension. Built at the first question.</summary>
internal sealed class ReflectionCatalog(MappedServices services)
{
    private readonly Lazy<Index> _index = new(() => new Index(services.Descriptors.Select(service => service.File)));

    public IEnumerable<string> Services => services.Descriptors.Select(service => service.FullName).Order(StringComparer.Ordinal);

    /// <summary>The file with all that it depends on, serialized, or null.</summary>
    public IReadOnlyList<ByteString>? ByFileName(string name) => Closure(_index.Value.Files.GetValueOrDefault(name));

    /// <summary>The file that declares a symbol with all that it depends on, serialized, or null.</summary>
    public IReadOnlyList<ByteString>? BySymbol(string name) => Closure(_index.Value.Symbols.GetValueOrDefault(name.TrimStart('.')));

    /// <summary>The file that declares an extension with all that it depends on, serialized, or null.</summary>
    public IReadOnlyList<ByteString>? ByExtension(string type, int number) =>
        Closure(_index.Value.Extensions.GetValueOrDefault((type.TrimStart('.'), number)));

    /// <summary>The numbers of the known extensions of a message type, or null when the type is not known.</summary>
    public IReadOnlyList<int>? ExtensionNumbers(string type) => _index.Value.Symbols.ContainsKey(type.TrimStart('.'))
        ? [.. _index.Value.Extensions.Keys.Where(key => key.Type == type.TrimStart('.')).Select(key => key.Number).Order()]
        : null;

    private static List<ByteString>? Closure(FileDescriptor? file)
    {
        if (file is null)
            return null;
        List<FileDescriptor> files = [file];
        for (int i = 0; i < files.Count; i++)
            files.AddRange(files[i].Dependencies.Where(dependency => !files.Contains(dependency)));
        return files.ConvertAll(found => found.SerializedData);
    }

    private sealed class Index
    {
        public Index(IEnumerable<FileDescriptor> roots)
        {
            foreach (FileDescriptor root in roots)
                Add(root);
        }

        public Dictionary<string, FileDescriptor> Files { get; } = [];

        public Dictionary<string, FileDescriptor> Symbols { get; } = [];

        public Dictionary<(string Type, int Number), FileDescriptor> Extensions { get; } = [];

        private void Add(FileDescriptor file)
        {
            if (!Files.TryAdd(file.Name, file))
                return;
            foreach (FileDescriptor dependency in file.Dependencies)
                Add(dependency);
            foreach (ServiceDescriptor service in file.Services)
            {
                Name(service);
                foreach (MethodDescriptor method in service.Methods)
                    Name(method);
            }
            foreach (MessageDescriptor message in file.MessageTypes)
                Add(message);
            foreach (EnumDescriptor type in file.EnumTypes)
                Add(type);
            Add(file.Extensions);
        }

        private void Add(MessageDescriptor message)
        {
            Name(message);
            foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
                Name(field);
            foreach (OneofDescriptor oneof in message.Oneofs)
                Name(oneof);
            foreach (MessageDescriptor nested in message.NestedTypes)
                Add(nested);
            foreach (EnumDescriptor nested in message.EnumTypes)
                Add(nested);
            Add(message.Extensions);
        }

        private void Add(EnumDescriptor type)
        {
            Name(type);
            string scope = type.FullName[..^type.Name.Length];
            foreach (EnumValueDescriptor value in type.Values)
            {
                Name(value);
                Symbols[scope + value.Name] = type.File; // The language puts values beside their enum; only the C# descriptor, inside it.
            }
        }

        private void Add(ExtensionCollection extensions)
        {
            foreach (FieldDescriptor extension in extensions.UnorderedExtensions)
            {
                Name(extension);
                Extensions[(extension.ExtendeeType.FullName, extension.FieldNumber)] = extension.File;
            }
        }

        private void Name(IDescriptor descriptor) => Symbols[descriptor.FullName] = descriptor.File;
    }
}
