import type { Passwords } from '../../../server/session/passwords.ts'

/** Passwords kept as they are: hashing takes real time, and not every test is about it. */
export const plainPasswords: Passwords = {
  hash: async (password) => password,
  verify: async (kept, password) => kept === password,
}

/** The same, counting how many were compared. */
export class CountedPasswords implements Passwords {
  checked = 0

  hash(password: string): Promise<string> {
    return plainPasswords.hash(password)
  }

  verify(kept: string, password: string): Promise<boolean> {
    this.checked += 1
    return plainPasswords.verify(kept, password)
  }
}
