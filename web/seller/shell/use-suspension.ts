import { useEffect, useState } from 'react'
import { ask } from '../../http/ask.ts'

/** Why a shop is suspended; null for one that is not, or where nothing was said. */
export function useSuspension(shopId: number | null): string | null {
  const [reason, setReason] = useState<string | null>(null)
  useEffect(() => {
    setReason(null)
    if (shopId === null) return
    void ask<{ reason: string | null }>('GET', `/api/suspension?shopId=${shopId}`).then((answer) => {
      if (answer.kind === 'ok') setReason(answer.reply.reason)
    })
  }, [shopId])
  return reason
}
