import { useEffect, useRef, useState } from 'react'

const shownMs = 6_000

/** By how much a stock has fallen lately: the sum since it began to fall, until it has been still for a while. */
export function useFalling(stock: number): number {
  const before = useRef(stock)
  const [fallen, setFallen] = useState(0)
  useEffect(() => {
    const by = before.current - stock
    before.current = stock
    if (by === 0) return
    setFallen((sum) => (by > 0 ? sum + by : 0))
  }, [stock])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each fall is shown for the whole time
  useEffect(() => {
    if (fallen === 0) return
    const timer = setTimeout(() => setFallen(0), shownMs)
    return () => clearTimeout(timer)
  }, [fallen, stock])
  return fallen
}
