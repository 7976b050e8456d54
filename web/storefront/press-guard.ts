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
 * Whether the click that is being handled is the second of a double one. What came to stand there in between
 * was not meant: nobody buys by tapping Buy twice. Browsers count a mouse's clicks; of taps we see it by
 * ourselves, right after another one at the same spot.
 */
export function isSecondTap({ detail }: { detail: number }): boolean {
  if (detail > 1) return true
  // A key's click is at no spot, and a held key is dealt with where keys are.
  if (detail === 0 || !before || !last?.isTouch) return false
  const isSoon = last.at - before.at < doubleMsMax
  return isSoon && Math.hypot(last.x - before.x, last.y - before.y) < sameSpotPx
}
