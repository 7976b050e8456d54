interface Press {
  x: number
  y: number
  at: number
}

const doubleMsMax = 500
const sameSpotPx = 40

let before: Press | null = null
let last: Press | null = null

if (typeof window !== 'undefined') {
  const note = ({ clientX, clientY, timeStamp }: PointerEvent) => {
    before = last
    last = { x: clientX, y: clientY, at: timeStamp }
  }
  window.addEventListener('pointerdown', note, { capture: true, passive: true })
}

/**
 * Whether the press that is being handled is the second of a double tap: right after another one at the same
 * spot. What came to stand there in between was not meant; nobody buys by tapping Buy twice.
 */
export function isSecondTap(event: { detail: number }): boolean {
  // A key's click is at no spot, and a held key is dealt with where keys are.
  if (event.detail === 0 || !before || !last) return false
  const isSoon = last.at - before.at < doubleMsMax
  return isSoon && Math.hypot(last.x - before.x, last.y - before.y) < sameSpotPx
}
