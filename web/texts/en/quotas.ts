import type { Quota } from '../../../shared/refusals.ts'

/** What to tell a seller whose shop has reached a limit. */
export const quotaReached: Readonly<Record<Quota, (max: string) => string>> = {
  products: (max) => `A shop can have ${max} products. Delete some, or ask the market’s operator for more.`,
  categories: (max) => `A shop can have ${max} categories. Choose one of those.`,
  images: (max) => `A shop can have ${max} photos. Unused ones are removed after a while.`,
  imageBytes: (max) => `A shop’s photos can take up ${max} bytes. Unused ones are removed after a while.`,
  invites: (max) => `${max} invitations are open. Wait until some are used or expire.`,
  staff: (max) => `At most ${max} people can work in a shop.`,
  jobs: (max) => `One person can work in ${max} shops at most.`,
}
