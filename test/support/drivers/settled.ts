import type { Page } from 'playwright-core'

/** Resolves once nothing moves or fades any more: a colour in the middle of a fade is nobody's colour. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const isEndless = ({ effect }: Animation) =>
      effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY
    // What opens begins to fade a frame or two after it is there.
    for (let calmFrames = 0; calmFrames < 4; calmFrames += 1) {
      await new Promise((next) => requestAnimationFrame(next))
      const running = document.getAnimations().filter((animation) => !isEndless(animation))
      if (running.length === 0) continue
      await Promise.allSettled(running.map(({ finished }) => finished))
      calmFrames = -1
    }
  })
