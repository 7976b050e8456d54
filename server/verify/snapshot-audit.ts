import { readdirSync } from 'node:fs'
import { upcastManifest, type WrittenManifest } from '../versions/steps.ts'
import type { Audit } from './audit.ts'
import { readSummed } from './summed.ts'

interface AuditedManifest extends WrittenManifest {
  counters: { epoch: string; seq: number; ordersStanding: number }
  products: { id: number; stock: number; price: number; deleted: boolean; status: string }[]
  orderParts: { name: string; rows: number; sum: string }[]
}

interface AuditedOrderPart {
  orders: { id: string; status: string; total: number; buyerId: string }[]
}

/** The seqs of a folder's snapshots, oldest first. */
export function snapshotSeqs(folder: string): number[] {
  return readdirSync(folder)
    .map((name) => Number(/^snapshot-(\d{16})\.json$/.exec(name)?.[1] ?? 0))
    .filter((seq) => seq > 0)
    .sort((one, other) => one - other)
}

/**
 * Compares the snapshot of the last entry with the journal replayed up to there. The files are read directly and not
 * through the `Snapshots` port: with the server's own reader, a bug in it would hide the same bug in what it wrote.
 */
export function auditSnapshot(folder: string, audit: Audit): void {
  const { seq, epoch, products, findings } = audit
  const name = `snapshot-${String(seq).padStart(16, '0')}.json`
  const written = readSummed<AuditedManifest>(folder, name, findings, { seq })
  if (!written) return
  const manifest = upcastManifest(written)
  const { counters } = manifest
  audit.expect(counters.seq === seq, `${name} says that it is of entry ${counters.seq}`)
  audit.expect(counters.epoch === epoch, `${name} is of another epoch`)
  audit.expect(manifest.products.length === products.size, `${name} has other products`)
  for (const { id, ...product } of manifest.products) {
    const audited = products.get(id)
    const same =
      audited?.stock === product.stock &&
      audited.price === product.price &&
      audited.deleted === product.deleted &&
      audited.status === product.status
    audit.expect(same, `${name}: product ${id} is not what the journal says`)
  }
  auditOrders(folder, name, manifest, audit)
}

function auditOrders(folder: string, manifestName: string, manifest: AuditedManifest, audit: Audit): void {
  const { seq, orders, findings } = audit
  let count = 0
  for (const { name, sum } of manifest.orderParts) {
    if (!audit.expect(/^snapshot-[a-z\d-]+\.json$/.test(name), `${name} is not a part's name`)) continue
    for (const order of readSummed<AuditedOrderPart>(folder, name, findings, { seq, sum })?.orders ?? []) {
      count += 1
      const audited = orders.get(order.id)
      const same =
        audited?.status === order.status && audited.total === order.total && audited.buyerId === order.buyerId
      audit.expect(same, `${name}: order ${order.id} is not what the journal says`)
    }
  }
  audit.expect(count === orders.size, `${manifestName} has ${count} of ${orders.size} orders`)
}
