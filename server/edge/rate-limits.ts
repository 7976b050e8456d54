import type { AddressGroup } from './address-group.ts'
import { BuyerRates } from './buyer-rates.ts'
import { type Asker, EventRates } from './event-rates.ts'
import { Limits, type WindowBound, windowMsOf } from './limits.ts'
import { OutputRates } from './output-rates.ts'
import { PacketMeter } from './packet-meter.ts'
import type { RateKey } from './rate-key.ts'
import { SignInRates } from './sign-in-rates.ts'

/**
 * How much one session and one address may ask for. An address may stand for a thousand honest buyers behind one
 * router, so its bounds are wide; a session's are one person's. Keys expire, so memory is bounded by what came in
 * the last window. Sign-ins, sign-ups and wrong secrets count over all nodes. Taking returns null when it may proceed, else in how many ms to try again.
 */
export class RateLimits extends Limits {
  readonly events = new EventRates(this.on, this.bounds, this.now)
  readonly signIns = new SignInRates(this.on, this.bounds, this.now, this.shared)
  readonly output = new OutputRates(this.on, this.bounds, this.now)
  readonly buyers = new BuyerRates(this.on, this.bounds, this.now)
  readonly connections = this.window<RateKey>('connectionsPerAddressPerTenSeconds')
  /** How often connections join a namespace. */
  readonly joins = this.window<AddressGroup>('joinsPerAddressPerTenSeconds')
  /** HTTP requests to connections that poll. */
  readonly polls = this.window<RateKey>('pollsPerAddressPerTenSeconds')
  /** Sign-ups, and guests who sign out, since both are stored. */
  readonly signUps = this.sharedWindow<AddressGroup>('signUpsPerAddressPerMinute')
  /** Wrong tokens, links and receipts. Right ones never wait, since these secrets are too long to be guessed. */
  readonly wrongSecrets = this.sharedWindow<AddressGroup>('wrongSecretsPerAddressPerMinute')
  /** Files that an address sends or fetches: pictures, imports, exports. Larger ones cost more points. */
  readonly transfers = this.window<AddressGroup>('transfersPerAddressPerMinute')
  readonly #transfersOfSeller = this.window('transfersPerSellerPerMinute')
  readonly #names = this.window('namesPerSessionPerTenMinutes')
  readonly #namesOfAddress = this.window<AddressGroup>('namesPerAddressPerTenMinutes')
  readonly #created = this.window('productsCreatedPerShopPerHour')
  readonly #imports = this.window('importsPerShopPerHour')

  /** Counts what one connection does, up to a bound. */
  meter(name: WindowBound): PacketMeter {
    return new PacketMeter(this.max(name), windowMsOf(name), this.now)
  }

  /** For setting a pickup name. */
  takeName({ session, address }: Asker): number | null {
    if (session.isOperatorProgram) return null
    return this.#names.take(session.id) ?? this.#namesOfAddress.take(address)
  }

  /** A seller's transfer. The seller's own bound keeps others behind the same address from being refused. */
  takeTransfer(sellerId: string, address: AddressGroup, points: number): number | null {
    return this.#transfersOfSeller.take(sellerId, points) ?? this.transfers.take(address, points)
  }

  /** New products of a shop: its quota does not bound what repeated listing and deleting writes to the journal. */
  takeCreated(shopId: number, products: number): number | null {
    return this.#created.take(String(shopId), products)
  }

  /** For applying an import that creates so many products. */
  takeImport(shopId: number, products: number): number | null {
    return this.#imports.take(String(shopId)) ?? this.takeCreated(shopId, products)
  }
}
