import type { Audit } from './audit.ts'
import { soldIn } from './audited.ts'
import type { Counts, Finding } from './findings.ts'
import type { AuditedRecords } from './record-audit.ts'

export interface Verdict {
  counts: Counts
  currency: Audit['currency']
  findings: readonly Finding[]
  /** How many were found; `findings` contains the first thousand. */
  total: number
  /** The journal's unfinished last line; null if there is none. */
  unfinished: string | null
}

/** Accounts are not in the journal, but the shops that they run are. */
export function auditSellers({ shops, findings }: Audit, records: AuditedRecords): void {
  for (const [shopId, { sellerId }] of shops) {
    const isThere = !isAccountId(sellerId) || records.has(`account ${sellerId}`)
    findings.expect(isThere, 0, `the account that runs shop ${shopId} is missing`)
  }
}

const isAccountId = (id: string): boolean => /^a-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)

export function verdictOf(
  audit: Audit,
  { files, ...found }: Pick<Counts, 'files' | 'snapshots' | 'records'>,
  unfinished: string | null,
): Verdict {
  const counts: Counts = {
    files,
    entries: audit.seq,
    products: audit.products.size,
    orders: audit.orders.size,
    ...soldIn(audit.orders.values()),
    ...found,
  }
  const { kept, total } = audit.findings
  return { counts, currency: audit.currency, findings: kept, total, unfinished }
}
