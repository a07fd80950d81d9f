using System.Collections.Immutable;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>What is published at one moment, for readers. It never changes.</summary>
internal sealed record PublishedMemory
{
    public RepositorySet Image { get; init; } = new();

    public ImageView? View { get; init; }

    public RootMetadata? DirectorRoot { get; init; }

    /// <summary>The roots, which are small and asked for most, and the newest of everything else, also under their names without version.</summary>
    public ImmutableDictionary<(V1.RepositoryKind Kind, string File), PublishedFile> Files { get; init; } =
        ImmutableDictionary<(V1.RepositoryKind, string), PublishedFile>.Empty;

    /// <summary>All that was ever published.</summary>
    public ImmutableHashSet<(V1.RepositoryKind Kind, string File)> Names { get; init; } = [];

    /// <summary>The newest version of each role, by the words of repository and role.</summary>
    public ImmutableDictionary<(string Repository, string Role), long> Versions { get; init; } = ImmutableDictionary<(string, string), long>.Empty;

    public static PublishedMemory Of(RepositorySet image, IEnumerable<(V1.RepositoryKind Kind, MetadataFile File)> roots, IEnumerable<(V1.RepositoryKind, string)> names)
    {
        PublishedMemory memory = new PublishedMemory { Names = [.. names] };
        memory = roots.OrderBy(root => root.File.Version).Aggregate(memory, (one, root) => one.WithRoot(root.Kind, root.File));
        return memory.With(image);
    }

    /// <summary>The same with other files of the Image repository.</summary>
    public PublishedMemory With(RepositorySet image)
    {
        // What is not the newest any more leaves the memory; it is served from the database, to few.
        IEnumerable<(V1.RepositoryKind, string)> old = Image.Files.Where(file => file.Role != "root").Select(file => (V1.RepositoryKind.Image, file.Name));
        PublishedMemory next = this with { Image = image, View = ImageView.Of(image), Files = Files.RemoveRange(old) };
        return image.Files.Aggregate(next, (memory, file) => memory.WithFile(V1.RepositoryKind.Image, file));
    }

    public PublishedMemory WithRoot(V1.RepositoryKind kind, MetadataFile root)
    {
        PublishedMemory next = WithFile(kind, root);
        if (kind != V1.RepositoryKind.Director) return next;
        return next with { DirectorRoot = SignedFile.Read<RootMetadata>(root.Bytes.Span, MetadataRole.Root, root.Name).Metadata };
    }

    private PublishedMemory WithFile(V1.RepositoryKind kind, MetadataFile file)
    {
        PublishedFile served = PublishedFile.Of(file.Bytes);
        return this with
        {
            Files = Files.SetItem((kind, file.Name), served).SetItem((kind, $"{file.Role}.json"), served),
            Names = Names.Add((kind, file.Name)),
            Versions = Versions.SetItem((RepositoryWords.Of(kind), file.Role), file.Version),
        };
    }
}
