import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { ApiError } from '../protocol/errors.js';

/** Refuses whoever does not send the token. Digests of equal length are compared, in a time that does not tell how far they agree. */
export function requireToken(token: string): MiddlewareHandler {
  const expected = digest(token);
  return async (c, next) => {
    const given = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (given === undefined || !timingSafeEqual(digest(given), expected)) {
      c.header('www-authenticate', 'Bearer');
      throw new ApiError(401, 'invalid_api_key', 'This server needs a token: send it as "Authorization: Bearer …".');
    }
    await next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Whether an address is this machine's own and no other machine can reach it. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);
}

/**
 * Refuses requests for another host's name. A server without a token is reachable from this machine only, and so is any
 * web page that is open on it: one whose name was made to point here (DNS rebinding) must not get through.
 */
export const requireLoopbackHost: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host');
  if (host !== undefined && !LOOPBACK.test(host)) {
    throw new ApiError(403, 'wrong_host', 'This server answers only to localhost. Give it a token to reach it by another name.');
  }
  await next();
};

/** Refuses bodies that are not declared as JSON: a web page may send those anywhere without asking first. */
export const requireJson: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'POST' && !/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new ApiError(415, 'unsupported_media_type', 'Send the body as application/json.');
  }
  await next();
};
