import type { IncomingMessage } from 'node:http'
import proxyAddress from '@fastify/proxy-addr'
import type { Config } from '../config.ts'
import { type AddressGroup, addressGroup } from './address-group.ts'

/** Tells whether the `index`th address, counted from this machine, is a proxy whose headers are believed. */
export type Trust = (address: string, index: number) => boolean

export function trustOf(trustProxy: Config['trustProxy']): Trust {
  if (trustProxy === false) return () => false
  if (typeof trustProxy === 'number') return (_, index) => index < trustProxy
  return proxyAddress.compile([...trustProxy])
}

/** The address that a request really comes from, as far as the proxies before it are trusted. */
export const clientAddress = (request: IncomingMessage, trust: Trust): string => proxyAddress(request, trust)

/** What the limits per address count such a request by. */
export const clientGroup = (request: IncomingMessage, trust: Trust): AddressGroup =>
  addressGroup(clientAddress(request, trust))

/** Did it reach the outermost trusted proxy by TLS? Some proxies name the scheme of a WebSocket. */
export const isSecure = (request: IncomingMessage, trust: Trust): boolean =>
  /^(https|wss)$/i.test(forwarded(request, trust, 'x-forwarded-proto') ?? '')

/** The host, with its port, that the client asked for; null where that is no host. */
export function clientHost(request: IncomingMessage, trust: Trust): string | null {
  const host = forwarded(request, trust, 'x-forwarded-host') ?? request.headers.host
  return host && /^[\w.:[\]-]{1,255}$/.test(host) ? host : null
}

/**
 * What the outermost trusted proxy wrote into a header; null where none did. Each proxy appends a value or keeps
 * the one that is there, so values further to the left than trusted proxies reach are the client's own words.
 */
function forwarded(request: IncomingMessage, trust: Trust, name: string): string | null {
  const { remoteAddress } = request.socket
  const header = request.headers[name]
  if (typeof header !== 'string' || !remoteAddress || !trust(remoteAddress, 0)) return null
  const values = header.split(',').map((value) => value.trim())
  const proxies = Math.max(1, proxyAddress.all(request, trust).length - 1)
  return values[Math.max(0, values.length - proxies)] || null
}
