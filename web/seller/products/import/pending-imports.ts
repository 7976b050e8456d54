import type { ImportDone } from '../../../../shared/protocol/import-messages.ts'
import { isTransient } from '../../../../shared/refusals.ts'
import { type Answer, ask } from '../../../http/ask.ts'
import type { Outcome } from '../../../socket/wire.ts'
import type { RetryTimer } from '../../../store/retry-timer.ts'
import { savedMarketKey } from '../../../store/saved-market.ts'
import { type Ended, sendUntilKnown } from '../../../store/send-until-known.ts'
import type { Storage } from '../../../store/storage.ts'

/** A checked file that was sent to be applied. It keeps its command `id` until the outcome is known. */
export interface PendingImport {
  readonly id: string
  readonly token: string
  readonly name: string
}

const prefix = 'souk:import:'

/** Longer than the market takes for the largest file. */
const timeoutMs = 20_000

/**
 * Imports whose outcome is unknown, kept for the next visit per market and seller, so that nobody else resumes them.
 * Each has a key of its own, so that tabs do not overwrite each other's.
 */
export class PendingImports {
  readonly #storage: Storage
  readonly #prefix: string

  constructor(storage: Storage, { epoch, owner }: { epoch: string; owner: string }) {
    this.#storage = storage
    this.#prefix = `${prefix}${epoch}:${owner}:`
  }

  /** The import of a checked file: the one sent before, or a new one with this id. */
  of(token: string, name: string, newId: () => string): PendingImport {
    return this.all().find((pending) => pending.token === token) ?? { id: newId(), token, name }
  }

  keep(pending: PendingImport): void {
    const text = JSON.stringify(pending)
    if (this.#storage.write(this.#prefix + pending.id, text)) return
    // The saved market is only a convenience, so it makes room.
    this.#storage.remove(savedMarketKey)
    this.#storage.write(this.#prefix + pending.id, text)
  }

  forget({ id }: PendingImport): void {
    this.#storage.remove(this.#prefix + id)
  }

  all(): PendingImport[] {
    return this.#storage.keys(this.#prefix).flatMap((key) => readPending(this.#storage.read(key)) ?? [])
  }
}

function readPending(text: string | null): PendingImport | null {
  try {
    const { id, token, name } = JSON.parse(text ?? 'null')
    return [id, token, name].every((one) => typeof one === 'string') ? { id, token, name } : null
  } catch {
    // Not our data; there is nothing to send.
    return null
  }
}

export interface Applying {
  retryTimer: RetryTimer
  /** Called after every try that did not make the outcome known. */
  onUnknown: () => void
  /** Called before each try; true ends it as `given-up`, and the import stays pending. */
  isOver: () => boolean
}

/** Applies a checked file. Keeps it, and resends it with the same id, until the outcome is known. */
export async function applyUntilKnown(
  pending: PendingImport,
  pendings: PendingImports,
  { retryTimer, onUnknown, isOver }: Applying,
): Promise<Ended<ImportDone>> {
  pendings.keep(pending)
  const { id, token } = pending
  const ended = await sendUntilKnown<ImportDone>({
    send: async () => outcomeOf(await ask<ImportDone>('POST', '/api/import', { id, token }, timeoutMs)),
    retryTimer,
    random: Math.random,
    onUnknown,
    isOver,
  })
  if (isKnown(ended)) pendings.forget(pending)
  return ended
}

const outcomeOf = (answer: Answer<ImportDone>): Outcome<ImportDone> => {
  if (answer.kind === 'ok') return { kind: 'ok', reply: answer.body }
  return answer.kind === 'refused' ? answer : { kind: 'unknown' }
}

/** Losing the role says nothing about commands sent before. */
const isKnown = (ended: Ended<ImportDone>): boolean =>
  ended.kind === 'ok' ||
  (ended.kind === 'refused' && !isTransient(ended.refusal.code) && ended.refusal.code !== 'forbidden')
