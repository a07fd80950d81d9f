using Ota.Core.Bundles.Json;

namespace Ota.Core.Tests.Bundles.Json;

/// <summary>Makes documents by chance, with the characters that encoders get wrong.</summary>
internal sealed class JsonMaker(Random random)
{
    private const int MostChildren = 5;

    private static readonly string[] Pieces =
        ["a", "Z", "10", "9", " ", "\"", "\\", "/", "\n", "\r", "\t", "\b", "\f", "\0", "\x1f", "\x7f", "\x80", "é", "e\u0301", "€", "\uffff", "\u2028", "<", "'"];

    private static readonly long[] Edges = [0, 1, -1, JsonLimits.MaxInteger, -JsonLimits.MaxInteger];

    public JsonValue Any(int depth = 4) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => new JsonText(Text() + (random.Next(4) == 0 ? "\U0001F697" : "")),
        1 => new JsonInteger(Edges[random.Next(Edges.Length)]),
        2 => new JsonInteger(random.NextInt64(-JsonLimits.MaxInteger, JsonLimits.MaxInteger)),
        3 => new JsonBoolean(random.Next(2) == 0),
        4 => new JsonNull(),
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(MostChildren)).Select(_ => Any(depth - 1))]),
        _ => Object(depth),
    };

    public JsonObject Object(int depth = 4) => new(
        Enumerable.Range(0, random.Next(MostChildren)).Select(_ => Text()).Distinct()
            .Select(name => new KeyValuePair<string, JsonValue>(name, Any(depth - 1))));

    private string Text() => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
