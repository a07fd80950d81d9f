using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Ota.Rpc.Tests.Support;
using Status = Google.Rpc.Status;

namespace Ota.Rpc.Tests.StatusDetails;

public sealed class RichErrorTests
{
    private static readonly BadRequest Bad = new() { FieldViolations = { new BadRequest.Types.FieldViolation { Field = "vin", Description = "17 characters, grüße" } } };
    private static readonly ErrorInfo Info = new() { Reason = "POPULATION_EMPTY", Domain = "ota.test", Metadata = { ["rollout"] = "r1" } };
    private static readonly RetryInfo Retry = new() { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(30)) };

    private static readonly Status Rich = new()
    {
        Code = (int)StatusCode.InvalidArgument,
        Message = "The rollout has no vehicles.",
        Details = { Any.Pack(Bad), Any.Pack(Info), Any.Pack(Retry) },
    };

    [Fact]
    public async Task Details_travel_to_the_caller()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        server.Script.Unary = (_, _) => throw Rich.ToRpcException();

        RpcAnswer answer = await client.UnaryAsync(new EchoMessage());

        answer.StatusCode.Should().Be(StatusCode.InvalidArgument);
        answer.Detail.Should().Be("The rollout has no vehicles.");
        Status read = Status.Parser.ParseFrom(answer.Bytes("grpc-status-details-bin"));
        read.GetDetail<BadRequest>().Should().Be(Bad);
        read.GetDetail<ErrorInfo>().Should().Be(Info);
        read.GetDetail<RetryInfo>().Should().Be(Retry);
        read.GetDetail<QuotaFailure>().Should().BeNull();
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public void An_exception_gives_back_the_status_that_it_was_made_of() => Rich.ToRpcException().GetRpcStatus().Should().Be(Rich);

    [Fact]
    public void Code_and_message_outside_may_differ_from_those_inside()
    {
        RpcException exception = Rich.ToRpcException(StatusCode.Aborted, "other");
        exception.Status.Should().Be(new Grpc.Core.Status(StatusCode.Aborted, "other"));
        exception.GetRpcStatus()!.Code.Should().Be((int)StatusCode.InvalidArgument);
    }

    [Fact]
    public void An_exception_without_details_has_none() =>
        new RpcException(new Grpc.Core.Status(StatusCode.Aborted, "")).GetRpcStatus().Should().BeNull();

    [Fact]
    public void Details_that_are_no_status_are_told_apart_from_no_details()
    {
        RpcException exception = new(new Grpc.Core.Status(StatusCode.Aborted, ""), new Metadata { { "grpc-status-details-bin", [0xff, 0xff] } });
        exception.Invoking(it => it.GetRpcStatus()).Should().Throw<InvalidProtocolBufferException>();
    }
}
