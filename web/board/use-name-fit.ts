import { useEffect, useLayoutEffect, useRef, useState } from 'react'

/** The styles have a size of type for each number of lines. */
const linesMax = 3

/** Sets a name in one line, or in more and smaller ones, so that it is cut only where no size has room for it. */
export function useNameFit(...depends: unknown[]): React.RefObject<HTMLSpanElement | null> {
  const name = useRef<HTMLSpanElement>(null)
  const [fonts, setFonts] = useState(0)
  useEffect(() => {
    // Until the fonts are there, text has another width.
    void document.fonts.ready.then(() => setFonts(1))
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changes the room or the text
  useLayoutEffect(() => {
    const element = name.current
    if (!element) return
    for (let lines = 1; lines <= linesMax; lines += 1) {
      element.dataset.lines = String(lines)
      if (element.scrollWidth <= element.clientWidth && element.scrollHeight <= element.clientHeight + 1)
        return
    }
  }, [fonts, ...depends])
  return name
}
