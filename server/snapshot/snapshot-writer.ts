import { join } from 'node:path'
import type { Disk } from '../disk/disk.ts'
import type { OrderState } from '../market/order.ts'
import { exceptionOf, type ListedSeqs, listedSeqs } from './order-form.ts'
import type { SnapshotBase } from './snapshot-base.ts'
import { manifestName, partName, writeSummed } from './snapshot-files.ts'
import {
  type Manifest,
  type MovementPart,
  manifestOf,
  type OrderPart,
  type PartReference,
} from './snapshot-form.ts'

type PartKind = 'orders' | 'movements'

/**
 * Writes the snapshot of a base's market, once it was evolved: those parts in which something changed, new
 * parts, and last of all the manifest, without which they are nothing.
 */
export class SnapshotWriter {
  readonly #disk: Disk
  readonly #folder: string
  readonly #base: SnapshotBase
  readonly #rowsPerPartMax: number
  readonly #written: string[] = []

  constructor(disk: Disk, folder: string, base: SnapshotBase, rowsPerPartMax: number) {
    this.#disk = disk
    this.#folder = folder
    this.#base = base
    this.#rowsPerPartMax = rowsPerPartMax
  }

  /** Throws when the disk fails; then removes what it has written, since that may be why. */
  async write(): Promise<Manifest> {
    const { market } = this.#base
    try {
      const orderParts = await this.#writeOrders()
      const movementParts = await this.#writeMovements()
      const manifest = manifestOf(market, { orderParts, movementParts })
      await this.#write(manifestName(market.counters.seq), manifest)
      return manifest
    } catch (error) {
      await this.#removeWritten()
      throw error
    }
  }

  async #writeOrders(): Promise<PartReference[]> {
    const { market, manifest, orderParts, seq } = this.#base
    const toPart = this.#orderParts()
    const isNew = (order: OrderState): boolean => order.seq > seq
    let added = [...market.orders.values()].filter(isNew).sort((one, other) => one.seq - other.seq)
    const references: PartReference[] = []
    for (const [index, reference] of (manifest?.orderParts ?? []).entries()) {
      const before = orderParts[index]
      if (!before) {
        references.push(reference)
        continue
      }
      const room = index === orderParts.length - 1 ? this.#rowsPerPartMax - before.orders.length : 0
      const orders = before.orders.map(({ id }) => market.orders.get(id)!).concat(added.slice(0, room))
      added = added.slice(room)
      const part = toPart(orders)
      const changed = orders.some(({ changedSeq }) => changedSeq > seq) || !sameExceptions(part, before)
      references.push(changed ? await this.#writePart('orders', index, orders.length, part) : reference)
    }
    for (const rows of inChunks(added, this.#rowsPerPartMax)) {
      references.push(await this.#writePart('orders', references.length, rows.length, toPart(rows)))
    }
    return references
  }

  /** Makes parts of orders; as long as nobody signed in, every order's past is as it seems. */
  #orderParts(): (orders: OrderState[]) => OrderPart {
    const { market } = this.#base
    if (market.aliases.map.size === 0) return (orders) => ({ exceptions: [], orders })
    const listed: ListedSeqs = listedSeqs(market)
    return (orders) => ({
      exceptions: orders
        .map((order) => exceptionOf(order, market.placedBy.get(order.id) ?? order.buyerId, listed))
        .filter((exception) => exception !== null),
      orders,
    })
  }

  async #writeMovements(): Promise<PartReference[]> {
    const { manifest, lastMovements } = this.#base
    const references = [...(manifest?.movementParts ?? [])]
    const added = this.#newMovements()
    if (added.length === 0) return references
    if (lastMovements) references.pop()
    const rows = (lastMovements?.movements ?? []).concat(added)
    for (const movements of inChunks(rows, this.#rowsPerPartMax)) {
      references.push(await this.#writePart('movements', references.length, movements.length, { movements }))
    }
    return references
  }

  /** All but sales, in the order of the journal. */
  #newMovements(): MovementPart['movements'] {
    const rows: MovementPart['movements'] = []
    for (const [productId, flat] of this.#base.market.movements.map) {
      for (const each of flat) if (typeof each === 'object') rows.push([productId, each])
    }
    return rows.sort(([, one], [, other]) => one.seq - other.seq)
  }

  async #writePart(kind: PartKind, index: number, rows: number, part: object): Promise<PartReference> {
    const name = partName(kind, index, this.#base.market.counters.seq)
    return { name, rows, sum: await this.#write(name, part) }
  }

  #write(name: string, data: object): Promise<string> {
    this.#written.unshift(name)
    return writeSummed(this.#disk, this.#folder, name, data)
  }

  /** The manifest first. What cannot be removed is not part of any snapshot, and goes after the next. */
  async #removeWritten(): Promise<void> {
    for (const name of this.#written) {
      await Promise.allSettled([this.#disk.remove(join(this.#folder, name))])
    }
  }
}

/** A sign-in tidies the list of a buyer whose orders do not change by it. */
function sameExceptions(part: OrderPart, before: OrderPart): boolean {
  return JSON.stringify(part.exceptions) === JSON.stringify(before.exceptions)
}

function* inChunks<Row>(rows: Row[], rowsMax: number): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += rowsMax) yield rows.slice(start, start + rowsMax)
}
