import { useCallback, useState } from 'react'
import type { Refusal } from '../../../shared/refusals.ts'
import type { PayloadOf, ReplyOf } from '../../socket/wire.ts'
import type { CommandOf } from '../../store/commands.ts'
import { useSellerClient } from '../../store/hooks.ts'

/** How it stands with something that one did: `waiting` is sent again and again until its outcome is known. */
export type Deed =
  | { kind: 'idle' }
  | { kind: 'sending' }
  | { kind: 'waiting' }
  | { kind: 'done' }
  | { kind: 'refused'; refusal: Refusal }

export const isUnderWay = ({ kind }: Deed): boolean => kind === 'sending' || kind === 'waiting'

type SellerEvent = CommandOf<'/seller'>

export interface UsedDeed<E extends SellerEvent> {
  deed: Deed
  /** The reply, or null where it was refused. */
  send: (payload: Omit<PayloadOf<'/seller', E>, 'id'>) => Promise<ReplyOf<'/seller', E> | null>
  reset: () => void
}

/** Sends commands of one kind and says how it stands with the last. */
export function useDeed<E extends SellerEvent>(event: E): UsedDeed<E> {
  const { commands } = useSellerClient()
  const [deed, setDeed] = useState<Deed>({ kind: 'idle' })
  const send = useCallback(
    async (payload: Omit<PayloadOf<'/seller', E>, 'id'>) => {
      setDeed({ kind: 'sending' })
      const ended = await commands.send(event, payload, { onUnknown: () => setDeed({ kind: 'waiting' }) })
      if (ended.kind === 'refused') setDeed({ kind: 'refused', refusal: ended.refusal })
      else setDeed({ kind: ended.kind === 'ok' ? 'done' : 'idle' })
      return ended.kind === 'ok' ? ended.reply : null
    },
    [commands, event],
  )
  const reset = useCallback(() => setDeed({ kind: 'idle' }), [])
  return { deed, send, reset }
}
