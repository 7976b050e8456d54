import { useCallback, useEffect, useState } from 'react'
import type { CapacityReport } from '../../../shared/protocol/operator-messages.ts'
import { ask } from '../../http/ask.ts'

const refreshMs = 30_000

/** The market's limits and their use, polled while the page is open; `failed` if the last poll was. */
export function useCapacity(): { report: CapacityReport | null; failed: boolean; refresh: () => void } {
  const [report, setReport] = useState<CapacityReport | null>(null)
  const [failed, setFailed] = useState(false)
  const refresh = useCallback(() => {
    void ask<CapacityReport>('GET', '/api/capacity').then((answer) => {
      setFailed(answer.kind !== 'ok')
      if (answer.kind === 'ok') setReport(answer.reply)
    })
  }, [])
  useEffect(() => {
    refresh()
    const timer = setInterval(refresh, refreshMs)
    return () => clearInterval(timer)
  }, [refresh])
  return { report, failed, refresh }
}
