import type { IncomingMessage } from 'node:http'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { trustOf } from '../../server/edge/client-address.ts'
import { Origins, originAsked } from '../../server/edge/origin.ts'

/** A request as it arrives from a proxy on this machine. */
const arriving = (headers: Record<string, string>): IncomingMessage =>
  ({ headers, socket: { remoteAddress: '127.0.0.1' } }) as unknown as IncomingMessage

function decide(
  headers: Record<string, string>,
  { proxies = 0, origins = [] }: { proxies?: number; origins?: string[] } = {},
) {
  const lines: string[] = []
  const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(line) })
  const decider = new Origins({ origins, trust: trustOf(proxies || false), logger })
  const request = arriving(headers)
  const isAllowed = decider.allows(request)
  decider.allows(request)
  return { isAllowed, lines }
}

const tls = { 'x-forwarded-proto': 'https' }

test.each([
  ['the same', 'http://shop.example', { host: 'shop.example' }, true],
  ['another scheme', 'https://shop.example', { host: 'shop.example' }, false],
  ['the same, by TLS', 'https://shop.example', { host: 'shop.example', ...tls }, true],
  [
    'a page that came by HTTP, for a market on HTTPS',
    'http://shop.example',
    { host: 'shop.example', ...tls },
    false,
  ],
  ['another port', 'http://shop.example:8080', { host: 'shop.example' }, false],
  ['the default port, named by one', 'http://shop.example', { host: 'shop.example:80' }, true],
  ['the default port of HTTPS', 'https://shop.example:443', { host: 'shop.example', ...tls }, true],
  ['the port of the other scheme', 'https://shop.example', { host: 'shop.example:80', ...tls }, false],
  ['upper case', 'HTTP://Shop.Example', { host: 'sHOP.example' }, true],
  ['an IPv6 address', 'http://[::1]:3000', { host: '[0:0::1]:3000' }, true],
  ['a subdomain', 'http://a.shop.example', { host: 'shop.example' }, false],
  ['a longer name', 'http://shop.example.evil', { host: 'shop.example' }, false],
  ['null', 'null', { host: 'null' }, false],
  ['nothing', '', { host: 'shop.example' }, false],
  ['two', 'http://shop.example, http://evil.example', { host: 'shop.example' }, false],
  ['a user', 'http://shop.example@evil.example', { host: 'shop.example' }, false],
  ['a path', 'http://shop.example/', { host: 'shop.example' }, false],
  ['a backslash', 'http://shop.example\\.evil.example', { host: 'shop.example' }, false],
  ['another protocol', 'ws://shop.example', { host: 'shop.example' }, false],
  ['a file', 'file://', { host: 'shop.example' }, false],
  ['no host', 'http://localhost', {}, false],
  ['a host that is none', 'http://localhost', { host: 'a b' }, false],
  [
    'the last of two schemes',
    'https://shop.example',
    { host: 'shop.example', 'x-forwarded-proto': 'https, http' },
    false,
  ],
  [
    'the scheme of a socket',
    'https://shop.example',
    { host: 'shop.example', 'x-forwarded-proto': 'wss' },
    true,
  ],
  [
    'a scheme in upper case',
    'https://shop.example',
    { host: 'shop.example', 'x-forwarded-proto': 'HTTPS' },
    true,
  ],
  [
    'a forwarded host',
    'https://shop.example',
    { host: 'souk:3000', 'x-forwarded-host': 'shop.example', ...tls },
    true,
  ],
  [
    'the inner host',
    'http://souk:3000',
    { host: 'souk:3000', 'x-forwarded-host': 'shop.example', ...tls },
    false,
  ],
  [
    'the last of two hosts',
    'http://shop.example',
    { host: 'a', 'x-forwarded-host': 'shop.example, b' },
    false,
  ],
])('[G12] behind one proxy, an origin is compared: %s', (_, origin, headers, isAllowed) => {
  expect(decide({ origin, ...headers }, { proxies: 1 }).isAllowed).toBe(isAllowed)
})

test.each([
  ['https', '203.0.113.7', true],
  ['https, http', '203.0.113.7, 192.0.2.1', true],
  ['https, http, http', '203.0.113.7, 203.0.113.8, 192.0.2.1', false],
  ['http, https', '203.0.113.7, 192.0.2.1', false],
])('[G12] behind two proxies, the outer one’s scheme counts: %s', (scheme, addresses, isAllowed) => {
  const headers = { host: 'shop.example', 'x-forwarded-proto': scheme, 'x-forwarded-for': addresses }
  expect(decide({ origin: 'https://shop.example', ...headers }, { proxies: 2 }).isAllowed).toBe(isAllowed)
})

test('[G12] forwarding headers count only from a trusted proxy', () => {
  const headers = { host: 'souk', 'x-forwarded-host': 'shop.example', ...tls }
  expect(decide({ origin: 'https://shop.example', ...headers }).isAllowed).toBe(false)
  expect(decide({ origin: 'http://souk', ...headers }).isAllowed).toBe(true)
  expect(originAsked(arriving(headers), trustOf(false))).toBe('http://souk')
})

test('[G12] the operator’s own origins are allowed, and a request without one', () => {
  const origins = ['https://shop.example']
  expect(decide({ origin: 'https://shop.example', host: 'souk' }, { origins }).isAllowed).toBe(true)
  expect(decide({ origin: 'http://shop.example', host: 'souk' }, { origins }).isAllowed).toBe(false)
  expect(decide({ host: 'souk' }).isAllowed).toBe(true)
})

test('[config] an untrusted proxy that ends TLS is reported once', () => {
  const { lines } = decide({ origin: 'https://shop.example', host: 'shop.example' })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('SOUK_TRUST_PROXY')
  expect(decide({ origin: 'https://evil.example', host: 'shop.example' }).lines).toEqual([])
})
