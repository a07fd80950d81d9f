'use strict';

// A call that is in flight when the server stops gracefully ends well; a new one is told to go elsewhere.

const grpc = require('@grpc/grpc-js');
const checks = require('./checks');
const contract = require('./contract');
const { deadline, unary, responses, next, rest } = require('./calls');

const output = (size) => ({ response_parameters: [{ size }], payload: { body: Buffer.alloc(size) } });

// Resolves when the channel has left the state, which a server's going away makes it do.
const leave = (client, state) =>
  new Promise((resolve, reject) => {
    const { deadline: until } = deadline();
    client.getChannel().watchConnectivityState(state, until, (error) => (error ? reject(error) : resolve()));
  });

module.exports = {
  // Prints `IN FLIGHT`: then whoever runs this case stops the server.
  async drain(server) {
    const client = contract.connect(contract.interop().TestService, server);
    const call = client.FullDuplexCall(deadline());
    const received = responses(call);
    call.write(output(9));
    checks.zeros((await next(received)).payload, 9);
    console.log('IN FLIGHT');
    await leave(client, grpc.connectivityState.READY);
    const another = () => unary(client, 'EmptyCall', {}, new grpc.Metadata());
    await checks.fails(another, grpc.status.UNAVAILABLE);
    call.write(output(2653));
    checks.zeros((await next(received)).payload, 2653);
    call.end();
    checks.equal(await rest(received), [], 'responses after the last');
  },
};
