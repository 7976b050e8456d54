import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { AddressGroup } from './address-group.ts'
import { takePoints } from './points.ts'

export interface TransferBounds {
  transfersPerAddressPerMinute: number
  transfersPerSellerPerMinute: number
}

/** How many files one address may send or fetch: pictures, imports, exports. */
export class TransferRates {
  readonly #on: boolean
  readonly #transfers: RateLimiterMemory
  readonly #ofSellers: RateLimiterMemory

  constructor(on: boolean, bounds: TransferBounds) {
    this.#on = on
    this.#transfers = new RateLimiterMemory({ points: bounds.transfersPerAddressPerMinute, duration: 60 })
    this.#ofSellers = new RateLimiterMemory({ points: bounds.transfersPerSellerPerMinute, duration: 60 })
  }

  /** Null when a transfer of so many points may begin, else in how many ms it may. Larger ones cost more points. */
  async take(address: AddressGroup, points: number): Promise<number | null> {
    return this.#on ? takePoints(this.#transfers, address, points) : null
  }

  /** The same for a seller, whose own bound keeps others behind the same address from being refused. */
  async takeOfSeller(sellerId: string, address: AddressGroup, points: number): Promise<number | null> {
    if (!this.#on) return null
    return (await takePoints(this.#ofSellers, sellerId, points)) ?? (await this.take(address, points))
  }
}
