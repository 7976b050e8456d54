import type { IncomingMessage } from 'node:http'
import proxyAddress from '@fastify/proxy-addr'
import type { TrustProxy } from '../config.ts'
import { type AddressGroup, addressGroup } from './address-group.ts'

/** Is the `index`th address, counted from this machine, a trusted proxy? */
export type Trust = (address: string, index: number) => boolean

export function trustOf(trustProxy: TrustProxy): Trust {
  if (trustProxy === false) return () => false
  if (typeof trustProxy === 'number') return (_, index) => index < trustProxy
  return proxyAddress.compile([...trustProxy])
}

/** The client's address, as far as the proxies in between are trusted. */
export const clientAddress = (request: IncomingMessage, trust: Trust): string => proxyAddress(request, trust)

/** The key of a request in limits per address. */
export const clientGroup = (request: IncomingMessage, trust: Trust): AddressGroup =>
  addressGroup(clientAddress(request, trust))

/** Did it reach the outermost trusted proxy over TLS? Some proxies report the scheme of a WebSocket. */
export const isSecure = (request: IncomingMessage, trust: Trust): boolean =>
  /^(https|wss)$/i.test(forwarded(request, trust, 'x-forwarded-proto') ?? '')

/** The host, with its port, that the client asked for; null when that is not a host. */
export function clientHost(request: IncomingMessage, trust: Trust): string | null {
  const host = forwarded(request, trust, 'x-forwarded-host') ?? request.headers.host
  return host && /^[\w.:[\]-]{1,255}$/.test(host) ? host : null
}

/**
 * What the outermost trusted proxy wrote into a header; null when none did. Each proxy appends a value or keeps
 * the existing one, so values to the left of those of trusted proxies were sent by the client.
 */
function forwarded(request: IncomingMessage, trust: Trust, name: string): string | null {
  const { remoteAddress } = request.socket
  const header = request.headers[name]
  if (typeof header !== 'string' || !remoteAddress || !trust(remoteAddress, 0)) return null
  const values = header.split(',').map((value) => value.trim())
  const proxies = Math.max(1, proxyAddress.all(request, trust).length - 1)
  return values[Math.max(0, values.length - proxies)] || null
}
