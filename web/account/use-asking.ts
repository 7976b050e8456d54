import { useState } from 'react'
import type { Answer } from '../http/ask.ts'
import { accountTexts } from '../ui/account-texts.ts'

export interface Asking {
  isAsking: boolean
  /** Why it did not work, as a sentence; null if nothing is wrong. */
  trouble: string | null
  /** Resolves with the reply, or null if there was none. */
  run: <Body>(request: () => Promise<Answer<Body>>) => Promise<Body | null>
}

/** The state of the one request that a form makes. */
export function useAsking(): Asking {
  const [isAsking, setAsking] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const run = async <Body>(request: () => Promise<Answer<Body>>): Promise<Body | null> => {
    setAsking(true)
    setTrouble(null)
    const answer = await request()
    setAsking(false)
    if (answer.kind === 'ok') return answer.body
    setTrouble(answer.kind === 'refused' ? accountTexts.refusal(answer.refusal) : accountTexts.noAnswer)
    return null
  }
  return { isAsking, trouble, run }
}
