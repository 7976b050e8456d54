interface Press {
  x: number
  y: number
  at: number
  isTouch: boolean
}

const doubleMsMax = 500
const sameSpotPx = 40

let before: Press | null = null
let last: Press | null = null

if (typeof window !== 'undefined') {
  const note = ({ clientX, clientY, timeStamp, pointerType }: PointerEvent) => {
    before = last
    last = { x: clientX, y: clientY, at: timeStamp, isTouch: pointerType === 'touch' }
  }
  window.addEventListener('pointerdown', note, { capture: true, passive: true })
}

/**
 * Whether the current click is the second of a double click: a button that appeared in between was not meant, and
 * nobody should buy by tapping Buy twice. Browsers count the clicks of a mouse; taps count if they follow each other
 * quickly at the same spot.
 */
export function isSecondTap({ detail }: { detail: number }): boolean {
  if (detail > 1) return true
  // Clicks by key have no position; held keys are handled elsewhere.
  if (detail === 0 || !before || !last?.isTouch) return false
  const isSoon = last.at - before.at < doubleMsMax
  return isSoon && Math.hypot(last.x - before.x, last.y - before.y) < sameSpotPx
}
