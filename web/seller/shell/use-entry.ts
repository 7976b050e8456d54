import { useEffect, useState } from 'react'
import { type SignedIn, signIn, takeTokenFromAddress } from './sign-in.ts'

/** At the door: signing in by the link that was opened; in; or left outside, and why. */
export type Entry =
  | { kind: 'entering'; by: 'link' | 'form' }
  | { kind: 'in' }
  | { kind: 'outside'; why: Exclude<SignedIn, 'ok'> }

/**
 * Signs in by the token in the address, if there is one, and takes it out of the address at once. A link that
 * is pasted into an open page changes only what follows `#`, and is followed too.
 */
export function useEntry(): { entry: Entry; enter: (token: string) => Promise<boolean> } {
  const [entry, setEntry] = useState<Entry>(() =>
    window.location.hash.startsWith('#token=') ? { kind: 'entering', by: 'link' } : { kind: 'in' },
  )
  useEffect(() => {
    const follow = () => {
      const token = takeTokenFromAddress()
      if (token) void enterWith(token, 'link', setEntry)
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  return { entry, enter: (token) => enterWith(token, 'form', setEntry) }
}

async function enterWith(
  token: string,
  by: 'link' | 'form',
  setEntry: (entry: Entry) => void,
): Promise<boolean> {
  setEntry({ kind: 'entering', by })
  const signedIn = await signIn(token)
  setEntry(signedIn === 'ok' ? { kind: 'in' } : { kind: 'outside', why: signedIn })
  return signedIn === 'ok'
}
