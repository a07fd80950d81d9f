'use strict';

// What a case says when the other side answered something else.

const assert = require('node:assert');
const util = require('node:util');

function equal(actual, expected, what) {
  if (util.isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: ${shorten(actual)} instead of ${shorten(expected)}`);
}

function zeros(payload, size) {
  equal(payload.body.length, size, 'payload size');
  assert(payload.body.every((byte) => byte === 0), 'the payload holds other bytes than zeros');
}

// Runs the call to its end, which has to be this status.
async function fails(call, code, details) {
  let answer;
  try {
    answer = await call();
  } catch (error) {
    if (error.code === undefined) throw error;
    equal(error.code, code, `status code (${error.details})`);
    if (details !== undefined) equal(error.details, details, 'status message');
    return;
  }
  throw new Error(`the call succeeded with ${shorten(answer)} instead of failing with ${code}`);
}

const shorten = (value) => util.inspect(value, { breakLength: Infinity }).slice(0, 200);

module.exports = { equal, zeros, fails };
