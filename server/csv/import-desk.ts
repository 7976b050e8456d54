import { hash } from 'node:crypto'
import type { ImportCheck } from '../../shared/protocol/import-messages.ts'
import { isTransient } from '../../shared/refusals.ts'
import type { Actor, CommandEnvelope } from '../market/command.ts'
import type { Random } from '../os/clock.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { planImport } from './import-plan.ts'
import type { PendingImports, PendingUsage } from './pending-imports.ts'
import { readTable } from './read-table.ts'

export interface ImportDeskDependencies {
  market: DurableMarket
  random: Random
  pending: PendingImports
  /** Called for each picture that a file names. */
  onImageNamed?(hash: string): void
}

/** Checks files, and makes the commands that apply them when they are confirmed. */
export class ImportDesk {
  readonly #dependencies: ImportDeskDependencies

  constructor(dependencies: ImportDeskDependencies) {
    this.#dependencies = dependencies
  }

  /** What a file would do. Throws a NoTable for one that cannot be read, and a TooManyRows. */
  async check(actor: Actor, shopId: number, bytes: Buffer): Promise<ImportCheck> {
    const { market, random, pending } = this.#dependencies
    const { importRows, ...shown } = await planImport(market, shopId, await readTable(bytes))
    if (shown.errors.length || importRows.length === 0) return { ...shown, token: null }
    const created = importRows.filter(({ kind }) => kind === 'create').length
    // A new one for each check: the same file, checked again, may be applied again.
    const token = `${random.uuid()}.${created}.${importRows.length - created}`
    await pending.add({ token, actorId: actor.id, shopId, importRows })
    for (const row of importRows) {
      const image = row.kind === 'create' ? row.product.image : row.changes.image
      if (image) this.#dependencies.onImageNamed?.(image)
    }
    return { ...shown, token }
  }

  usage(): Promise<PendingUsage> {
    return this.#dependencies.pending.usage()
  }

  /**
   * The command that applies a plan. Its id is the first that it was sent with: sent with another, it is a repeat and
   * gets the first outcome. Without the plan (too old, or lost by a restart) the command does nothing: if its id is
   * known it gets its outcome, otherwise `conflict`.
   */
  async envelope(actor: Actor, id: string, token: string): Promise<CommandEnvelope> {
    const plan = await this.#dependencies.pending.claim(token, actor.id, id)
    const payloadHash = hash('sha256', `product:import\n${token}`, 'base64url').slice(0, 22)
    const command = {
      type: 'product:import',
      shopId: plan?.shopId ?? 0,
      rows: plan?.importRows ?? null,
    } as const
    return { id: plan?.commandId ?? id, actor, payloadHash, command }
  }

  /** After a final refusal, the plan may be applied by another command. */
  async ended(token: string, envelope: CommandEnvelope, outcome: Outcome): Promise<void> {
    const isFinal = outcome.kind === 'refused' && !isTransient(outcome.refusal.code)
    if (isFinal) await this.#dependencies.pending.release(token, envelope.id)
  }
}

/** How many products a token's file creates and changes, which the token itself says, also after a restart. */
export function countsOf(token: string): { created: number; changed: number } {
  const [, created = '0', changed = '0'] = token.split('.')
  return { created: Number(created) || 0, changed: Number(changed) || 0 }
}
