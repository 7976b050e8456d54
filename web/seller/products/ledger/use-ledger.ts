import { useEffect, useReducer, useState } from 'react'
import type { SellerMovement } from '../../../../shared/protocol/shapes.ts'
import type { SellerClient } from '../../../store/client.ts'
import { useFreshness, useProduct, useSellerClient } from '../../../store/hooks.ts'

const pageSize = 200

/** A product's whole ledger, oldest line first, kept up to date while shown. */
class LedgerReader {
  readonly #client: SellerClient
  readonly #productId: number
  readonly #onChange: () => void
  movements: readonly SellerMovement[] = []
  /** Whether the last read is complete. */
  isComplete = false
  #reading = false
  #again = false
  #stopped = false

  constructor(client: SellerClient, productId: number, onChange: () => void) {
    this.#client = client
    this.#productId = productId
    this.#onChange = onChange
  }

  /** Reads new lines; a call during a read causes one more read. */
  async read(): Promise<void> {
    this.#again = true
    if (this.#reading) return
    this.#reading = true
    while (this.#again && !this.#stopped) {
      this.#again = false
      await this.#readOn()
    }
    this.#reading = false
  }

  stop(): void {
    this.#stopped = true
  }

  /** The ledger only grows and its cursor counts lines, so known lines are never requested again. */
  async #readOn(): Promise<void> {
    for (;;) {
      const query = { productId: this.#productId, after: String(this.movements.length), limit: pageSize }
      const outcome = await this.#client.request('product:ledger', query)
      if (outcome.kind !== 'ok' || this.#stopped) return
      this.movements = [...this.movements, ...outcome.reply.movements]
      this.isComplete = outcome.reply.next === null
      this.#onChange()
      if (this.isComplete) return
    }
  }
}

export interface UsedLedger {
  movements: readonly SellerMovement[]
  isComplete: boolean
}

export function useLedger(productId: number): UsedLedger {
  const client = useSellerClient()
  const stock = useProduct(productId)?.stock
  const live = useFreshness() === 'live'
  const [, lookAgain] = useReducer((count: number) => count + 1, 0)
  const [reader, setReader] = useState<LedgerReader | null>(null)
  useEffect(() => {
    const next = new LedgerReader(client, productId, lookAgain)
    setReader(next)
    return () => next.stop()
  }, [client, productId])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another stock means that there are new lines
  useEffect(() => {
    if (live) void reader?.read()
  }, [reader, live, stock])
  return { movements: reader?.movements ?? [], isComplete: reader?.isComplete ?? false }
}
