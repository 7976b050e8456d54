/** An error whose message is complete for its reader: what is wrong, by name, and what to do. */
export class Explained extends Error {
  override name = 'Explained'
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
