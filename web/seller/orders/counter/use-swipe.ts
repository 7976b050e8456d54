import { type PointerEvent, useRef, useState } from 'react'

/** How far a row has to be swiped, as a part of its width. */
const farPart = 0.35
/** Before this, a movement may still become a scroll. */
const deadPx = 12

/** Lets an element be swiped towards the end of its line; `onSwiped` is called when it is let go far enough. */
export function useSwipe(isOn: boolean, onSwiped: () => void) {
  const from = useRef<{ x: number; y: number; id: number } | null>(null)
  const [isFar, setFar] = useState(false)
  const moveTo = (element: HTMLElement, px: number) => {
    element.style.transform = px === 0 ? '' : `translateX(${px}px)`
  }
  const wayOf = ({ currentTarget, clientX }: PointerEvent<HTMLElement>): number => {
    const sign = getComputedStyle(currentTarget).direction === 'rtl' ? -1 : 1
    return (clientX - (from.current?.x ?? clientX)) * sign
  }
  const end = (element: HTMLElement) => {
    from.current = null
    setFar(false)
    moveTo(element, 0)
  }
  return {
    isFar,
    swipe: {
      onPointerDown: ({ clientX, clientY, pointerId, pointerType }: PointerEvent<HTMLElement>) => {
        if (isOn && pointerType !== 'mouse') from.current = { x: clientX, y: clientY, id: pointerId }
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (from.current?.id !== event.pointerId) return
        const way = wayOf(event)
        if (way < deadPx) return moveTo(event.currentTarget, 0)
        event.currentTarget.setPointerCapture(event.pointerId)
        const sign = Math.sign(event.clientX - from.current.x)
        moveTo(event.currentTarget, way * sign)
        setFar(way > event.currentTarget.offsetWidth * farPart)
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        if (from.current?.id !== event.pointerId) return
        const isSwiped = wayOf(event) > event.currentTarget.offsetWidth * farPart
        end(event.currentTarget)
        if (isSwiped) onSwiped()
      },
      // The browser scrolls instead.
      onPointerCancel: (event: PointerEvent<HTMLElement>) => end(event.currentTarget),
    },
  }
}
