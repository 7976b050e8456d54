import { Observable } from './observable.ts'

const coalesceMs = 700
const atOnceMax = 3

let waiting: string[] = []

/** What screen readers are told now. */
export const announced = new Observable('')

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
  announced.set(next === announced.get() ? `${next}\u00a0` : next)
}
