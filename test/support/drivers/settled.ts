import type { Page } from 'playwright-core'

/** Finishes all animations at once, since colours in the middle of a fade cannot be judged. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const isMoving = ({ effect, playState }: Animation) =>
      playState !== 'finished' && effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY
    // Opening elements begin to fade a frame or two later.
    for (let calmFrames = 0; calmFrames < 4; calmFrames += 1) {
      await new Promise((next) => requestAnimationFrame(next))
      const moving = document.getAnimations().filter(isMoving)
      if (moving.length === 0) continue
      for (const animation of moving) animation.finish()
      calmFrames = -1
    }
  })
