import { hash, verify } from '@node-rs/argon2'

/** How passwords are hashed. Simulations hand in a version that costs nothing. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Is it the password that was hashed to `kept`? */
  verify(kept: string, password: string): Promise<boolean>
}

/** As OWASP's cheat sheet on password storage advises for argon2id: 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** argon2id, whose default variant it is. */
export const argon2id: Passwords = {
  hash: (password) => hash(password, options),
  verify: (kept, password) => verify(kept, password),
}

/** Compared with where there is no account, so that an unknown email takes as long as a wrong password. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$pHy7Yy+WpM3VteM6JB0xfA$7hd06DwYs7LbSdm1tf6E1BXNYssOLcH8UzX5YuqVAhU'
