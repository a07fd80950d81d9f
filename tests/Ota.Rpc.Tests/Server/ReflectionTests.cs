using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.Extensions.DependencyInjection;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Server;

public sealed class ReflectionTests
{
    private const string V1 = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private const string V1Alpha = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

    [Theory]
    [InlineData("ota.rpc.tests.Echo", "echo.proto")]
    [InlineData("ota.rpc.tests.Echo.Unary", "echo.proto")]
    [InlineData("ota.rpc.tests.EchoMessage", "echo.proto")]
    [InlineData("ota.rpc.tests.EchoMessage.text", "echo.proto")]
    [InlineData("ota.rpc.tests.Symbols", "symbols.proto")]
    [InlineData("ota.rpc.tests.Symbols.plain", "symbols.proto")]
    [InlineData("ota.rpc.tests.Symbols.choice", "symbols.proto")]
    [InlineData("ota.rpc.tests.Symbols.left", "symbols.proto")]
    [InlineData("ota.rpc.tests.Symbols.Inner", "symbols.proto")]
    [InlineData("ota.rpc.tests.Symbols.Inner.shade", "symbols.proto")]
    [InlineData("ota.rpc.tests.Symbols.Inner.Tone", "symbols.proto")]
    [InlineData("ota.rpc.tests.Symbols.Inner.TONE_LOW", "symbols.proto")]
    [InlineData("ota.rpc.tests.Shade", "symbols.proto")]
    [InlineData("ota.rpc.tests.SHADE_LIGHT", "symbols.proto")]
    [InlineData("ota.rpc.tests.outer_extension", "symbols.proto")]
    [InlineData("ota.rpc.tests.Symbols.Inner.nested_extension", "symbols.proto")]
    [InlineData(".ota.rpc.tests.Shade", "symbols.proto")]
    public async Task Every_kind_of_symbol_leads_to_its_file(string symbol, string file) =>
        Files((await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol })).Single())[0].Name.Should().Be(file);

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    public async Task An_extension_leads_to_its_file(int number) => Files((await AskAsync(new ServerReflectionRequest
    {
        FileContainingExtension = new ExtensionRequest { ContainingType = "ota.rpc.tests.Symbols", ExtensionNumber = number },
    })).Single())[0].Name.Should().Be("symbols.proto");

    [Fact]
    public async Task The_extensions_of_a_message_are_listed()
    {
        ServerReflectionResponse answer = (await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "ota.rpc.tests.Symbols" })).Single();
        answer.AllExtensionNumbersResponse.BaseTypeName.Should().Be("ota.rpc.tests.Symbols");
        answer.AllExtensionNumbersResponse.ExtensionNumber.Should().Equal(100, 101);
    }

    [Fact]
    public async Task A_file_comes_with_all_that_it_needs()
    {
        List<FileDescriptorProto> files = Files((await AskAsync(new ServerReflectionRequest { FileByFilename = "echo.proto" })).Single());
        files.Select(file => file.Name).Should().Equal("echo.proto", "symbols.proto");
    }

    [Fact]
    public async Task The_services_are_listed() =>
        (await AskAsync(new ServerReflectionRequest { ListServices = "" })).Single().ListServicesResponse.Service.Select(service => service.Name)
            .Should().Equal("grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "ota.rpc.tests.Echo");

    [Fact]
    public async Task What_is_not_known_is_NOT_FOUND_within_the_stream_and_the_next_question_is_answered()
    {
        List<ServerReflectionResponse> answers = await AskAsync(
            new ServerReflectionRequest { FileContainingSymbol = "nowhere.Thing" },
            new ServerReflectionRequest { FileByFilename = "nowhere.proto" },
            new ServerReflectionRequest { AllExtensionNumbersOfType = "nowhere.Thing" },
            new ServerReflectionRequest { FileContainingExtension = new ExtensionRequest { ContainingType = "ota.rpc.tests.Symbols", ExtensionNumber = 1 } },
            new ServerReflectionRequest { Host = "asked without a question" },
            new ServerReflectionRequest { FileByFilename = "symbols.proto" });

        answers.Take(4).Should().OnlyContain(answer => answer.ErrorResponse.ErrorCode == (int)StatusCode.NotFound);
        answers[4].ErrorResponse.Should().NotBeNull();
        answers[4].OriginalRequest.Host.Should().Be("asked without a question");
        Files(answers[5]).Should().ContainSingle();
    }

    [Fact]
    public async Task Older_tools_get_the_same_answers()
    {
        ServerReflectionRequest[] questions =
            [new() { ListServices = "" }, new() { FileByFilename = "echo.proto" }, new() { FileContainingSymbol = "nowhere.Thing" }];
        (await AskAsync(V1Alpha, questions)).Should().Equal(await AskAsync(V1, questions));
    }

    private static Task<List<ServerReflectionResponse>> AskAsync(params ServerReflectionRequest[] questions) => AskAsync(V1, questions);

    private static async Task<List<ServerReflectionResponse>> AskAsync(string path, ServerReflectionRequest[] questions)
    {
        await using RpcServer server = await RpcServer.StartAsync(
            services: services => services.AddGrpcReflection(), map: app => app.MapGrpcReflectionService());
        using RpcClient client = server.Client();
        RpcAnswer answer = await client.CallAsync(path, [.. questions.SelectMany(question => RpcClient.Frame(question))]);
        answer.StatusCode.Should().Be(StatusCode.OK);
        await server.ShouldStillServeAsync();
        return [.. answer.Frames.Select(frame => ServerReflectionResponse.Parser.ParseFrom(RpcClient.Payload(frame)))];
    }

    private static List<FileDescriptorProto> Files(ServerReflectionResponse answer)
    {
        answer.ErrorResponse.Should().BeNull();
        return [.. answer.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom)];
    }
}
