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

/** Did it reach the outermost trusted proxy by TLS? */
export function isSecure(request: IncomingMessage, trust: Trust): boolean {
  const proxied = trust(request.socket.remoteAddress ?? '', 0)
  const forwarded = request.headers['x-forwarded-proto']
  return proxied && typeof forwarded === 'string' && forwarded.split(',')[0]?.trim() === 'https'
}

/** The host that a request names, where it is one; a stranger's text never gets into a page. */
export function clientHost({ headers }: IncomingMessage): string {
  const { host } = headers
  return host && /^[\w.:[\]-]{1,255}$/.test(host) ? host : 'localhost'
}
