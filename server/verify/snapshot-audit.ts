import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { WrittenManifest } from '../versions/fields-added.ts'
import { upcastManifest } from '../versions/steps.ts'
import type { Audit } from './audit.ts'
import type { Findings } from './findings.ts'

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
 * Compares a snapshot with the journal replayed up to the same entry. The files are read directly and not through the
 * `Snapshots` port: with the server's own reader, a bug in it would hide the same bug in what it wrote.
 */
export function auditSnapshot(folder: string, seq: number, audit: Audit): void {
  const { findings } = audit
  const name = `snapshot-${String(seq).padStart(16, '0')}.json`
  const written = readSummed<AuditedManifest>(folder, name, null, findings, seq)
  if (!written) return
  const manifest = upcastManifest(written)
  findings.expect(
    manifest.counters.seq === seq,
    seq,
    `${name} says that it is of entry ${manifest.counters.seq}`,
  )
  findings.expect(manifest.counters.epoch === audit.epoch, seq, `${name} is of another epoch`)
  findings.expect(manifest.products.length === audit.products.size, seq, `${name} has other products`)
  for (const product of manifest.products) {
    const audited = audit.products.get(product.id)
    const same =
      audited?.stock === product.stock &&
      audited.price === product.price &&
      audited.deleted === product.deleted &&
      audited.status === product.status
    findings.expect(same, seq, `${name}: product ${product.id} is not what the journal says`)
  }
  auditOrders(folder, name, manifest, audit, seq)
}

function auditOrders(
  folder: string,
  name: string,
  manifest: AuditedManifest,
  audit: Audit,
  seq: number,
): void {
  let count = 0
  for (const part of manifest.orderParts) {
    const content = readSummed<AuditedOrderPart>(folder, part.name, part.sum, audit.findings, seq)
    for (const order of content?.orders ?? []) {
      count += 1
      const audited = audit.orders.get(order.id)
      const same =
        audited?.status === order.status && audited.total === order.total && audited.buyerId === order.buyerId
      audit.findings.expect(same, seq, `${part.name}: order ${order.id} is not what the journal says`)
    }
  }
  audit.findings.expect(
    count === audit.orders.size,
    seq,
    `${name} has ${count} of ${audit.orders.size} orders`,
  )
}

/** Reads JSON that ends with its own checksum; null, and a finding, when it is not what was written. */
function readSummed<Content>(
  folder: string,
  name: string,
  expected: string | null,
  findings: Findings,
  seq: number,
): Content | null {
  if (!findings.expect(/^snapshot-[a-z\d-]+\.json$/.test(name), seq, `${name} is not a part's name`))
    return null
  const path = join(folder, name)
  if (!findings.expect(existsSync(path), seq, `${name} is missing`)) return null
  const bytes = readFileSync(path)
  const stated = bytes.subarray(-11, -3).toString()
  const sum = crc32(bytes.subarray(0, -11)).toString(16).padStart(8, '0')
  const whole = stated === sum && (expected === null || expected === sum)
  return findings.expect(whole, seq, `${name}: its checksum does not match`)
    ? JSON.parse(bytes.toString())
    : null
}
