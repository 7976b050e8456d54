import type { AddressGroup } from './address-group.ts'
import { Limits } from './limits.ts'

/** How many files one address may send or fetch: pictures, imports, exports. */
export class TransferRates extends Limits {
  readonly #ofAddress = this.window('transfersPerAddressPerMinute')
  readonly #ofSeller = this.window('transfersPerSellerPerMinute')

  /** Null when a transfer of so many points may begin, else in how many ms it may. Larger ones cost more points. */
  take(address: AddressGroup, points: number): number | null {
    return this.#ofAddress.take(address, this.now(), points)
  }

  /** The same for a seller, whose own bound keeps others behind the same address from being refused. */
  takeOfSeller(sellerId: string, address: AddressGroup, points: number): number | null {
    return this.#ofSeller.take(sellerId, this.now(), points) ?? this.take(address, points)
  }
}
