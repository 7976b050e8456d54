const coalesceMs = 700
const atOnceMax = 3

let waiting: string[] = []
let said = ''
const listeners = new Set<() => void>()

/**
 * Announces `text` to screen readers: for the user's own actions and watched products, never for each tick. Texts within
 * 700 ms are joined, the newest three at most.
 */
export function announce(text: string): void {
  if (waiting.length === 0) setTimeout(say, coalesceMs)
  waiting = [...waiting.filter((other) => other !== text), text].slice(-atOnceMax)
}

function say(): void {
  const next = waiting.join(' ')
  waiting = []
  // Screen readers ignore an unchanged text, so a repeated one gets a trailing space.
  said = next === said ? `${next}\u00a0` : next
  for (const listener of listeners) listener()
}

export const announced = (): string => said

export function onAnnounced(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
