import { useState } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { type Deed, useDeed } from '../shell/use-deed.ts'

export const ways = ['add', 'take', 'count'] as const
export type Way = (typeof ways)[number]

export interface MoveStock {
  deed: Deed
  /** The stock as it was when something came between one's count; null while nothing did. */
  conflict: number | null
  /** `seen` is the stock that one counted against. True when it was done. */
  move: (way: Way, quantity: number, seen: number, reason: string) => Promise<boolean>
  reset: () => void
}

/** Puts stock in, takes it out, or sets it to what was counted. */
export function useMoveStock({ id, shopId }: Product): MoveStock {
  const restock = useDeed('product:restock')
  const count = useDeed('product:count')
  const [counting, setCounting] = useState(false)
  const deed = counting ? count.deed : restock.deed
  const refused = count.deed.kind === 'refused' ? count.deed.refusal : null
  const conflict = counting && refused?.code === 'conflict' ? (refused.product?.stock ?? null) : null
  const move: MoveStock['move'] = async (way, quantity, seen, reason) => {
    const of = { productId: id, shopId, ...(reason.trim() ? { reason: reason.trim() } : {}) }
    setCounting(way === 'count')
    const reply =
      way === 'count'
        ? await count.send({ ...of, stock: quantity, ifStock: seen })
        : await restock.send({ ...of, quantity: way === 'add' ? quantity : -quantity })
    return reply !== null
  }
  const reset = () => {
    restock.reset()
    count.reset()
  }
  return { deed, conflict, move, reset }
}
