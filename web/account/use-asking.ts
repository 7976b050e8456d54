import { useState } from 'react'
import type { Refusal } from '../../shared/refusals.ts'
import { ask } from '../http/ask.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { accountRefusal } from './refusal-text.ts'

export type Asking = ReturnType<typeof useAsking>

/**
 * The one request that a form makes; `trouble` says why it did not work, null if nothing is wrong. `textOf` says what a
 * refusal means.
 */
export function useAsking(textOf: (refusal: Refusal) => string = accountRefusal) {
  const [isAsking, setAsking] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  /** Posts `body`. Resolves with the reply, or null if there was none. */
  const post = async <Reply>(path: string, body?: unknown): Promise<Reply | null> => {
    setAsking(true)
    setTrouble(null)
    const answer = await ask<Reply>('POST', path, body)
    setAsking(false)
    if (answer.kind === 'ok') return answer.reply
    setTrouble(answer.kind === 'refused' ? textOf(answer.refusal) : accountTexts.noAnswer)
    return null
  }
  /** Call when the person changes what was wrong. */
  const clear = () => setTrouble(null)
  return { isAsking, trouble, post, clear }
}
