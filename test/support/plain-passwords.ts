import type { Passwords } from '../../server/session/passwords.ts'

/** Passwords kept as they are: hashing takes real time, and not every test is about it. */
export const plainPasswords: Passwords = {
  hash: async (password) => password,
  verify: async (kept, password) => kept === password,
}
