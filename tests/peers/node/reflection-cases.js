'use strict';

// Calls the interop service knowing nothing of it but what the server's reflection tells.

const grpc = require('@grpc/grpc-js');
const checks = require('./checks');
const contract = require('./contract');
const { deadline, unary, responses, next, rest } = require('./calls');

const Service = 'grpc.testing.TestService';

const reflection = (version) => async (server) => {
  const client = contract.connect(contract.reflection(version).ServerReflection, server);
  const call = client.ServerReflectionInfo(deadline());
  const received = responses(call);
  const ask = (question) => {
    call.write(question);
    return next(received);
  };

  const { service } = (await ask({ list_services: '*' })).list_services_response;
  checks.equal(service.some(({ name }) => name === Service), true, `${Service} is listed`);
  const found = await ask({ file_containing_symbol: Service });
  checks.equal(found.message_response, 'file_descriptor_response', 'answer to a known symbol');
  const unknown = await ask({ file_containing_symbol: 'no.such.Symbol' });
  checks.equal(unknown.error_response.error_code, grpc.status.NOT_FOUND, 'code for an unknown symbol');
  call.end();
  checks.equal(await rest(received), [], 'answers after the last question');
  await callWith(contract.ofDescriptors(found.file_descriptor_response.file_descriptor_proto), server);
};

async function callWith(definition, server) {
  const client = contract.connect(definition.grpc.testing.TestService, server);
  const none = new grpc.Metadata();
  checks.equal((await unary(client, 'EmptyCall', {}, none)).response, {}, 'response');
  const request = { response_size: 314159, payload: { body: Buffer.alloc(271828) } };
  checks.zeros((await unary(client, 'UnaryCall', request, none)).response.payload, 314159);
}

module.exports = { reflection_v1: reflection('v1'), reflection_v1alpha: reflection('v1alpha') };
