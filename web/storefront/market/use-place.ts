import { useLocation } from '@tanstack/react-router'
import { type RefObject, useLayoutEffect, useRef } from 'react'

/** A product that was in view, and its distance from the upper edge of the window. */
interface Place {
  readonly product: string
  readonly top: number
}

/** By history entry. It is empty after the page is loaded again. */
const places = new Map<string, Place>()

/** Frames in which cards may still get their heights, unless the person scrolls first. */
const framesMax = 90
const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/**
 * Scrolls back to the product that was in view when the person left the list. A position in pixels would not do, as
 * cards that were never visible only have estimated heights.
 */
export function usePlace(list: RefObject<HTMLElement | null>): void {
  const { pathname, state } = useLocation()
  const entry = state.__TSR_key ?? ''
  // While this page is still shown, the address is already that of the next one.
  const own = useRef({ pathname, entry })
  useLayoutEffect(() => {
    if (own.current.pathname === pathname) own.current.entry = entry
  }, [pathname, entry])
  useLayoutEffect(() => {
    const element = list.current
    const place = places.get(own.current.entry)
    const stop = element && place ? keepAt(element, place) : () => {}
    return () => {
      stop()
      const left = element && placeIn(element)
      if (left) places.set(own.current.entry, left)
    }
  }, [list])
}

const itemsOf = (list: HTMLElement) => list.querySelectorAll<HTMLElement>('[data-product]')

function placeIn(list: HTMLElement): Place | null {
  for (const item of itemsOf(list)) {
    const { top } = item.getBoundingClientRect()
    if (top >= 0) return { product: item.dataset.product!, top }
  }
  return null
}

/** Keeps a product in its place until its neighbours have their heights. Returns a function that stops this. */
function keepAt(list: HTMLElement, { product, top }: Place): () => void {
  const stop = new AbortController()
  const { signal } = stop
  for (const name of touches) window.addEventListener(name, () => stop.abort(), { signal, passive: true })
  let frames = 0
  const hold = () => {
    const item = list.querySelector(`[data-product="${product}"]`)
    if (signal.aborted || !item || frames++ > framesMax) return stop.abort()
    const offBy = item.getBoundingClientRect().top - top
    if (Math.abs(offBy) >= 1) window.scrollBy(0, offBy)
    requestAnimationFrame(hold)
  }
  hold()
  return () => stop.abort()
}
