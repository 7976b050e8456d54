import { type HttpAnswer, post } from './http.ts'
import type { Market } from './server.ts'

/** A market that trusts one proxy believes a test that it comes from any address. */
export const behindProxy = { SOUK_TRUST_PROXY: '1' }

/** One of 65,536 addresses of a network for documentation's sake. */
export const elsewhere = (number: number): string => `198.18.${(number >> 8) & 255}.${number & 255}`

/** A request from an address, by way of the proxy. */
export const postFrom = (
  market: Market,
  address: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<HttpAnswer> =>
  post(`${market.url}${path}`, { body, headers: { 'x-forwarded-for': address, ...headers } })
