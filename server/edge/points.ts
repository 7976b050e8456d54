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

/** In how many ms a key has points again; null while it has some. Takes none. */
export async function msUntilPoints(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  const taken = await limiter.get(key)
  return taken && taken.remainingPoints <= 0 ? Math.max(1, Math.ceil(taken.msBeforeNext)) : null
}
