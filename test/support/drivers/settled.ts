import type { Page } from 'playwright-core'

/** Ends at once what moves or fades: a colour in the middle of a fade is nobody's colour. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const isMoving = ({ effect, playState }: Animation) =>
      playState !== 'finished' && effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY
    // What opens begins to fade a frame or two after it is there.
    for (let calmFrames = 0; calmFrames < 4; calmFrames += 1) {
      await new Promise((next) => requestAnimationFrame(next))
      const moving = document.getAnimations().filter(isMoving)
      if (moving.length === 0) continue
      for (const animation of moving) animation.finish()
      calmFrames = -1
    }
  })
