import { useCallback, useState } from 'react'
import type { Refusal } from '../../../shared/refusals.ts'
import type { PayloadOf, ReplyOf } from '../../socket/wire.ts'
import type { CommandOf } from '../../store/commands.ts'
import { useSellerClient } from '../../store/hooks.ts'

/** The state of a command; `waiting` means that it is sent again until its outcome is known. */
export type Mutation =
  | { kind: 'idle' }
  | { kind: 'sending' }
  | { kind: 'waiting' }
  | { kind: 'done' }
  | { kind: 'refused'; refusal: Refusal }

export const isUnderWay = ({ kind }: Mutation): boolean => kind === 'sending' || kind === 'waiting'

/** Sends commands of one kind; `mutation` is the state of the latest, and a refused one has no reply. */
export function useCommand<E extends CommandOf<'/seller'>>(event: E) {
  const { commands } = useSellerClient()
  const [mutation, setMutation] = useState<Mutation>({ kind: 'idle' })
  const send = useCallback(
    async (payload: Omit<PayloadOf<'/seller', E>, 'id'>): Promise<ReplyOf<'/seller', E> | null> => {
      setMutation({ kind: 'sending' })
      const ended = await commands.send(event, payload, { onUnknown: () => setMutation({ kind: 'waiting' }) })
      if (ended.kind === 'refused') setMutation({ kind: 'refused', refusal: ended.refusal })
      else setMutation({ kind: ended.kind === 'ok' ? 'done' : 'idle' })
      return ended.kind === 'ok' ? ended.reply : null
    },
    [commands, event],
  )
  const reset = useCallback(() => setMutation({ kind: 'idle' }), [])
  return { mutation, send, reset }
}
