import { useLocation } from '@tanstack/react-router'
import { type RefObject, useLayoutEffect, useRef } from 'react'

/** A product that was in view, and how far below the window's upper edge. */
interface Place {
  readonly product: string
  readonly top: number
}

/** By the history's entry; a page that is loaded anew begins without. */
const places = new Map<string, Place>()

/** So long cards may still be given their heights; who touches the page goes on from where it is. */
const framesMax = 90
const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/**
 * Leads back to the product that was in view when the list was left. A place in pixels is no use: what is out of sight
 * has only the height that it is expected to have.
 */
export function usePlace(list: RefObject<HTMLElement | null>): void {
  const { pathname, state } = useLocation()
  const entry = state.__TSR_key ?? ''
  // The address is the next page's already while this one is still shown.
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

/** Holds a product where it was until its neighbours have their heights; returns how to stop. */
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
