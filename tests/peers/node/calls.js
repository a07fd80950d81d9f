'use strict';

// grpc-js speaks in callbacks and events; the cases are written with promises.

const deadline = () => ({ deadline: Date.now() + 20000 });

// A unary call: resolves to the response and the metadata around it.
function unary(client, method, request, metadata, options = deadline()) {
  return new Promise((resolve, reject) => {
    const seen = {};
    const finish = () => seen.response !== undefined && seen.trailing && resolve(seen);
    const call = client[method](request, metadata, options, (error, response) => {
      if (error) return reject(error);
      seen.response = response;
      return finish();
    });
    call.on('metadata', (initial) => { seen.initial = initial; });
    call.on('status', (status) => { seen.trailing = status.metadata; finish(); });
  });
}

// A client-streaming call: sends the requests, each with its write flags, and resolves to the response.
function clientStream(client, method, requests) {
  return new Promise((resolve, reject) => {
    const call = client[method](deadline(), (error, response) => (error ? reject(error) : resolve(response)));
    sendAll(call, [...requests]).catch(() => {}); // The callback above has the reason.
  });
}

async function sendAll(call, requests) {
  for (const { message, flags } of requests) await send(call, message, flags);
  call.end();
}

// Writable.write takes no flags: they travel where a stream of strings has its encoding.
const send = (call, message, flags) =>
  new Promise((resolve, reject) => {
    call._write(message, String(flags ?? 0), (error) => (error ? reject(error) : resolve()));
  });

// The responses of a call, one at a time; throws the status that the call ended with.
const responses = (call) => call[Symbol.asyncIterator]();

async function next(iterator) {
  const { value, done } = await iterator.next();
  if (done) throw new Error('the stream ended early');
  return value;
}

async function rest(iterator) {
  const all = [];
  for (let step = await iterator.next(); !step.done; step = await iterator.next()) all.push(step.value);
  return all;
}

module.exports = { deadline, unary, clientStream, responses, next, rest };
