import { useState } from 'react'
import type { ImportDone } from '../../../../shared/protocol/import-messages.ts'
import { isTransient } from '../../../../shared/refusals.ts'
import { ask } from '../../../http/ask.ts'
import { systemClock } from '../../../socket/clock.ts'
import { useSellerClient } from '../../../store/hooks.ts'
import { newId } from '../../../store/new-id.ts'
import { RetryTimer } from '../../../store/retry-timer.ts'
import { savedMarketKey } from '../../../store/saved-market.ts'
import { type Ended, sendUntilKnown } from '../../../store/send-until-known.ts'
import { browserStorage, readJson } from '../../../store/storage.ts'

/** A checked file that was sent to be applied. It keeps its command `id` until the outcome is known. */
export interface PendingImport {
  readonly id: string
  readonly token: string
  readonly name: string
  /** Absent in what earlier versions of this page kept. */
  readonly shopId?: number
}

const prefix = 'souk:import:'
// One storage per page, for browsers that deny storage.
const storage = browserStorage()

/** Longer than the market takes for the largest file. */
const timeoutMs = 20_000

/**
 * Imports whose outcome is unknown, kept for the next visit per market and seller, so that nobody else resumes them.
 * Each has a key of its own, so that tabs do not overwrite each other's.
 */
class PendingImports {
  readonly #prefix: string

  constructor(epoch: string, owner: string) {
    this.#prefix = `${prefix}${epoch}:${owner}:`
  }

  /** The import of a checked file: the one sent before, or a new one. */
  of(token: string, name: string, shopId: number): PendingImport {
    return this.all().find((pending) => pending.token === token) ?? { id: newId(), token, name, shopId }
  }

  keep(pending: PendingImport): void {
    const text = JSON.stringify(pending)
    if (storage.write(this.#prefix + pending.id, text)) return
    // The saved market is only a convenience, so it makes room.
    storage.remove(savedMarketKey)
    storage.write(this.#prefix + pending.id, text)
  }

  forget({ id }: PendingImport): void {
    storage.remove(this.#prefix + id)
  }

  all(): PendingImport[] {
    return storage.keys(this.#prefix).flatMap((key) => readPending(key) ?? [])
  }
}

/** Null if it is not our data; then there is nothing to send. */
function readPending(key: string): PendingImport | null {
  const { id, token, name, shopId } = (readJson(storage, key) ?? {}) as Record<string, unknown>
  const isOurs = typeof id === 'string' && typeof token === 'string' && typeof name === 'string'
  return isOurs ? { id, token, name, ...(typeof shopId === 'number' ? { shopId } : {}) } : null
}

/**
 * Applies a checked file. Keeps it, and resends it with the same id, until the outcome is known. `onUnknown` is called
 * after every try that did not make it known. `signal` ends it as `given-up`, and the import stays pending.
 */
export async function applyUntilKnown(
  pending: PendingImport,
  pendings: PendingImports,
  onUnknown: () => void,
  signal: AbortSignal,
): Promise<Ended<ImportDone>> {
  pendings.keep(pending)
  const { id, token, shopId } = pending
  const path = shopId === undefined ? '/api/import' : `/api/import?shopId=${shopId}`
  const retryTimer = new RetryTimer(systemClock)
  signal.addEventListener('abort', () => retryTimer.end())
  const ended = await sendUntilKnown<ImportDone>({
    send: () => ask<ImportDone>('POST', path, { id, token }, timeoutMs),
    retryTimer,
    random: Math.random,
    onUnknown,
    isOver: () => signal.aborted,
  })
  if (isKnown(ended)) pendings.forget(pending)
  return ended
}

/** Losing the role says nothing about commands sent before. */
const isKnown = (ended: Ended<ImportDone>): boolean =>
  ended.kind === 'ok' ||
  (ended.kind === 'refused' &&
    !isTransient(ended.refusal.code) &&
    !['forbidden', 'role_required'].includes(ended.refusal.code))

/** The current seller's imports in this market; a seller is identified by shop, the operator by role. */
export function usePendingImports(): PendingImports {
  const { store } = useSellerClient()
  const [pendings] = useState(() => {
    const isOperator = store.opened()?.session.role === 'operator'
    const owner = isOperator ? 'operator' : `shop ${[...(store.view()?.shops.keys() ?? [])].join()}`
    return new PendingImports(store.info()?.epoch ?? '', owner)
  })
  return pendings
}
