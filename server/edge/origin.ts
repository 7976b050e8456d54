import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import { clientHost, isSecure, type Trust } from './client-address.ts'

export interface OriginsDependencies {
  /** Further origins that the operator allows, besides the one that is asked. */
  origins: readonly string[]
  trust: Trust
  logger: Logger
}

/** Decides whether a page may act here. A cookie alone proves nothing: browsers send it along from anywhere. */
export class Origins {
  readonly #allowed: ReadonlySet<string>
  readonly #trust: Trust
  readonly #logger: Logger
  #hasWarned = false

  constructor({ origins, trust, logger }: OriginsDependencies) {
    this.#allowed = new Set(origins)
    this.#trust = trust
    this.#logger = logger
  }

  /**
   * A request without an `Origin` is not a page's. Any other must come from the scheme, host and port that the
   * client asked (so any name of this machine will do), or from an origin that the operator named.
   */
  allows(request: IncomingMessage): boolean {
    const { origin } = request.headers
    if (origin === undefined) return true
    const asking = normalized(origin)
    if (asking === null) return false
    const own = originAsked(request, this.#trust)
    if (asking === own || this.#allowed.has(asking)) return true
    if (asking.replace('https:', 'http:') === own) this.#warn(asking)
    return false
  }

  /** Probably a proxy that ends TLS and is not trusted, where no page works at all. */
  #warn(origin: string): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    this.#logger.warn(
      { origin },
      'a page that was loaded by HTTPS was refused, since its request came by HTTP: behind a proxy that ends TLS, set SOUK_TRUST_PROXY or SOUK_ORIGINS',
    )
  }
}

/** This server's own origin as the client asked for it; null where the host is not one. */
export function originAsked(request: IncomingMessage, trust: Trust): string | null {
  const host = clientHost(request, trust)
  return host && normalized(`${isSecure(request, trust) ? 'https' : 'http'}://${host}`)
}

/** Lower case, without a default port; null for what is no web origin, such as `null` or one with a path. */
const normalized = (origin: string): string | null =>
  /^https?:\/\/[^/?#@\\\s]+$/i.test(origin) && URL.canParse(origin) ? new URL(origin).origin : null
