import { useCallback, useEffect, useState } from 'react'
import type { StaffList } from '../../../shared/protocol/staff-messages.ts'
import { ask } from '../../http/ask.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { sellerRefusal } from '../shell/refusal-text.ts'

/** Who works in a shop; null until known. `change` resolves with the reply, or null, and then `trouble` says why. */
export function useStaff(shopId: number) {
  const [list, setList] = useState<StaffList | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const send = useCallback(
    async <Reply extends StaffList>(method: 'GET' | 'POST' | 'DELETE', path = '', body?: object) => {
      const answer = await ask<Reply>(method, `/api/staff${path}?shopId=${shopId}`, body)
      if (answer.kind === 'ok') setList(answer.reply)
      setTrouble(
        answer.kind === 'ok'
          ? null
          : answer.kind === 'refused'
            ? sellerRefusal(answer.refusal)
            : sellerTexts.shops.noAnswer,
      )
      return answer.kind === 'ok' ? answer.reply : null
    },
    [shopId],
  )
  useEffect(() => {
    const load = () => void send('GET')
    load()
    // Others may have joined while the page was in the background.
    window.addEventListener('focus', load)
    return () => window.removeEventListener('focus', load)
  }, [send])
  return { list, trouble, change: send }
}

export type Change = ReturnType<typeof useStaff>['change']
