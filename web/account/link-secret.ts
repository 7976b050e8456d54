import { useState } from 'react'

/** The secret behind `#`, removed from the address at once, so that neither the history nor an onlooker has it. */
export function useLinkSecret(): string {
  const [secret] = useState(() => {
    const { hash, pathname, search } = window.location
    if (hash) window.history.replaceState(window.history.state, '', pathname + search)
    return hash.slice(1)
  })
  return secret
}
