import { isDeepStrictEqual } from 'node:util'
import type { OrderState } from '../market/order.ts'
import { manifestVersion } from '../versions/steps.ts'
import { OrderExceptions } from './order-exceptions.ts'
import type { LoadedPart, SnapshotBase } from './snapshot-base.ts'
import { manifestName, partName, type SnapshotFiles } from './snapshot-files.ts'
import { type Manifest, type MovementPart, manifestOf, type PartReference } from './snapshot-form.ts'

type PartKind = 'orders' | 'movements'

/**
 * Writes the snapshot of a base's market after the replay: the parts that changed, new parts, and last the manifest, which
 * makes them a snapshot.
 */
export class SnapshotWriter {
  readonly #files: SnapshotFiles
  readonly #base: SnapshotBase
  readonly #rowsPerPartMax: number
  readonly #written: string[] = []

  constructor(files: SnapshotFiles, base: SnapshotBase, rowsPerPartMax: number) {
    this.#files = files
    this.#base = base
    this.#rowsPerPartMax = rowsPerPartMax
  }

  /** When the disk fails, removes what was written, which may have filled it, and throws. */
  async write(): Promise<Manifest> {
    const { market } = this.#base
    try {
      const orderParts = await this.#writeOrders()
      const movementParts = await this.#writeMovements()
      const manifest = manifestOf(market, { orderParts, movementParts })
      await this.#write(manifestName(market.counters.seq), manifest)
      return manifest
    } catch (error) {
      // The manifest first. What cannot be removed belongs to no snapshot, and is removed after the next.
      for (const name of this.#written) await this.#files.remove(name).catch(() => undefined)
      throw error
    }
  }

  async #writeOrders(): Promise<PartReference[]> {
    const { market, manifest, orderParts, orderCount } = this.#base
    const allExceptions = new OrderExceptions(market)
    const partOf = (firstRow: number, endRow: number): LoadedPart => ({
      firstRow,
      endRow,
      exceptions: allExceptions.of(firstRow, endRow),
    })
    const references: PartReference[] = []
    let toRow = orderCount
    for (const [index, reference] of (manifest?.orderParts ?? []).entries()) {
      const before = orderParts[index]
      if (!before) {
        references.push(reference)
        continue
      }
      toRow = before.endRow
      // The last part grows. It keeps its orders even if it is larger than parts are now.
      if (index === orderParts.length - 1) toRow = Math.max(toRow, this.#endOfPart(before.firstRow))
      const part = partOf(before.firstRow, toRow)
      // A sign-in tidies the list of a buyer whose orders do not change by it.
      const isSame = !this.#hasChanged(part) && isDeepStrictEqual(part.exceptions, before.exceptions)
      references.push(isSame ? reference : await this.#writeOrderPart(index, part))
    }
    for (let fromRow = toRow; fromRow < market.orders.size; fromRow = toRow) {
      toRow = this.#endOfPart(fromRow)
      references.push(await this.#writeOrderPart(references.length, partOf(fromRow, toRow)))
    }
    return references
  }

  /** Where a part that begins with this row ends: when it is full, or at the last order. */
  #endOfPart(fromRow: number): number {
    return Math.min(this.#base.market.orders.size, fromRow + this.#rowsPerPartMax)
  }

  #hasChanged({ firstRow, endRow }: LoadedPart): boolean {
    const { market, seq } = this.#base
    for (let row = firstRow; row < endRow; row += 1) if (market.orders.changedSeqAt(row) > seq) return true
    return false
  }

  #writeOrderPart(index: number, part: LoadedPart): Promise<PartReference> {
    const { firstRow, endRow, exceptions } = part
    return this.#writePart('orders', index, endRow - firstRow, { exceptions, orders: this.#orders(part) })
  }

  /** One at a time, so that only the order being written exists as an object. */
  *#orders({ firstRow, endRow }: LoadedPart): Generator<OrderState, void, undefined> {
    for (let row = firstRow; row < endRow; row += 1) yield this.#base.market.orders.at(row)
  }

  async #writeMovements(): Promise<PartReference[]> {
    const { manifest, lastMovements } = this.#base
    const references = [...(manifest?.movementParts ?? [])]
    const added = this.#newMovements()
    if (added.length === 0) return references
    if (lastMovements) references.pop()
    const rows = (lastMovements ?? []).concat(added)
    for (let start = 0; start < rows.length; start += this.#rowsPerPartMax) {
      const movements = rows.slice(start, start + this.#rowsPerPartMax)
      references.push(await this.#writePart('movements', references.length, movements.length, { movements }))
    }
    return references
  }

  /** All movements but sales, in the order of the journal. */
  #newMovements(): MovementPart['movements'] {
    const rows: MovementPart['movements'] = []
    for (const [productId, flat] of this.#base.market.movements.map) {
      for (const each of flat) if (typeof each === 'object') rows.push([productId, each])
    }
    return rows.sort(([, one], [, other]) => one.seq - other.seq)
  }

  async #writePart(kind: PartKind, index: number, rows: number, part: object): Promise<PartReference> {
    const name = partName(kind, index, this.#base.market.counters.seq)
    return { name, rows, sum: await this.#write(name, part), version: manifestVersion }
  }

  #write(name: string, data: object): Promise<string> {
    this.#written.unshift(name)
    return this.#files.write(name, data)
  }
}
