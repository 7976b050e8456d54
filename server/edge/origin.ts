import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import { clientHost, isSecure, type Trust } from './client-address.ts'

export interface OriginsDependencies {
  /** Further origins that the operator allows, besides the server's own. */
  origins: readonly string[]
  trust: Trust
  logger: Logger
}

/** Decides whether a page may act here. A cookie proves nothing: browsers send it from pages of any origin. */
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
   * A request without an `Origin` does not come from a page. Any other must come from the scheme, host and port that the
   * client requested (under any name of this machine), or from an origin that the operator allowed.
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

  /** The likely cause is a proxy that ends TLS and is not trusted; then no page works. */
  #warn(origin: string): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    this.#logger.warn(
      { origin },
      'a page that was loaded by HTTPS was refused, since its request came by HTTP: behind a proxy that ends TLS, set SOUK_TRUST_PROXY or SOUK_ORIGINS',
    )
  }
}

/** This server's origin as the client requested it; null when the host is invalid. */
export function originAsked(request: IncomingMessage, trust: Trust): string | null {
  const host = clientHost(request, trust)
  return host && normalized(`${isSecure(request, trust) ? 'https' : 'http'}://${host}`)
}

/** In lower case, without a default port; null for anything else than a web origin, such as `null`. */
const normalized = (origin: string): string | null =>
  /^https?:\/\/[^/?#@\\\s]+$/i.test(origin) && URL.canParse(origin) ? new URL(origin).origin : null
