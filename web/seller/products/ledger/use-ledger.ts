import { useEffect, useState } from 'react'
import type { SellerMovement } from '../../../../shared/protocol/shapes.ts'
import type { SellerClient } from '../../../store/client.ts'
import { useFreshness, useProduct, useSellerClient } from '../../../store/hooks.ts'

const pageSize = 200

interface ReadLedger {
  /** Oldest line first. */
  movements: readonly SellerMovement[]
  isComplete: boolean
}

const unread: ReadLedger = { movements: [], isComplete: false }

function createReader(client: SellerClient, productId: number, onRead: (ledger: ReadLedger) => void) {
  let ledger = unread
  let isWanted = false
  let isReading = false
  let isStopped = false
  /** The ledger only grows and its cursor counts lines, so known lines are never requested again. */
  const readPage = async () => {
    const query = { productId, after: String(ledger.movements.length), limit: pageSize }
    const outcome = await client.request('product:ledger', query)
    if (outcome.kind !== 'ok' || isStopped) return
    const { movements, next } = outcome.reply
    ledger = { movements: [...ledger.movements, ...movements], isComplete: next === null }
    isWanted ||= next !== null
    onRead(ledger)
  }
  return {
    /** Reads new lines; a call during a read causes one more read. */
    async read() {
      isWanted = true
      if (isReading) return
      isReading = true
      while (isWanted && !isStopped) {
        isWanted = false
        await readPage()
      }
      isReading = false
    },
    stop() {
      isStopped = true
    },
  }
}

/** A product's whole ledger, kept up to date while shown. */
export function useLedger(productId: number): ReadLedger {
  const client = useSellerClient()
  const stock = useProduct(productId)?.stock
  const live = useFreshness() === 'live'
  const [ledger, setLedger] = useState(unread)
  const [reader, setReader] = useState<ReturnType<typeof createReader> | null>(null)
  useEffect(() => {
    const next = createReader(client, productId, setLedger)
    setLedger(unread)
    setReader(next)
    return () => next.stop()
  }, [client, productId])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another stock means that there are new lines
  useEffect(() => {
    if (live) void reader?.read()
  }, [reader, live, stock])
  return ledger
}
