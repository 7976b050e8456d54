import { useLayoutEffect, useRef, useState } from 'react'
import { type Fit, fitOf } from './fit.ts'

interface Sizes {
  screen: { width: number; height: number }
  place: { width: number; height: number }
}

const unknown: Sizes = { screen: { width: 1_280, height: 720 }, place: { width: 1_200, height: 480 } }

/** Fits `count` products into an element, and again whenever its size changes. */
export function useFit(count: number): Fit & { place: React.RefObject<HTMLElement | null> } {
  const place = useRef<HTMLElement>(null)
  const [sizes, setSizes] = useState(unknown)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const measure = () => {
      setSizes({
        screen: { width: window.innerWidth, height: window.innerHeight },
        place: { width: element.clientWidth, height: element.clientHeight },
      })
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { place, ...fitOf(count, sizes) }
}
