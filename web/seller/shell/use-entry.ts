import { useEffect, useState } from 'react'
import { type SignedIn, signIn, takeTokenFromAddress } from './sign-in.ts'

/** Signing in by an opened link, signed in, or not and why. */
export type Entry =
  | { kind: 'entering'; by: 'link' | 'form' }
  | { kind: 'in' }
  | { kind: 'outside'; why: Exclude<SignedIn, 'ok'> }

/**
 * Signs in with the token in the address, if there is one, and removes it from the address at once. Also follows a link
 * pasted into an open page, which changes the fragment only.
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
