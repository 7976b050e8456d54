const coalesceMs = 700
const atOnceMax = 3

let waiting: string[] = []
let said = ''
const listeners = new Set<() => void>()

/**
 * Says `text` to screen readers, politely: for one's own actions and for what one watches, never for each tick.
 * What comes within 700 ms is said as one, the newest three at most.
 */
export function announce(text: string): void {
  if (waiting.length === 0) setTimeout(say, coalesceMs)
  waiting = [...waiting.filter((other) => other !== text), text].slice(-atOnceMax)
}

function say(): void {
  const next = waiting.join(' ')
  waiting = []
  // Readers stay silent when a text does not change, so that the same one again gets a blank at its end.
  said = next === said ? `${next}\u00a0` : next
  for (const listener of listeners) listener()
}

export const announced = (): string => said

export function onAnnounced(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
