import { useState } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { type Mutation, useCommand } from '../shell/use-command.ts'

export const ways = ['add', 'take', 'count'] as const
export type Way = (typeof ways)[number]

export interface MoveStock {
  mutation: Mutation
  /** The current stock, if it changed during the count; else null. */
  conflict: number | null
  /** `seen` is the stock when counting began. True if it succeeded. */
  move: (way: Way, quantity: number, seen: number, reason: string) => Promise<boolean>
  reset: () => void
}

/** Adds stock, removes it, or sets it to a counted number. */
export function useMoveStock({ id, shopId }: Product): MoveStock {
  const restock = useCommand('product:restock')
  const count = useCommand('product:count')
  const [counting, setCounting] = useState(false)
  const mutation = counting ? count.mutation : restock.mutation
  const refused = count.mutation.kind === 'refused' ? count.mutation.refusal : null
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
  return { mutation, conflict, move, reset }
}
