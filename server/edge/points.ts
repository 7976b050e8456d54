import { type RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Takes points of a key; null while there are enough, else in how many ms there will be. */
export async function takePoints(
  limiter: RateLimiterMemory,
  key: string,
  points = 1,
): Promise<number | null> {
  try {
    await limiter.consume(key, points)
    return null
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext))
    throw error
  }
}
